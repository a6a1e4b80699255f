/** @file What the documents promise: links lead somewhere, commands and their options exist. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { linkFaults } from '../scripts/links.mjs';
import { surefootHere as surefoot } from './app/command-line-here.js';
import { LISTED, PAGES } from './pages.js';

test.each(PAGES)('%s: links to files, and to places in pages, lead somewhere', (page) => {
  expect(linkFaults('.', [page])).toEqual([]);
});

test.each(PAGES)('%s: commands and options exist', async (page) => {
  const text = readFileSync(page, 'utf8').replaceAll('\\\n', ' ');
  const commands = [...text.matchAll(/\bsurefoot ([a-z-]+)((?: +(?:'[^']*'|[^\s`'#]+))*)/g)];
  const known = new Map<string, string>();
  const overview = (await surefoot(['--help'], '.')).stdout;
  const subjects = new Map<string, string>();
  for (const one of ['machines', 'found', 'rules']) subjects.set(one, (await surefoot(['help', one], '.')).stdout);
  for (const [, command = '', rest = ''] of commands) {
    // Or other words after the name, in a sentence or an import.
    if (!new RegExp(`^  ${command} `, 'm').test(overview)) continue;
    const own = known.get(command) ?? (await surefoot([command, '--help'], '.')).stdout;
    known.set(command, own);
    const help = [own, ...[...subjects].map(([one, page]) => (own.includes(`surefoot help ${one}`) ? page : ''))].join(
      '',
    );
    for (const [option] of rest.matchAll(/(?<= )--[a-z-]+/g))
      expect(help, `${page}: surefoot ${command} ${option}`).toContain(option);
  }
});

test('every document stands in the menu of the site, and no other', () => {
  expect([...LISTED].sort()).toEqual(
    PAGES.filter((page) => !/^(?:ARCHITECTURE|CONTRIBUTING|SECURITY)/.test(page)).sort(),
  );
});
