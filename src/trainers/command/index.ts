/** @file Trainers in any language: commands that are started for a trial, or stay and are asked in JSON lines. */
import type { Trainer } from '../../core/index.js';
import { type CommandTrainerOptions, commandTexts } from './command-options.js';
import { findExecutable } from './executable.js';
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
import { checkNames } from './settings.js';

export { CLIENTS_FOLDER, type CommandTrainerOptions } from './command-options.js';
export { isProcessGone, thisProcess } from './proc.js';
export type { SampleSource } from './sample-delivery.js';
export { closeStretch, endLeftStretch, type OpenedStretch, openStretch } from './stretch.js';

/** Rejects when a long-lived command cannot be started; the signal gives up waiting for it. */
export async function createCommandTrainer(options: CommandTrainerOptions, signal: AbortSignal): Promise<Trainer> {
  return options.protocol === 'one-shot' ? createOneShotTrainer(options) : createLongLivedTrainer(options, signal);
}

/**
 * Throws an InputError for a program that cannot be started, for placeholders that no trial can fill, and for a pattern of losses. Returns the
 * program's path, or undefined for a line that a shell reads.
 */
export function checkCommand(
  { command, protocol, loss }: Pick<CommandTrainerOptions, 'command' | 'protocol' | 'loss'>,
  workingFolder: string,
): string | undefined {
  if (loss !== undefined) checkLossPattern(loss.pattern);
  if (protocol === 'long-lived') refusePlaceholders(commandTexts(command));
  else {
    checkPlaceholders(commandTexts(command));
    checkQuoting(command);
  }
  return 'shell' in command ? undefined : findExecutable(command[0] as string, workingFolder);
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
