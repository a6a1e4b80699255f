/** @file The program and arguments that are started for a trial. */
import { type CommandTrainerOptions, commandTexts } from './command-options.js';
import { type CommandPaths, fillPlaceholders, quoteForShell } from './placeholders.js';
import { toArguments } from './settings.js';
import type { TrialMessage } from './trial-message.js';

type Argv = readonly [string, ...string[]];

/** For one trial: placeholders filled, and the settings appended where they are passed as arguments. */
export function commandFor(options: CommandTrainerOptions, message: TrialMessage, paths: CommandPaths): Argv {
  const { command, pass } = options;
  const appended = pass === 'arguments' ? toArguments(message) : [];
  const inShell = 'shell' in command;
  const filled = commandTexts(command).map((text) =>
    fillPlaceholders(text, message, paths, inShell ? quoteForShell : undefined),
  );
  if (!inShell) return [...filled, ...appended] as unknown as Argv;
  return ['/bin/sh', '-c', [...filled, ...appended.map(quoteForShell)].join(' ')];
}

/** As it stands, for a command that is told about trials later. */
export function standingCommand({ command }: CommandTrainerOptions): Argv {
  return 'shell' in command ? ['/bin/sh', '-c', command.shell] : (command as unknown as Argv);
}
