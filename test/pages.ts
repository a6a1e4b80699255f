/** @file The documents, and where each stands in the menu of the site. */
import { readdirSync } from 'node:fs';

/** Every document that people read, by its path. */
export const PAGES: readonly string[] = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'],
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

interface Menu {
  readonly MENU: readonly (readonly [string, readonly (readonly [string, string])[]])[];
  readonly documentsOf: (kind: 'guide' | 'reference' | 'evidence') => readonly string[];
}

const FILE = new URL('../site/.vitepress/pages.mjs', import.meta.url).href;
const { MENU, documentsOf } = (await import(/* @vite-ignore */ FILE)) as Menu;

/** Those that the menu lists. References of the API are made with the site. */
export const LISTED = files(MENU.flatMap(([, items]) => items.map(([name]) => name)));

export const GUIDES = files(documentsOf('guide'));

function files(names: readonly string[]): readonly string[] {
  const written = names.filter((name) => !name.startsWith('api/'));
  return written.map((name) => (['README', 'CHANGELOG'].includes(name) ? `${name}.md` : `docs/${name}.md`));
}
