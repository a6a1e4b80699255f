/**
 * @file Trainers in any language: commands that are started for a trial, or stay and are asked in JSON lines. Their program is found before
 * anything is started.
 */

import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { type InputError, inputError, PYTHON_FUNCTION, type Trainer } from '../../core/index.js';
import { type CommandTrainerOptions, commandTexts } from './command-options.js';
import { checkNames } from './configuration-form.js';
import { createLongLivedTrainer } from './long-lived-trainer.js';
import { createOneShotTrainer } from './one-shot-trainer.js';
import {
  checkPlaceholders,
  checkQuoting,
  checkSettingPlaceholders,
  refusePlaceholders,
  tellsAllSettings,
} from './placeholders.js';
import { checkLossPattern } from './printed-loss.js';

export { CLIENTS_FOLDER, type CommandTrainerOptions, type Judge } from './command-options.js';
export { isProcessGone, thisProcess } from './process-tree.js';
export type { SampleSource } from './sample-delivery.js';
export * from './stretch.js';
export { createVersionTrainer } from './version-trainer.js';

/** Rejects when a long-lived command cannot be started; the signal gives up waiting for it. */
export async function createCommandTrainer(options: CommandTrainerOptions, signal: AbortSignal): Promise<Trainer> {
  return options.protocol === 'one-shot' ? createOneShotTrainer(options) : createLongLivedTrainer(options, signal);
}

/** What the user wrote command and pattern behind. */
const IN_EXPERIMENT = { command: 'trainer.command', pattern: 'trainer.loss.pattern' };

/**
 * Throws an InputError for a program that cannot be started, for placeholders that no trial can fill, and for a pattern of losses. Returns the
 * program's path, or undefined for a line that a shell reads.
 */
export function checkCommand(
  { command, protocol, loss }: Pick<CommandTrainerOptions, 'command' | 'protocol' | 'loss'>,
  workingFolder: string,
  places = IN_EXPERIMENT,
): string | undefined {
  if (loss !== undefined) checkLossPattern(loss.pattern, places.pattern);
  if (protocol === 'long-lived') refusePlaceholders(commandTexts(command));
  else {
    checkPlaceholders(commandTexts(command));
    checkQuoting(command);
  }
  return 'shell' in command ? undefined : findExecutable(command[0] as string, workingFolder, places.command);
}

/** Throws an InputError when this configuration cannot be told to the command as the options say. */
export function checkConfiguration(
  { command, pass }: Pick<CommandTrainerOptions, 'command' | 'pass'>,
  configuration: Parameters<typeof checkSettingPlaceholders>[1],
): void {
  checkSettingPlaceholders(commandTexts(command), configuration);
  if (pass !== 'json-file') checkNames(configuration, pass, `trainer.pass: ${pass}`);
  if (tellsAllSettings(commandTexts(command))) checkNames(configuration, 'arguments', 'trainer.command');
}

/**
 * Throws an InputError (`command-not-found`, `command-not-executable`) when `program` cannot be started: a path is taken
 * from `folder`, a bare name is looked up in PATH. Returns the path.
 */
function findExecutable(program: string, folder: string, place: string): string {
  if (process.platform === 'win32') return program;
  if (program.includes('/')) {
    const path = isAbsolute(program) ? program : resolve(folder, program);
    const state = stateOf(path);
    if (state === 'executable') return path;
    if (state === 'folder') throw notFound(place, program, `${path} is a folder`, 'Name the program in it.');
    throw state === 'missing'
      ? notFound(place, program, `there is no file at ${path}`)
      : notExecutable(place, program, path);
  }
  const places = (process.env.PATH ?? '').split(delimiter).filter((place) => place !== '');
  const found = places.map((place) => join(place, program)).find((path) => stateOf(path) === 'executable');
  if (found !== undefined) return found;
  const beside = resolve(folder, program);
  if (!['missing', 'folder'].includes(stateOf(beside))) {
    throw notFound(place, program, `it is not in PATH, but ${folder} has a file of that name`, `Write ./${program}.`);
  }
  const fix = program === PYTHON_FUNCTION ? 'It stands for a function of a Python program: ask from there.' : undefined;
  throw notFound(place, program, 'it is in no folder of PATH', fix);
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

function notFound(place: string, program: string, why: string, fix = 'Check the name, or install it.'): InputError {
  return inputError`command-not-found: ${place}: the program "${program}" was not found: ${why}.
    Allowed: a program in PATH, or a path from the experiment's folder
    Fix: ${fix}`;
}

function notExecutable(place: string, program: string, path: string): InputError {
  return inputError`command-not-executable: ${place}: "${program}" may not be executed: ${path}
    Allowed: a file with permission to execute it
    Fix: Run chmod +x on it, or name its interpreter: [python3, ${program}].`;
}
