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
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`),
].filter((name) => name.endsWith('.md'));

/** Names of the headings of a page, as GitHub makes them: of the words without marks, in small letters. */
function anchorsOf(page: string): readonly string[] {
  const text = readFileSync(page, 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test.each(pages)('%s: links to files, and to places in pages, lead somewhere', (page) => {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]*)#?([^)]*)\)/g)];
  for (const [, link = '', anchor = ''] of links) {
    const file = link === '' ? page : join(dirname(page), link);
    expect(existsSync(file), `${page} -> ${link}`).toBe(true);
    if (anchor !== '') expect(anchorsOf(file), `${page} -> ${link}#${anchor}`).toContain(anchor);
  }
});

test.each(pages)('%s: commands and options exist', async (page) => {
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

/** Words of a text; bars of tables are none. */
const wordsOf = (text: string): number => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

const MENU_FILE = new URL('../site/.vitepress/pages.mjs', import.meta.url).href;
type Menu = readonly (readonly [string, readonly (readonly [string, string])[]])[];
const { MENU } = (await import(/* @vite-ignore */ MENU_FILE)) as { readonly MENU: Menu };
const fileOf = (name: string) => (['README', 'CHANGELOG'].includes(name) ? `${name}.md` : `docs/${name}.md`);

test('every document stands in the menu of the site, and no other', () => {
  const listed = MENU.flatMap(([, items]) => items.map(([name]) => name));
  // References of the API are made with the site.
  const written = listed.filter((name) => !name.startsWith('api/')).map(fileOf);
  expect(written.sort()).toEqual(pages.filter((page) => !/^(?:ARCHITECTURE|CONTRIBUTING)/.test(page)).sort());
});

test('README is read in five minutes', () => {
  expect(wordsOf(readFileSync('README.md', 'utf8'))).toBeLessThanOrEqual(900);
});

const GUIDES = MENU.filter(([group]) => ['Why', 'Start', 'Guides'].includes(group)).flatMap(([, items]) =>
  items.map(([name]) => fileOf(name)),
);

test.each(GUIDES)('%s has no paragraph of more than 120 words', (page) => {
  const text = readFileSync(page, 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
  // A point of a list is a paragraph; a table is none.
  const paragraphs = text.split(/\n\s*\n|\n(?=\s*- |\s*\d+\. |\|)/).filter((part) => !part.trim().startsWith('|'));
  expect(paragraphs.filter((part) => wordsOf(part) > 120)).toEqual([]);
});

const MOST_WORDS = 1200;

test('the method is read in one sitting, with its figure', () => {
  const text = readFileSync('docs/method.md', 'utf8');
  expect(wordsOf(text)).toBeLessThanOrEqual(MOST_WORDS);
  const [, picture = ''] = /src="([^"]+)"/.exec(text) ?? [];
  expect(existsSync(join('docs', picture)), picture).toBe(true);
});
