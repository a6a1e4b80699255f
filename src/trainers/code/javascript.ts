/** @file The modules that a JavaScript or TypeScript source asks for, as far as it writes their names out. */
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { parse } from 'es-module-lexer';
import type { FileTree } from './file-tree.js';

/**
 * Specifiers of `import`, `export ... from`, `import()`, `require()` and `new URL(..., import.meta.url)`, each once. A
 * source that is no JavaScript to the lexer (JSX, some TypeScript) is searched as text: better a file too many.
 */
export async function javascriptImports(source: string): Promise<string[]> {
  const found = [
    ...(await importsByLexer(source)),
    ...matches(source, /\brequire(?:\.resolve)?\s*\(\s*(['"`])([^'"`\n$]+)\1\s*\)/g),
    ...matches(source, /\bnew\s+URL\s*\(\s*(['"`])([^'"`\n$]+)\1\s*,\s*import\.meta\.url\b/g),
  ];
  return [...new Set(found)];
}

async function importsByLexer(source: string): Promise<string[]> {
  // Loaded when the first such file is met: most runs have none.
  const lexer = await import('es-module-lexer');
  lexer.initSync();
  let imports: ReturnType<typeof parse>[0];
  try {
    [imports] = lexer.parse(source);
  } catch {
    return matches(source, /\b(?:from|import)\s*\(?\s*(['"`])([^'"`\n$]+)\1/g);
  }
  return imports.flatMap(({ n }) => (n === undefined ? [] : [n]));
}

/** The second group of every match. */
function matches(source: string, pattern: RegExp): string[] {
  return Array.from(source.matchAll(pattern), (match) => match[2] as string);
}

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
