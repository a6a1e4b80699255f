/** @file The language of a source file, by its name, or by the interpreter that its first line names. */
import { statSync } from 'node:fs';
import { extname } from 'node:path';

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

/** Undefined for everything whose imports nobody reads here. */
export function languageOf(path: string, firstLine: string | undefined): Language | undefined {
  const known = BY_EXTENSION[extname(path).toLowerCase()];
  if (known !== undefined || firstLine?.startsWith('#!') !== true) return known;
  return BY_INTERPRETER.find(([pattern]) => pattern.test(firstLine))?.[1];
}

/** Languages whose imports nobody reads here, compiled programs, and everything that may be executed. */
const OTHER_CODE = /\.(?:r|jl|m|pl|rb|lua|php|java|jar|class|scala|kt|go|rs|c|cc|cpp|f90|exe|pyc|so|pyz)$/i;

/** Whether an existing file is a program, or part of one: nothing that a training writes to. */
export function isCode(path: string): boolean {
  const isNamedSo = languageOf(path, undefined) !== undefined || OTHER_CODE.test(path);
  return isNamedSo || ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o111) !== 0;
}
