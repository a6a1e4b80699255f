/** @file Declares where the workers of a run are, as every command takes it that trains, and reads it from the flags. */
import type { Command } from 'commander';
import type { WorkersAt } from '../app/commands.js';
import { shownAddress } from '../app/commands.js';
import { positiveNumber } from './option-values.js';
import { quoteArgument } from './typed-command.js';

export interface WorkersAtFlags {
  readonly workers?: number;
  readonly workersAt?: string;
  readonly lease?: number;
}

export function addWorkersAtOptions(command: Command): Command {
  return command
    .option(
      '--workers-at <address>',
      'have workers train that are started with `surefoot worker <address>`; a folder that all of them see. ' +
        'This process trains nothing then, unless -w is given',
    )
    .option(
      '--lease <seconds>',
      'how long a worker may be silent before its trials are given to others (default: 60)',
      positiveNumber('--lease'),
    );
}

export function workersAtOf({ workers = 0, workersAt, lease }: WorkersAtFlags): { readonly workersAt?: WorkersAt } {
  if (workersAt === undefined) return {};
  const leaseMs = lease === undefined ? {} : { leaseMs: lease * 1000 };
  return { workersAt: { address: workersAt, localPlaces: workers, ...leaseMs } };
}

/** As it may be typed behind `surefoot worker`, without secrets. */
export function shownWorkersAt({ workersAt }: WorkersAtFlags): string | undefined {
  return workersAt === undefined ? undefined : quoteArgument(shownAddress(workersAt));
}
