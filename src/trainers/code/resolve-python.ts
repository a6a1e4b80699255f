/** @file Resolves an import statement in Python to the files it loads, as far as they lie where Python looks first. */
import { dirname, join } from 'node:path';
import type { FileTree } from './file-tree.js';
import type { PythonImport } from './python-imports.js';

/**
 * Files that an import in `file` loads: the `__init__.py` of every package on the way, and the module itself; none for
 * what is not found in `places` (the standard library, installed packages).
 */
export function resolvePythonImport(
  { level, module, names }: PythonImport,
  file: string,
  places: readonly string[],
  tree: FileTree,
): readonly string[] {
  const from = level === 0 ? places : [parent(dirname(file), level - 1)];
  const prefix = module === '' ? '' : `${module}.`;
  return [
    ...new Set([
      ...(module === '' ? initOf(from, tree) : packageFiles(module, from, tree)),
      ...names.flatMap((name) => packageFiles(`${prefix}${name}`, from, tree, true)),
    ]),
  ];
}

/**
 * The files of a dotted name, in the first of `places` that has its first part. With `isOptional` nothing is given unless
 * the whole name is there: it may be a name within a module.
 */
export function packageFiles(
  dotted: string,
  places: readonly string[],
  tree: FileTree,
  isOptional = false,
): readonly string[] {
  const parts = dotted.split('.');
  if (parts.includes('')) return [];
  const place = places.find((one) => moduleAt(join(one, parts[0] as string), tree).found);
  if (place === undefined) return [];
  const files: string[] = [];
  for (let count = 1; count <= parts.length; count++) {
    const { found, file } = moduleAt(join(place, ...parts.slice(0, count)), tree);
    if (!found) return isOptional ? [] : files;
    if (file !== undefined) files.push(file);
  }
  return files;
}

/** A package with its `__init__.py`, a module, a compiled module, or a folder of modules without any file of its own. */
function moduleAt(path: string, tree: FileTree): { readonly found: boolean; readonly file?: string } {
  for (const file of [join(path, '__init__.py'), `${path}.py`]) if (tree.isFile(file)) return { found: true, file };
  const folder = dirname(path);
  const stem = `${path.slice(folder.length + 1)}.`;
  for (const name of tree.names(folder)) {
    if (name.startsWith(stem) && /\.(?:so|pyd)$/.test(name)) return { found: true, file: join(folder, name) };
  }
  return { found: tree.isFolder(path) };
}

function initOf(places: readonly string[], tree: FileTree): string[] {
  return places.map((place) => join(place, '__init__.py')).filter((file) => tree.isFile(file));
}

function parent(folder: string, times: number): string {
  return times <= 0 ? folder : parent(dirname(folder), times - 1);
}
