/** @file `surefoot worker`: trains for a run that another process leads. */

import { type Command, Option } from 'commander';
import { runWorker } from '../app/workers/run-worker.js';
import type { MachineOptions } from '../app/workers/worker-machine.js';
import { badOption, defined, inputError } from '../core/index.js';
import { transportAt } from '../work/transports/index.js';
import { EXIT, listenToSignals, type StopSignal } from './exit-status.js';
import { explainedElsewhere, positiveNumber, wholeNumber } from './option-values.js';
import { createWorkerDisplay } from './worker-display.js';
import { addQueueOptions, type QueueFlags, queueAccessOf } from './workers-at-options.js';

interface WorkerFlags extends QueueFlags, MachineFlags {
  readonly workers?: number;
  readonly wait?: number;
  readonly idle?: number;
  readonly grace: number;
  readonly acceptDifferences?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** Schedulers give some 30 s between their first signal and the kill. */
const GRACE_SECONDS = 20;
const OUTPUT = 'Output:';

export function addWorkerCommand(program: Command): void {
  const command = program
    .command('worker')
    .description(
      'Trains for a run that was started with --workers-at, on any machine that sees the address. Waits for the run, prepares ' +
        'its own trainer and data, checks that they are the same, and ends with the run. Start and stop any number of ' +
        'workers at any time; others take over what one leaves.',
    )
    .argument('[address]', 'the folder or the queue where they meet; or --queue')
    .argument('[experiment]', 'serve runs of this file alone, with its trainer here')
    .optionsGroup('This machine:')
    .option(
      '-w, --workers <count>',
      'trainings at the same time (default: as many as fit)',
      wholeNumber('--workers', 1),
    );
  addMachineOptions(command)
    .option('--accept-differences', 'serve although losses here may differ in their last digits; the log then says so')
    .optionsGroup('How long:')
    .option('--wait <minutes>', 'give up if no run comes (default: never)', positiveNumber('--wait', 'minutes'))
    .option(
      '--idle <minutes>',
      'end after this time without anything to train (default: never)',
      positiveNumber('--idle', 'minutes'),
    )
    .option(
      '--grace <seconds>',
      'after Ctrl-C or SIGTERM, time to finish trainings under way; a second one hands them back at once',
      positiveNumber('--grace', 'seconds'),
      GRACE_SECONDS,
    );
  explainedElsewhere(command, addQueueOptions)
    .optionsGroup(OUTPUT)
    .option('--json', 'print only events, one JSON object per line')
    .option('-q, --quiet', 'no progress')
    .addHelpOption(new Option('-h, --help', 'explain a command').helpGroup(OUTPUT))
    .addHelpText(
      'after',
      `
At a queue (--queue, its password and certificates), and signing with a key
(--key-file): surefoot help machines

Without an experiment a worker trusts what it is offered if only you can write
to the folder, or if run and worker share a key. Otherwise name the experiment.

Examples
  $ surefoot worker /shared/exchange
  $ surefoot worker /shared/exchange experiment.yaml
  $ surefoot worker --queue redis://box --key-file key

Exit status
  0    the run is over, or there was nothing to train for --idle
  1    no training could be trained here
  2    bad input, a run that differs from this machine's, no run within --wait
  130  interrupted (143: terminated); what was under way was handed back`,
    )
    .action(workerAction);
}

function msOf(minutes: number | undefined): number | undefined {
  return minutes === undefined ? undefined : minutes * 60_000;
}

async function workerAction(first: string | undefined, second: string | undefined, flags: WorkerFlags): Promise<void> {
  const { address, experiment } = placesOf(first, second, flags);
  const display = createWorkerDisplay({
    address: transportAt(address).shown(address),
    isQuiet: flags.quiet === true,
    isJson: flags.json === true,
    graceSeconds: flags.grace,
    idleSeconds: (flags.idle ?? 0) * 60,
  });
  const stopping = listenForStop(flags.grace * 1000, display.stopping);
  try {
    const reason = await runWorker({
      address,
      access: queueAccessOf(flags),
      ...defined({ experiment, places: flags.workers, waitMs: msOf(flags.wait), idleMs: msOf(flags.idle) }),
      acceptDifferences: flags.acceptDifferences === true,
      machine: machineOf(flags, Date.now()),
      finish: stopping.finish,
      stop: stopping.stop,
      onEvent: display.onEvent,
    });
    display.end(reason);
    const received = stopping.received();
    process.exitCode = reason !== 'stopped' || received === undefined ? EXIT.finished : EXIT.interrupted[received];
  } finally {
    display.close();
    stopping.release();
  }
}

/** With --queue, the only argument is the experiment. */
function placesOf(first: string | undefined, second: string | undefined, { queue }: QueueFlags) {
  const [address, experiment] = queue === undefined ? [first, second] : [queue, first];
  if (address !== undefined && (queue === undefined || second === undefined)) return { address, experiment };
  throw inputError`worker-address: ${queue === undefined ? 'The place of the run is missing.' : `An address (${transportAt(first ?? '').shown(first ?? '')}) and --queue both name the place of the run.`}
    Allowed: surefoot worker ADDRESS [EXPERIMENT], or surefoot worker --queue URL [EXPERIMENT]
    Fix: Give one of them.`;
}

/** The first signal finishes within the grace time, the second hands back at once, the third ends the process. */
function listenForStop(graceMs: number, onSignal: (count: number) => void) {
  const finish = new AbortController();
  const stop = new AbortController();
  let received: StopSignal | undefined;
  let count = 0;
  let timer: NodeJS.Timeout | undefined;
  const listen = (signal: StopSignal): void => {
    received ??= signal;
    count++;
    if (count > 2) process.exit(EXIT.interrupted[received]);
    onSignal(count);
    finish.abort();
    if (count === 2) stop.abort();
    timer ??= setTimeout(() => stop.abort(), graceMs);
  };
  const release = listenToSignals(listen);
  return {
    finish: finish.signal,
    stop: stop.signal,
    received: () => received,
    release: () => {
      clearTimeout(timer);
      release();
    },
  };
}

interface MachineFlags {
  readonly cpus?: number;
  readonly gpus?: 'all' | number;
  readonly memory?: number;
  readonly minutesLeft?: number;
}

function addMachineOptions(command: Command): Command {
  return command
    .option('--gpus <all|count>', 'one training on each GPU of this machine, or on this many of them', readGpus)
    .option('--cpus <count>', 'cores to use (default: all available)', wholeNumber('--cpus', 1))
    .option('--memory <MiB>', 'memory to use (default: all available)', wholeNumber('--memory', 1))
    .option(
      '--minutes-left <minutes>',
      'how long it is available; no training begins that may take longer (default: as Slurm says)',
      positiveNumber('--minutes-left', 'minutes'),
    );
}

/** `nowMs`: milliseconds since 1970 UTC. */
function machineOf({ cpus, gpus, memory, minutesLeft }: MachineFlags, nowMs: number): MachineOptions {
  const endsAtMs = minutesLeft === undefined ? undefined : nowMs + minutesLeft * 60_000;
  return defined({ cpus, gpus, memoryMiB: memory, endsAtMs });
}

function readGpus(text: string): 'all' | number {
  if (text === 'all') return 'all';
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw badOption('--gpus', text, '`all`, or how many; CUDA_VISIBLE_DEVICES says which');
}
