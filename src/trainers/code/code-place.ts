/** @file Tells which files are the user's own code, by place, pattern and language, and names them for logs and messages. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import type { FileTree } from './file-tree.js';

/** Folders in which only what was installed lies. */
const INSTALLED = new Set(['node_modules', 'site-packages', 'dist-packages', '.git', '__pycache__']);
const SYSTEM = /^\/(?:usr\/(?:local\/)?)?(?:s?bin|lib|lib64|libexec)\/|^\/(?:nix|snap|System|Library|opt\/homebrew)\//;

export class CodePlace {
  /** The experiment's, absolute. */
  readonly folder: string;
  readonly #real: string;
  /** Folders of scripts outside of it that a command names. */
  readonly #more = new Set<string>();

  constructor(folder: string) {
    this.folder = folder;
    this.#real = realOf(folder);
  }

  /** What lies beside this script is the user's too. */
  include(script: string): void {
    if (!this.owns(script)) this.#more.add(dirname(script));
  }

  /** All folders with code of the user's. */
  get folders(): readonly string[] {
    return [...new Set([this.folder, this.#real, ...this.#more])];
  }

  owns(path: string): boolean {
    return this.folders.some((folder) => isBelow(path, folder)) && !isInstalled(path);
  }

  /** The path from the experiment's folder, with `/` between its parts. */
  nameOf(path: string): string {
    const shortest = isBelow(path, this.#real) ? this.#real : this.folder;
    return relative(isBelow(path, this.folder) ? this.folder : shortest, path)
      .split(sep)
      .join('/');
  }

  pathOf(name: string): string {
    return join(this.folder, name);
  }
}

/** Part of an installed package, by its path. */
export function isInstalled(path: string): boolean {
  return path.split(sep).some((part) => INSTALLED.has(part));
}

/** A program of the system or of a virtual environment: its version counts, not its bytes. */
export function isSystemProgram(path: string, tree: FileTree): boolean {
  if (SYSTEM.test(path)) return true;
  const environment = dirname(dirname(path));
  if (basename(dirname(path)) !== 'bin' && basename(dirname(path)) !== 'Scripts') return false;
  return tree.isFile(join(environment, 'pyvenv.cfg')) || tree.isFolder(join(environment, 'conda-meta'));
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

export interface FilePatterns {
  /** Absolute paths, and patterns that name no file. */
  find(): { readonly files: readonly string[]; readonly unmatched: readonly string[] };
  /** Takes an absolute path. */
  isIgnored(path: string): boolean;
}

/** Patterns are taken from `folder`; one that names a folder means everything in it. */
export function filePatterns(patterns: readonly string[], folder: string): FilePatterns {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!'));
  const ignored = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => matcher(pattern.slice(1)));
  const nameOf = (path: string) => relative(folder, path).split(sep).join('/');
  const isIgnored = (path: string) => ignored.some((matches) => matches(nameOf(path)));
  return {
    isIgnored,
    find: () => {
      const found = wanted.map((pattern) => ({ pattern, files: filesOf(pattern, folder, nameOf) }));
      return {
        files: [...new Set(found.flatMap(({ files }) => files))].filter((path) => !isIgnored(path)).sort(),
        unmatched: found.flatMap(({ pattern, files }) => (files.length === 0 ? [pattern] : [])),
      };
    },
  };
}

function matcher(pattern: string): (name: string) => boolean {
  const plain = pattern.replace(/^\.\//, '').replace(/\/+$/, '');
  return picomatch([plain, `${plain}/**`]);
}

function filesOf(pattern: string, folder: string, nameOf: (path: string) => string): string[] {
  const { base, isGlob } = picomatch.scan(pattern);
  const start = resolve(folder, isGlob ? base : pattern);
  const state = statSync(start, { throwIfNoEntry: false });
  if (state?.isFile()) return [start];
  const matches = matcher(pattern);
  return state?.isDirectory() ? below(start).filter((path) => !isGlob || matches(nameOf(path))) : [];
}

/** Installed packages and hidden folders are no code of the user's. */
function below(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') || isInstalled(path)) return [];
    const state = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : entry;
    // A link to a folder is not followed: it may lead back.
    if (state?.isDirectory()) return entry.isSymbolicLink() ? [] : below(path);
    return state?.isFile() ? [path] : [];
  });
}

export type Language = 'python' | 'javascript' | 'shell';

const BY_EXTENSION: Readonly<Record<string, Language>> = {
  ...Object.fromEntries(['.py', '.pyw'].map((extension) => [extension, 'python'])),
  ...Object.fromEntries(['.sh', '.bash', '.zsh'].map((extension) => [extension, 'shell'])),
  ...Object.fromEntries(
    ['.js', '.mjs', '.cjs', '.jsx', '.ts', '.mts', '.cts', '.tsx'].map((extension) => [extension, 'javascript']),
  ),
};

const BY_INTERPRETER: readonly (readonly [RegExp, Language])[] = [
  [/\b(?:python|pypy)/, 'python'],
  [/\b(?:node|bun|deno|tsx)\b/, 'javascript'],
  [/\b(?:ba|da|z|k)?sh\b/, 'shell'],
];

/** Undefined for everything whose imports are not read here. */
export function languageOf(path: string, firstLine: string | undefined): Language | undefined {
  const known = BY_EXTENSION[extname(path).toLowerCase()];
  if (known !== undefined || firstLine?.startsWith('#!') !== true) return known;
  return BY_INTERPRETER.find(([pattern]) => pattern.test(firstLine))?.[1];
}

/** Languages whose imports are not read here, compiled programs, and everything that may be executed. */
const OTHER_CODE = /\.(?:r|jl|m|pl|rb|lua|php|java|jar|class|scala|kt|go|rs|c|cc|cpp|f90|exe|pyc|so|pyz)$/i;

/** Whether an existing file is a program, or part of one: nothing that a training writes to. */
export function isCode(path: string): boolean {
  const isNamedSo = languageOf(path, undefined) !== undefined || OTHER_CODE.test(path);
  return isNamedSo || ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o111) !== 0;
}
