/** @file The program and arguments that are started for a trial. */
import type { CommandTrainerOptions } from './command-options.js';
import { type CommandPaths, fillArgument, fillShellLine, quoteForShell } from './placeholders.js';
import { toArguments } from './settings.js';
import type { TrialMessage } from './trial-message.js';

type Argv = readonly [string, ...string[]];

/** For one trial: placeholders filled, and the settings appended where they are passed as arguments. */
export function commandFor(options: CommandTrainerOptions, message: TrialMessage, paths: CommandPaths): Argv {
  const { command, pass } = options;
  const appended = pass === 'arguments' ? toArguments(message) : [];
  if ('shell' in command) {
    const line = fillShellLine(command.shell, message, paths);
    return ['/bin/sh', '-c', [line, ...appended.map(quoteForShell)].join(' ')];
  }
  const filled = command.flatMap((text) => fillArgument(text, message, paths));
  return [...filled, ...appended] as unknown as Argv;
}

/** As it stands, for a command that is told about trials later. */
export function standingCommand({ command }: CommandTrainerOptions): Argv {
  return 'shell' in command ? ['/bin/sh', '-c', command.shell] : (command as unknown as Argv);
}
