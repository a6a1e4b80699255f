/**
 * @file A worker from start to end: waits for a run that it may serve, makes the trainer by itself, makes sure that it is the run's
 * own, and trains until the run is over, it is told to stop, or there was nothing to train for too long.
 */

import { lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Candidate,
  canonicalJson,
  defined,
  type Executor,
  inputError,
  type Offer,
  type OfferedRun,
  RunError,
  type TransportAccess,
  type WorkerEnd,
} from '../../core/index.js';
import { waitingClock } from '../../evidence/drive/index.js';
import {
  closeStretch,
  endLeftStretch,
  type OpenedStretch,
  openStretch,
  type WatchedCode,
} from '../../trainers/index.js';
import {
  guardedWorker,
  Reach,
  SAY_MS,
  type Seals,
  sayOnce,
  transportAt,
  type WorkerDoor,
  type WorkerEndReason,
  type WorkerEvent,
} from '../../work/transports/index.js';
import { readExperimentFile } from '../ask/experiment-source.js';
import { checkWorkers } from '../ask/limits.js';
import { openPlaces, servePlaces } from './create-executor.js';
import {
  isForUs,
  type ModelsHere,
  modelsHere,
  type OfferedExperiment,
  type OwnTrainer,
  prepareOffered,
  prepareOwn,
  readOffered,
  requireSame,
} from './offered-experiment.js';
import { requireUnchanged, watchByTrial, withOutcomeGate } from './outcome-gate.js';
import { sealsOf } from './run-key.js';
import { waitedFor } from './waited-for.js';
import { leaveInTime, lookAtMachine, type MachineOptions } from './worker-machine.js';
import { newWorkerId, reportOf, thisHost } from './worker-report.js';

interface WorkerOptions {
  readonly address: string;
  /** How one is let in where a server asks. */
  readonly access?: TransportAccess;
  /** Path of an experiment file: its runs alone are served, and its trainer is used whatever is offered. */
  readonly experiment?: string;
  /** Trainings at the same time; default: the experiment's `workers`, or as many as fit into the machine. */
  readonly places?: number;
  /** What the user says of the machine; the rest is found out. */
  readonly machine?: MachineOptions;
  /** How long to wait for a run; for as long as it takes by default. */
  readonly waitMs?: number;
  /** It ends where there was nothing to train for so long, no run included; never by default. */
  readonly idleMs?: number;
  /** Serve a run though losses of this machine may differ in their last digits from those of the run's own. */
  readonly acceptDifferences?: boolean;
  /** Nothing more is claimed. */
  readonly finish: AbortSignal;
  /** What is under way is handed back. */
  readonly stop: AbortSignal;
  readonly onEvent: (event: WorkerNews) => void;
}

export type { WorkerEndReason } from '../../work/transports/index.js';

export type WorkerNews =
  | Exclude<WorkerEvent, { kind: 'idle' }>
  /** `others`: names of runs that are there and of other experiments. */
  | { readonly kind: 'waiting'; readonly others: readonly string[] }
  | { readonly kind: 'serving'; readonly run: OfferedRun; readonly places: number; readonly id: string }
  | { readonly kind: 'warning'; readonly text: string }
  /** Told once a minute as long as there is nothing to train: since when, and what is waited for, as a clause. */
  | { readonly kind: 'waits'; readonly seconds: number; readonly text: string };

/** How often it looks whether there is a run. */
const LOOK_MS = 1000;

/**
 * @throws InputError for an address or an experiment that cannot be used, for a run that differs from the experiment, and where no
 * run came in time; RunError when no trial can run.
 */
export async function runWorker(options: WorkerOptions): Promise<WorkerEndReason> {
  const { address, access, experiment, finish, onEvent } = options;
  const seals = sealsOf(access ?? {});
  const transport = transportAt(address);
  if (experiment === undefined && seals === undefined && !transport.mayBeOwn)
    throw inputError`worker-needs-key: Anyone with access to ${transport.shown(address)} can offer work, and this worker has neither an experiment nor a key to check it.
      Allowed: an experiment, so that only its candidates are trained; or a key that run and worker share
      Fix: Name the experiment: surefoot worker ADDRESS experiment.yaml. Or give run and worker one key, with --key-file FILE.`;
  const mine = experiment === undefined ? undefined : await prepareOwn(readExperimentFile(experiment));
  const others = new Set<string>();
  const passOver = sayOnce((text: string) => onEvent({ kind: 'warning', text }));
  const accepts = (run: OfferedRun): boolean => {
    const fits = mine === undefined || isForUs(run, mine);
    if (!fits) others.add(run.name);
    const flaw = fits ? sealFlaw(run, seals) : undefined;
    if (flaw !== undefined) passOver(`the run "${run.name}" is skipped: ${flaw}`);
    return fits && flaw === undefined;
  };
  const door = await transport.worker(address, thisHost(), {
    accepts,
    passOver,
    ...(access === undefined ? {} : { access }),
  });
  try {
    const run = await waitForRun(door, options, others);
    if (typeof run === 'string') return run;
    if (finish.aborted) return 'stopped';
    const isTrusted = seals !== undefined || (await door.isOwnOffer(run));
    const own = mine ?? (await prepareOffered(run, isTrusted));
    for (const text of requireSame(run, own, options.acceptDifferences === true)) onEvent({ kind: 'warning', text });
    const offered = readOffered(run);
    const { models, lacking } = modelsHere(run, offered, own);
    for (const [name, why] of lacking) {
      const text = `trainings of ${name} are left to other workers, since this machine cannot train it: ${why}`;
      onEvent({ kind: 'warning', text });
    }
    const candidates = [...offered.candidates];
    const flawOf = offerFlaw(own, candidates, isTrusted);
    const end = guardedWorker(door.end, { run: run.id, seals, flawOf, warn: passOver });
    return await serve(run, { ...own, ...defined({ models }) }, { ...offered, candidates }, end, options);
  } finally {
    await door.end.close();
  }
}

/** Why a run is none that a worker with these seals can work for, as a clause. */
function sealFlaw(run: OfferedRun, seals: Seals | undefined): string | undefined {
  if (seals !== undefined) return seals.fitsRun(run) ? undefined : "it is not signed with this worker's key";
  return run.seal === undefined ? undefined : 'it is signed, and this worker has no key (--key-file FILE)';
}

/**
 * Why an offer is not to be trained, as a clause; one that is adds its candidate to those of the run. What comes from the user alone may lie outside of the space, as levels of
 * `compare` do.
 */
function offerFlaw(own: OwnTrainer, candidates: Candidate[], isTrusted: boolean): (offer: Offer) => string | undefined {
  const known = new Map(candidates.map(({ id, configuration }) => [id, configuration]));
  return ({ trial: { candidate: id }, configuration: joined }) => {
    const configuration = known.get(id) ?? joined;
    if (configuration === undefined) return 'its candidate is not in the run';
    if (isTrusted || own.hasInSpace === undefined || own.hasInSpace(configuration)) {
      if (!known.has(id)) candidates.push({ id, label: id, configuration });
      known.set(id, configuration);
      return undefined;
    }
    const shown = canonicalJson(configuration).slice(0, MOST_SHOWN);
    return `its configuration is not in the space of the experiment (${shown}), and it is not signed (--key-file FILE)`;
  };
}

const MOST_SHOWN = 200;

/** Or why it ends before there was one. */
async function waitForRun(
  { end }: WorkerDoor,
  options: WorkerOptions,
  others: ReadonlySet<string>,
): Promise<OfferedRun | WorkerEndReason> {
  const { waitMs = Number.POSITIVE_INFINITY, idleMs = Number.POSITIVE_INFINITY, finish, stop } = options;
  const { address, onEvent } = options;
  const startedMs = waitingClock.nowMs();
  let told = -1;
  let saidMs = 0;
  const reach = new Reach(
    (trouble) => onEvent(trouble === undefined ? { kind: 'reached' } : { kind: 'unreachable', message: trouble }),
    // Bad input is told at once, as long as nothing is under way.
    (error) => error instanceof RunError,
  );
  while (!finish.aborted && !stop.aborted) {
    const state = await reach.try(() => end.state());
    if (state?.kind === 'open') return state.run;
    const waitedMs = waitingClock.nowMs() - startedMs;
    if (waitedMs >= waitMs)
      throw inputError`no-run-offered: No run was offered at ${address} within ${waitMs / 60_000} minutes.
        Allowed: an address where a run is offered, or soon will be
        Fix: Start one with surefoot select experiment.yaml --workers-at ${address}, or wait longer with --wait.`;
    if (waitedMs >= idleMs) return 'idle';
    if (told !== others.size) onEvent({ kind: 'waiting', others: [...others] });
    told = others.size;
    if (waitedMs - saidMs >= SAY_MS) {
      saidMs = waitedMs;
      sayWaiting(options, Math.round(waitedMs / 1000), undefined);
    }
    await pause(Math.min(LOOK_MS, waitMs, idleMs), finish);
  }
  return 'stopped';
}

/** Beside everything else; `run`: id of the one that is served. */
function sayWaiting({ address, access = {}, onEvent }: WorkerOptions, seconds: number, run: string | undefined): void {
  void waitedFor(address, access, run).then((text) => onEvent({ kind: 'waits', seconds, text }));
}

async function serve(
  run: OfferedRun,
  { backend, demand, seed, workers, models }: OwnTrainer & Pick<ModelsHere, 'models'>,
  { candidates, threads, predictionsFrom, score }: OfferedExperiment,
  end: WorkerEnd,
  options: WorkerOptions,
): Promise<WorkerEndReason> {
  const { places: asked, idleMs, onEvent } = options;
  const machine = lookAtMachine(demand, options.machine ?? {}, Date.now());
  const count = checkWorkers(asked ?? workers ?? machine.places);
  const leaving = leaveInTime(machine, demand, options);
  const id = newWorkerId();
  const stretch = await openWorkerStretch(id);
  const warn = (text: string) => onEvent({ kind: 'warning', text });
  const places = openPlaces(backend, {
    count,
    devices: machine.devices,
    candidates,
    threads,
    ...defined({ predictionsFrom, score }),
    seed,
    stretch,
    warn,
    onEvent: (event) => {
      if ('message' in event) warn(event.message);
    },
  });
  const report = reportOf(id, places.executors.length, { ...machine.has, ...defined({ models }) });
  onEvent({ kind: 'serving', run, places: places.executors.length, id });
  try {
    const executors = places.executors.map((executor) => withUnchangedCode(executor, backend.code, candidates));
    return await servePlaces(
      { ...places, executors },
      {
        end,
        report,
        finish: leaving.finish,
        stop: leaving.stop,
        minutesLeft: leaving.minutesLeft,
        ...defined({ idleMs }),
        onEvent: (event) => {
          if (event.kind === 'idle') sayWaiting(options, event.seconds, run.id);
          else onEvent(event);
        },
      },
      warn,
    );
  } finally {
    leaving.close();
    await closeStretch(stretch);
  }
}

function pause(ms: number, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      callOff();
      until.removeEventListener('abort', done);
      resolve();
    };
    const callOff = waitingClock.after(ms, done);
    until.addEventListener('abort', done, { once: true });
  });
}

/** The same executor, which rejects with a RunError (`code-changed`) in place of an outcome once a file has changed. */
function withUnchangedCode(
  executor: Executor,
  code: WatchedCode | undefined,
  candidates: readonly Candidate[],
): Executor {
  if (code === undefined) return executor;
  const watchOf = watchByTrial(code, candidates);
  return withOutcomeGate(executor, (outcome) => {
    requireUnchanged(watchOf(outcome.trial), outcome.loadedCode);
    return outcome;
  });
}

const ENDING = '.mark';

/** `id`: of the worker. Where records cannot be kept for this user alone, there are none. */
async function openWorkerStretch(id: string): Promise<OpenedStretch> {
  const folder = join(tmpdir(), `surefoot-workers-${process.getuid?.() ?? 0}`);
  if (!isOurs(folder)) return openStretch();
  for (const name of readdirSync(folder)) if (name.endsWith(ENDING)) await endLeftStretch(join(folder, name));
  return openStretch(join(folder, `${id}${ENDING}`));
}

/** Whether this folder is ours; it is made where it is missing. Other users can make one of that name among the temporary ones. */
function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(folder);
    return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
  } catch {
    return false;
  }
}
