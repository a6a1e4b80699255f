/**
 * @file The code that a trainer will run, found without running it: from what is started along everything it imports, as far as sources
 * write the names out.
 */

import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { parse } from 'es-module-lexer/minimal';
import { type CodePlace, isCode, isInstalled, type Language, languageOf } from './code-place.js';
import type { FileTree } from './file-tree.js';
import { pythonImports, resolvePythonImport } from './python-imports.js';
import { type StartContext, type StartedCode, startedByShell } from './started-code.js';

interface FoundCode {
  /** Absolute, in the order in which they were met. */
  readonly files: readonly string[];
  /** What else the command names: configurations and data, but perhaps also what it writes to. */
  readonly data: readonly string[];
  /** Top-level names that Python imports and that are no file of the user's, standard library included. */
  readonly packages: readonly string[];
  /** How far it was looked, where that was not to the end. */
  readonly notices: readonly string[];
}

interface FindLimits {
  readonly files: number;
  /** A larger source is hashed as every file is, but its imports are not read. */
  readonly sourceBytes: number;
}

const LIMITS: FindLimits = { files: 2000, sourceBytes: 2 * 1024 * 1024 };

/** Files below the place's folders only; what is installed is left to its version. */
export async function findCode(
  started: readonly StartedCode[],
  place: CodePlace,
  { tree, environment }: Pick<StartContext, 'tree' | 'environment'>,
  limits: FindLimits = LIMITS,
): Promise<FoundCode> {
  const files = new Set<string>();
  const data = new Set<string>();
  const packages = new Set<string>();
  const seen = new Set<string>();
  const waiting: Waiting[] = [...started];
  let isCut = false;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { path, inline, pythonPath } = next;
    const key = [path, inline?.source, ...pythonPath].join('\0');
    if (seen.has(key)) continue;
    seen.add(key);
    if (inline === undefined && next.isImported !== true && !isCode(path)) {
      data.add(path);
      continue;
    }
    if (inline === undefined) {
      isCut ||= files.size === limits.files;
      if (isCut) break;
      files.add(path);
    }
    const source = inline ?? readSource(path, tree, limits);
    if (source === undefined) continue;
    if (source.language === 'shell') {
      const folder = place.folder;
      waiting.push(...startedByShell(source.source, { folder, tree, environment }));
      continue;
    }
    const imported = await importedBy({ ...next, ...source }, tree, packages);
    const owned = imported.filter((file) => place.owns(file));
    waiting.push(...owned.map((file) => ({ path: file, pythonPath, isImported: true })));
  }
  const notices = isCut
    ? [`the trainer's code has more than ${limits.files} files: changes in the rest go unnoticed`]
    : [];
  return { files: [...files], data: [...data], packages: [...packages], notices };
}

/** What code imports is a part of it, whatever it is. */
type Waiting = StartedCode & { readonly isImported?: boolean };

interface Source {
  readonly language: Language;
  readonly source: string;
}

function readSource(path: string, tree: FileTree, { sourceBytes }: FindLimits): Source | undefined {
  const bytes = isInstalled(path) ? undefined : tree.read(path);
  if (bytes === undefined || bytes.length > sourceBytes) return undefined;
  const head = new TextDecoder().decode(bytes.subarray(0, 200)).split('\n')[0];
  const language = languageOf(path, head);
  return language && { language, source: new TextDecoder().decode(bytes) };
}

async function importedBy(
  { language, source, path, pythonPath }: Source & StartedCode,
  tree: FileTree,
  packages: Set<string>,
): Promise<readonly string[]> {
  if (language === 'python') {
    return pythonImports(source).flatMap((one) => {
      const found = resolvePythonImport(one, path, pythonPath, tree);
      if (found.length === 0 && one.level === 0) packages.add(one.module.split('.')[0] as string);
      return found;
    });
  }
  const specifiers = await javascriptImports(source);
  return specifiers.flatMap((one) => resolveSpecifier(one, path, tree) ?? []);
}

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
  const lexer = await import('es-module-lexer/minimal');
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
function resolveSpecifier(specifier: string, file: string, tree: FileTree): string | undefined {
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
