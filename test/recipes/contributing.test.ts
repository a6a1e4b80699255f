/** @file CONTRIBUTING.md tells every recipe that is done here, and every file that is put in place belongs to one. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';

interface Recipe {
  readonly file: string;
  readonly also?: readonly string[];
  readonly lines: readonly { readonly in: string; readonly import?: string; readonly add: string }[];
}

const recipes = Object.entries(
  JSON.parse(readFileSync('test/recipes/recipes.json', 'utf8')) as Readonly<Record<string, Recipe>>,
);
const told = readFileSync('CONTRIBUTING.md', 'utf8');

it.each(recipes)('tells %s with its file and its lines', (name, { file, lines }) => {
  const paragraph = told.slice(told.indexOf(`**${name[0]?.toUpperCase()}${name.slice(1)}`)).split('\n\n**')[0] ?? '';
  expect(paragraph).toContain(basename(file));
  for (const { in: path, import: imported, add } of lines) {
    expect(paragraph).toContain(basename(path));
    // An entry of a list; what is longer stands in recipes.json alone.
    const entry = add.trim();
    if (imported !== undefined && !entry.includes('\n')) expect(paragraph).toContain(entry.replace(/,$/, ''));
  }
});

it('puts no file in place that no recipe tells of', () => {
  const files = readdirSync('test/recipes/files', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice('test/recipes/files/'.length));
  expect(files.filter((path) => !recipes.some(([, { file, also = [] }]) => [file, ...also].includes(path)))).toEqual(
    [],
  );
});
