/** @file The files that patterns such as `lib/*.R` name, and which paths patterns that begin with `!` leave out. */
import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { isInstalled } from './code-place.js';

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

/** Installed packages and hidden folders are nobody's code. */
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
