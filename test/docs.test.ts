/** @file What the documents promise: links lead somewhere, commands and their options exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { surefootHere as surefoot } from './app/command-line-here.js';

const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync('docs').map((name) => `docs/${name}`),
].filter((name) => name.endsWith('.md'));

test.each(pages)('%s: links to files lead somewhere', (page) => {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1] as string);
  for (const link of links) expect(existsSync(join(dirname(page), link)), `${page} -> ${link}`).toBe(true);
});

test.each(pages)('%s: commands and options exist', async (page) => {
  const text = readFileSync(page, 'utf8').replaceAll('\\\n', ' ');
  const commands = [...text.matchAll(/\bsurefoot ([a-z]+)((?: +(?:'[^']*'|[^\s`'#]+))*)/g)];
  const known = new Map<string, string>();
  for (const [, command = '', rest = ''] of commands) {
    if (!/^(select|replay|check|init|export|train|log|measure|curve|compare)$/.test(command)) continue;
    const help = known.get(command) ?? (await surefoot([command, '--help'], '.')).stdout;
    known.set(command, help);
    for (const [option] of rest.matchAll(/(?<= )--[a-z-]+/g))
      expect(help, `${page}: surefoot ${command} ${option}`).toContain(option);
  }
});
