/** @file The options of command trainers, and the program and arguments that they start for a trial. */
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SetPredictions, TrainingResult } from '../../core/index.js';
import type { Samples } from '../../engine/datasets/index.js';
import { toArguments } from './configuration-form.js';
import { type CommandPaths, fillArgument, fillShellLine, quoteForShell } from './placeholders.js';
import type { Limits } from './process-tree.js';
import type { SampleSource } from './sample-delivery.js';
import type { OpenedStretch } from './stretch.js';
import type { TrialMessage } from './trial-message.js';

/** Loss and metrics of predictions for these samples; undefined for those that do not fit them. */
export type Judge = (
  predicted: SetPredictions,
  samples: Samples,
) => Pick<TrainingResult, 'loss' | 'metrics'> | undefined;

export interface CommandTrainerOptions {
  /** Program and arguments with placeholders; or a line for /bin/sh. */
  readonly command: readonly string[] | { readonly shell: string };
  readonly protocol: 'one-shot' | 'long-lived';
  /** How a one-shot command gets configuration and seeds in addition to the file; `json-file`: not at all. */
  readonly pass: 'json-file' | 'arguments' | 'environment';
  /**
   * How a one-shot command's loss is found in what it prints; as a result file or JSON without it. `onSeveral`: it printed more than one value,
   * of which the last counts.
   */
  readonly loss?: { readonly pattern: string; readonly onSeveral?: () => void } | undefined;
  readonly sample: SampleSource;
  /** Judges what is predicted for the selection set, in place of a loss that the command says. */
  readonly judge?: Judge | undefined;
  /** Added to the environment of the command. */
  readonly environment: Readonly<Record<string, string>>;
  readonly limits: Limits;
  /** Wall time in which a long-lived command has to be ready. */
  readonly startMs: number;
  /** Absolute folder that the command runs in. */
  readonly workingFolder: string;
  /** Absolute folders with the user's own code: a command that can tell says what of it it has loaded. */
  readonly codeFolders?: readonly string[];
  /** That the command belongs to. */
  readonly stretch: OpenedStretch;
  /** 0-based number of the place among those that train at the same time. */
  readonly place: number;
}

/** Where the helpers for trainers in other languages lie, in the package as in the repository. */
export const CLIENTS_FOLDER = fileURLToPath(new URL('../../../clients', import.meta.url));

/**
 * What the command finds in its environment in addition to what its kind of protocol adds. The helpers come last on Python's path: a copy of
 * the user's, beside the script or on a path of their own, goes before.
 */
export function standingEnvironment({
  environment,
  codeFolders = [],
}: CommandTrainerOptions): CommandTrainerOptions['environment'] {
  const pythonPath = [environment.PYTHONPATH ?? process.env.PYTHONPATH ?? '', join(CLIENTS_FOLDER, 'python')];
  return {
    ...environment,
    PYTHONPATH: pythonPath.filter((path) => path !== '').join(delimiter),
    SUREFOOT_CLIENTS: CLIENTS_FOLDER,
    ...(codeFolders.length === 0 ? {} : { SUREFOOT_CODE_FOLDERS: codeFolders.join(delimiter) }),
  };
}

/** The parts of a command line that may hold placeholders. */
export function commandTexts(command: CommandTrainerOptions['command']): readonly string[] {
  return 'shell' in command ? [command.shell] : command;
}

type Argv = readonly [string, ...string[]];

/** For one trial: placeholders filled, and the settings appended where they are passed as arguments. */
export function commandFor(options: CommandTrainerOptions, message: TrialMessage, paths: CommandPaths): Argv {
  const { command, pass } = options;
  const appended = pass === 'arguments' ? toArguments(message) : [];
  if ('shell' in command) {
    const line = fillShellLine(command.shell, message, paths);
    return ['/bin/sh', '-c', [line, ...appended.map(quoteForShell)].join(' ')];
  }
  const [program = '', ...rest] = command.flatMap((text) => fillArgument(text, message, paths));
  return [program, ...rest, ...appended];
}

/** The command as it stands, for one that is told about trials later. */
export function standingCommand({ command }: CommandTrainerOptions): Argv {
  if ('shell' in command) return ['/bin/sh', '-c', command.shell];
  const [program = '', ...rest] = command;
  return [program, ...rest];
}
