/** @file The program of a command line, found before anything is started. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { InputError } from '../../core/index.js';

/**
 * Throws an InputError (`command-not-found`, `command-not-executable`) when `program` cannot be started: a path is taken
 * from `folder`, a bare name is looked up in PATH. Returns the path.
 */
export function findExecutable(program: string, folder: string): string {
  if (process.platform === 'win32') return program;
  if (program.includes('/')) {
    const path = isAbsolute(program) ? program : resolve(folder, program);
    const state = stateOf(path);
    if (state === 'executable') return path;
    if (state === 'folder') throw notFound(program, `${path} is a folder`, 'Name the program in it.');
    throw state === 'missing' ? notFound(program, `there is no file at ${path}`) : notExecutable(program, path);
  }
  const places = (process.env.PATH ?? '').split(delimiter).filter((place) => place !== '');
  const found = places.map((place) => join(place, program)).find((path) => stateOf(path) === 'executable');
  if (found !== undefined) return found;
  const beside = resolve(folder, program);
  if (!['missing', 'folder'].includes(stateOf(beside))) {
    throw notFound(program, `it is not in PATH, but ${folder} has a file of that name`, `Write ./${program}.`);
  }
  throw notFound(program, 'it is in no folder of PATH');
}

function stateOf(path: string): 'executable' | 'not-executable' | 'folder' | 'missing' {
  try {
    const state = statSync(path);
    if (state.isDirectory()) return 'folder';
    if (!state.isFile()) return 'not-executable';
  } catch {
    return 'missing';
  }
  try {
    accessSync(path, constants.X_OK);
    return 'executable';
  } catch {
    return 'not-executable';
  }
}

function notFound(program: string, why: string, fix = 'Check the name, or install it.'): InputError {
  return new InputError({
    code: 'command-not-found',
    what: `trainer.command: the program "${program}" was not found: ${why}.`,
    allowed: "a program in PATH, or a path from the experiment's folder",
    fix,
  });
}

function notExecutable(program: string, path: string): InputError {
  return new InputError({
    code: 'command-not-executable',
    what: `trainer.command: "${program}" may not be executed: ${path}`,
    allowed: 'a file with permission to execute it',
    fix: `Run chmod +x on it, or name its interpreter: [python3, ${program}].`,
  });
}
