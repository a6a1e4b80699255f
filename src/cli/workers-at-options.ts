/** @file Declares where the workers of a run are, as every command takes it that trains, and reads it from the flags. */
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { WorkersAt } from '../app/workers/launched-executor.js';
import type { SlurmRun } from '../app/workers/slurm-plan.js';
import { defined, inputError, quoteArgument, type TransportAccess } from '../core/index.js';
import { KEY_VARIABLE, takeKey, takePassword, transportAt } from '../work/transports/index.js';
import { positiveNumber } from './option-values.js';

export interface QueueFlags {
  readonly queue?: string;
  readonly queuePasswordFile?: string;
  readonly queueCa?: string;
  readonly keyFile?: string;
}

export interface WorkersAtFlags extends QueueFlags {
  readonly workers?: number;
  readonly workersAt?: string;
  readonly lease?: number;
}

export function queuePasswordFile(): Option {
  return new Option(
    '--queue-password-file <file>',
    'file (mode 0600) with the password of the queue; or set the variable SUREFOOT_QUEUE_PASSWORD',
  );
}

export function queueCa(): Option {
  return new Option(
    '--queue-ca <file>',
    'certificates (PEM) of the authority that signed the certificate of the queue server, for rediss://',
  );
}

/** Options of runs and of workers alike. */
export function addQueueOptions(command: Command): Command {
  return (
    command
      .option('--queue <url>', 'a queue as the meeting place (BullMQ on Redis or Valkey): redis://HOST')
      .addOption(queuePasswordFile())
      .addOption(queueCa())
      .option(
        '--key-file <file>',
        'sign with the key in this file (mode 0600), shared by run and workers; a run makes it if missing. Or set the ' +
          'variable SUREFOOT_QUEUE_KEY; without either nothing is signed',
      )
      // Before anything is started that would inherit them.
      .hook('preAction', () => {
        takePassword();
        takeKey();
      })
  );
}

export function queueAccessOf({ queuePasswordFile, queueCa, keyFile }: QueueFlags): TransportAccess {
  return defined({ passwordFile: queuePasswordFile, caFile: queueCa, keyFile });
}

/** Options of runs alone. */
export function addWorkersAtOptions(command: Command): Command {
  return command
    .option(
      '--workers-at <address>',
      'let workers train that are started with `surefoot worker <address>`; a shared folder, or a queue. ' +
        'This process then trains nothing, unless -w is given',
    )
    .option(
      '--lease <seconds>',
      'how long a worker may be silent before others get its trainings (default: 60; at a queue 15)',
      positiveNumber('--lease'),
    );
}

/** `launched`: what is launched for the run, and where it meets. */
export function workersAtOf(
  flags: WorkersAtFlags,
  launched?: Pick<SlurmRun, 'address' | 'launch'>,
): { readonly workersAt?: WorkersAt } {
  const { workers = 0, lease } = flags;
  const access = queueAccessOf(flags);
  const address = launched?.address ?? addressOf(flags);
  if (address === undefined) return {};
  const leaseMs = lease === undefined ? undefined : lease * 1000;
  return { workersAt: defined({ address, localPlaces: workers, access, leaseMs, launch: launched?.launch }) };
}

/**
 * Where workers that are launched meet the run, as they are told; without an address where it is not said.
 * @throws InputError for a key that they could not be given but on a command line.
 */
export function meetingOf(flags: WorkersAtFlags): {
  readonly address?: string;
  readonly options: readonly string[];
} {
  const address = addressOf(flags);
  const { passwordFile, caFile, keyFile } = queueAccessOf(flags);
  if (keyFile === undefined && takeKey() !== undefined)
    throw inputError`key-not-in-file: The key is in the variable ${KEY_VARIABLE}, which launched workers do not get.
      Allowed: a key in a file of mode 0600 that they may read
      Fix: Give it with --key-file FILE, and leave out ${KEY_VARIABLE}.`;
  const files = defined({ '--queue-password-file': passwordFile, '--queue-ca': caFile, '--key-file': keyFile });
  return defined({
    address: address === undefined ? undefined : transportAt(address).absolute(address),
    options: Object.entries(files).flatMap(([option, file]) => [option, resolve(file)]),
  });
}

/** The address and flags as they are typed behind `surefoot worker`, without secrets. */
export function shownWorkersAt(flags: WorkersAtFlags): string | undefined {
  const address = addressOf(flags);
  return address === undefined ? undefined : quoteArgument(transportAt(address).shown(address));
}

function addressOf({ workersAt, queue }: WorkersAtFlags): string | undefined {
  if (workersAt === undefined || queue === undefined) {
    const address = workersAt ?? queue;
    // Before it is printed or written anywhere.
    if (address !== undefined) transportAt(address).requireText(address);
    return address;
  }
  throw inputError`two-addresses: --workers-at and --queue both name the place of the workers.
    Allowed: one of them
    Fix: Leave out the other.`;
}
