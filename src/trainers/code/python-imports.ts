/** @file The import statements in a Python source, read as text: no Python is needed, and nothing of it is run; and the files that they mean. */
import { dirname, join } from 'node:path';
import type { FileTree } from './file-tree.js';

interface PythonImport {
  /** Dots in front of the name; 0 for an absolute import. */
  readonly level: number;
  /** The dotted name; empty for `from . import x`. */
  readonly module: string;
  /** What follows in `from ... import`: names of the module, or modules themselves. Empty for a plain `import`. */
  readonly names: readonly string[];
}

/**
 * Every import of a source wherever it stands, also `import_module('x')` and `__import__('x')` with the name written
 * out. Imports in strings and comments do not count. Never throws; linear in the length of the source.
 */
export function pythonImports(source: string): PythonImport[] {
  const { statements, named } = logicalLines(source);
  const imports = statements.flatMap(importOf);
  const dynamic = named.map((name) => {
    const level = /^\.*/.exec(name)?.[0].length ?? 0;
    return { level, module: name.slice(level), names: [] };
  });
  return [...imports, ...dynamic];
}

function importOf(statement: string): PythonImport[] {
  const from = /^from\b\s*((?:\.\s*)*)([^\s(]*?)\s*\bimport\b(.*)$/s.exec(statement);
  if (from !== null) {
    const [, dots = '', module = '', names = ''] = from;
    return [{ level: dots.replaceAll(/\s/g, '').length, module, names: listed(names) }];
  }
  const plain = /^import\s+(.*)$/s.exec(statement);
  return listed(plain?.[1] ?? '').map((module) => ({ level: 0, module, names: [] }));
}

/** `(a, b as c)` -> a, b */
function listed(text: string): string[] {
  return text
    .replaceAll(/[()]/g, ' ')
    .split(',')
    .map((part) => part.trim().split(/\s/)[0] as string)
    .filter((name) => name !== '' && name !== '*');
}

interface Lines {
  /** Statements on one line each, strings emptied and comments gone. */
  readonly statements: string[];
  /** Modules that are imported by a function. */
  readonly named: string[];
}

const OPENING = '([{';
const CLOSING = ')]}';

function logicalLines(source: string): Lines {
  const statements: string[] = [];
  const named: string[] = [];
  let line = '';
  let depth = 0;
  const endLine = () => {
    if (line.trim() !== '') statements.push(line.trim());
    line = '';
  };
  for (let at = 0; at < source.length; at++) {
    const char = source[at] as string;
    if (char === '#') {
      at = endOfLine(source, at) - 1;
    } else if (char === '"' || char === "'") {
      const text = stringAt(source, at);
      if (/\b(?:import_module|__import__)\s*\(\s*$/.test(source.slice(Math.max(0, at - 40), at)))
        named.push(text.content);
      line += '""';
      at = text.end - 1;
    } else if (char === '\\') {
      line += ' ';
      if (source[at + 1] === '\r') at++;
      at++;
    } else if (depth === 0 && (char === '\n' || char === ';' || char === ':')) {
      endLine();
    } else {
      if (OPENING.includes(char)) depth++;
      if (CLOSING.includes(char)) depth = Math.max(0, depth - 1);
      line += char;
    }
  }
  endLine();
  return { statements, named };
}

/** The string that begins at a quote: what is in it, and where it is over. An unfinished one ends with its line. */
function stringAt(source: string, start: number): { readonly content: string; readonly end: number } {
  const quote = source[start] as string;
  const isTriple = source.startsWith(quote.repeat(3), start);
  const delimiter = isTriple ? quote.repeat(3) : quote;
  const first = start + delimiter.length;
  let at = first;
  while (at < source.length && !source.startsWith(delimiter, at)) {
    if (!isTriple && source[at] === '\n') return { content: source.slice(first, at), end: at };
    at += source[at] === '\\' ? 2 : 1;
  }
  return { content: source.slice(first, at), end: at + delimiter.length };
}

function endOfLine(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end;
}

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
