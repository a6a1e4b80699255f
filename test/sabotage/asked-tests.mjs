/** @file Which tests an edit is shown to: those that it names, those that import its file, the nearest first, and those that take long last. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { importsOf, listFiles } from '../../scripts/rooms.mjs';

/** Who imports each file of the tree, tests included, by path from its root. */
export function importersOf(root) {
  const importers = new Map();
  for (const path of ['src', 'test'].flatMap((folder) => listFiles(join(root, folder)))) {
    const file = relative(root, path);
    for (const source of importsOf(readFileSync(path, 'utf8'))) {
      if (!source.startsWith('.')) continue;
      const imported = join(dirname(file), source).replace(/\.js$/, '.ts');
      importers.set(imported, [...(importers.get(imported) ?? []), file]);
    }
  }
  return importers;
}

/** At most `most` tests of `npm test`; the one beside the file is the first. One named like it is as near as one that imports it. */
export function askedTests({ file, tests }, importers, { most, isLong, isLeftOut }) {
  const distances = new Map([[file, 0]]);
  for (const [at, distance] of distances)
    for (const importer of importers.get(at) ?? []) if (!distances.has(importer)) distances.set(importer, distance + 1);
  const named = [file.replace(/\.ts$/, '.test.ts'), ...tests].filter((path, place) => place > 0 || distances.has(path));
  const near = [...distances]
    .filter(([path]) => path.endsWith('.test.ts') && !isLeftOut(path) && !named.includes(path))
    .map(([path, distance]) => ({ path, place: distance + (isLong(path) ? 3 : 0) + strangeness(path, file) }))
    .sort((a, b) => a.place - b.place || (a.path < b.path ? -1 : 1));
  return [...new Set([...named, ...near.map(({ path }) => path)])].slice(0, Math.max(most, named.length));
}

/** Of tests equally far, those that share words of its path with the file come first, and those of whole runs last. */
function strangeness(test, file) {
  const wordsOf = (path) => new Set(path.replace(/^(?:src|test)\/|(?:\.test)?\.ts$/g, '').split(/[/-]/));
  const words = wordsOf(file);
  const shared = [...wordsOf(test)].filter((word) => words.has(word)).length;
  return (/^test\/(?:app|cli|recorded)\//.test(test) ? 1 : 0) - shared;
}
