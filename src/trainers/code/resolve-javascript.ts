/** @file Resolves a specifier in JavaScript or TypeScript to the file it means. */
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileTree } from './file-tree.js';

/** Endings that loaders and compilers add, most usual first. */
const ENDINGS = ['.js', '.ts', '.mjs', '.cjs', '.mts', '.cts', '.tsx', '.jsx', '.json', '.node'];

/** What TypeScript writes for what it will be, and what it is. */
const COMPILED: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
  '.jsx': ['.tsx'],
};

/** Undefined for built-in modules, installed packages, and what is not there. */
export function resolveSpecifier(specifier: string, file: string, tree: FileTree): string | undefined {
  const isPath = /^(?:\.{1,2}(?:\/|$)|\/|file:)/.test(specifier);
  // A package of the user's own, or a name that its package.json gives (`#lib/x`), is Node's to find.
  if (!isPath) return byNode(specifier, file);
  const path = pathOf(specifier, file);
  if (path === undefined) return undefined;
  const candidates = [path, ...ENDINGS.map((ending) => path + ending), ...compiledFrom(path)];
  const found = candidates.find((one) => tree.isFile(one));
  if (found !== undefined) return found;
  return byNode(path, file) ?? ENDINGS.map((ending) => join(path, `index${ending}`)).find((one) => tree.isFile(one));
}

function pathOf(specifier: string, file: string): string | undefined {
  const bare = specifier.replace(/[?#].*$/s, '');
  if (!bare.startsWith('file:')) return resolve(dirname(file), bare);
  try {
    return fileURLToPath(bare);
  } catch {
    return undefined;
  }
}

function compiledFrom(path: string): string[] {
  return Object.entries(COMPILED).flatMap(([from, to]) =>
    path.endsWith(from) ? to.map((ending) => path.slice(0, -from.length) + ending) : [],
  );
}

function byNode(specifier: string, file: string): string | undefined {
  try {
    const found = createRequire(file).resolve(specifier);
    return found.startsWith('/') || /^[A-Za-z]:\\/.test(found) ? found : undefined;
  } catch {
    return undefined;
  }
}
