/** @file The repository's address is one: all places have it, or none has; and the version is one in all of them. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';

const PLACES = ['package.json', 'clients/python/pyproject.toml', 'CITATION.cff'];
const SCRIPT = resolve('scripts/release/address.mjs');

function address(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], { cwd, encoding: 'utf8' });
  return { status, said: stdout + stderr, texts: PLACES.map((name) => readFileSync(join(cwd, name), 'utf8')) };
}

function copy(): string {
  const folder = temporaryFolder(onTestFinished);
  for (const name of PLACES) cpSync(name, join(folder, name));
  return folder;
}

test('of this tree no place has another address than package.json', () => {
  const { status, said } = address('.');
  if (status === 0) return;
  for (const name of PLACES) expect(said).toContain(`${name}: no address of the repository`);
});

test('it is written everywhere, once, and written over', () => {
  const folder = copy();
  const first = address(folder, 'https://forge.local/people/one.git');
  expect(first.texts.map((text) => text.includes('https://forge.local/people/one'))).toEqual([true, true, true]);
  const second = address(folder, 'https://forge.local/people/two/');
  expect(second.texts).toEqual(first.texts.map((text) => text.replaceAll('people/one', 'people/two')));
  expect(JSON.parse(second.texts[0] as string)).toMatchObject({
    repository: { type: 'git', url: 'git+https://forge.local/people/two.git' },
    homepage: 'https://forge.local/people/two#readme',
    bugs: 'https://forge.local/people/two/issues',
  });
  expect(second.texts[1]).toContain('[project.urls]\nRepository = "https://forge.local/people/two"\n\n[project.opt');
  expect(address(folder)).toMatchObject({ status: 0, said: 'https://forge.local/people/two\n' });
  cpSync('CITATION.cff', join(folder, 'CITATION.cff'));
  expect(address(folder)).toMatchObject({ status: 1, said: expect.stringMatching(/^CITATION\.cff: .*\nFix: /) });
});

test.each([
  ...['', 'surefoot', 'http://forge.local/a/b', 'https://forge.local/a', 'https://example.org/a/b'],
  ...['https://me:word@forge.local/a/b', 'https://forge.local/a/b?c', 'https://forge.local:8/a/b'],
])('"%s" is refused, and nothing is written', (text) => {
  const folder = copy();
  const { status, said, texts } = address(folder, text);
  expect([status, said]).toEqual([2, expect.stringMatching(/^".*" is no address.*\nAllowed: .*\nFix: .*\n$/)]);
  expect(texts).toEqual(PLACES.map((name) => readFileSync(name, 'utf8')));
});

test('the version is one', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(readFileSync('CITATION.cff', 'utf8')).toContain(`\nversion: ${version}\n`);
  expect(readFileSync('clients/python/surefoot/_version.py', 'utf8')).toContain(`\n__version__ = "${version}"\n`);
  expect(readFileSync('CHANGELOG.md', 'utf8')).toContain(`\n## ${version}\n`);
  expect(JSON.parse(readFileSync('package-lock.json', 'utf8'))).toMatchObject({ version });
});
