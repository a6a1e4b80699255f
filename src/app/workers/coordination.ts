/** @file A run whose trials are trained by workers elsewhere, as an executor; places of this process may take part. */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import {
  defined,
  type Executor,
  type ExecutorListener,
  hashJson,
  inputError,
  isFailure,
  isOfEngine,
  isOfFunction,
  type JsonObject,
  type Offer,
  type OfferedRun,
  type Question,
  RunError,
  type RunHeader,
  type SeenWorker,
  trialKey,
} from '../../core/index.js';
import { waitingClock } from '../../evidence/drive/index.js';
import { modelLookup } from '../../work/here/index.js';
import {
  createTransportExecutor,
  guardedWorker,
  KEY_VARIABLE,
  type Seals,
  sealedCoordinator,
  transportAt,
} from '../../work/transports/index.js';
import { gpusHere } from '../ask/limits.js';
import { differencesThatMatter, environmentHere } from '../environment.js';
import type { Prepared } from '../questions/question-kind.js';
import { type ExecutorNeeds, openPlaces, servePlaces } from './create-executor.js';
import { launchFolders, type WorkersAt, withLaunchedWorkers } from './launched-executor.js';
import { offerPayload } from './offered-experiment.js';
import { alteredExecutor } from './outcome-gate.js';
import { watchRoom } from './room-watch.js';
import { sealsOf } from './run-key.js';
import { filesFlaw, keepTrialFiles } from './trial-files.js';
import { newWorkerId, reportOf, thisHost } from './worker-report.js';

export interface CoordinationNeeds
  extends Pick<Prepared, 'header' | 'candidates' | 'backend' | 'demand' | 'failurePolicy'>,
    Pick<ExecutorNeeds, 'artifactFolder' | 'predictionsFrom' | 'score' | 'stretch' | 'onEvent'> {
  readonly at: WorkersAt;
  readonly question: Question;
  /** The run folder; undefined where the run is in memory. */
  readonly folder: string | undefined;
  readonly warn: (text: string, kind?: string) => void;
}

export interface Coordination {
  readonly executor: Executor;
  /** The run is over: its workers end. Nothing happens where it was left before. */
  end(): Promise<void>;
  /** The run goes on another time: its workers wait for it. */
  leave(): Promise<void>;
}

/** @throws InputError for a function, which workers cannot have, and where the address cannot be used. */
export async function openCoordination(needs: CoordinationNeeds): Promise<Coordination> {
  const { at, header, candidates, backend, question, folder } = needs;
  requireSharable(header);
  const seals = sealsOf(at.access ?? {});
  const run = sealedRun(seals, {
    id: runIdOf(header, question, folder),
    signature: header.identity,
    name: header.name,
    payload: offerPayload(header, candidates, backend.code, needs),
  });
  if (at.launch !== undefined && folder !== undefined) {
    mkdirSync(launchFolders(resolve(folder)).exchange, { recursive: true, mode: 0o700 });
  }
  const opened = await transportAt(at.address).coordinator(at.address, run, thisHost(), {
    ...at,
    passOver: needs.warn,
  });
  const end = seals === undefined ? opened : sealedCoordinator(opened, run.id, seals);
  if (seals !== undefined) needs.onEvent({ kind: 'note', text: signingText(at.access?.keyFile) });
  const logged = new Set(question.outcomes().map(({ trial }) => trialKey(trial)));
  const offered = new Set(candidates.map(({ id }) => id));
  const joined = (id: string) => candidates.slice(offered.size).find((candidate) => candidate.id === id);
  const pasts = pastsOf(question);
  const modelOf = backend.parts && modelLookup(candidates);
  const executor = createTransportExecutor({
    end,
    clock: waitingClock,
    failurePolicy: needs.failurePolicy,
    needsOf: (trial, attempt) => ({ ...needs.demand.needsAt(attempt), ...defined({ model: modelOf?.(trial) }) }),
    isLogged: (trial) => logged.has(trialKey(trial)),
    pastOf: (trial) => pasts.get(trialKey(trial)),
    joinedOf: ({ candidate }) => joined(candidate)?.configuration,
    isOfRun: ({ candidate }) => offered.has(candidate) || joined(candidate) !== undefined,
    filesFlaw,
    keepFiles: async (outcome, files) => keepTrialFiles(needs.artifactFolder, outcome, files),
    onEvent: watchingWorkers(() => end.workers(), needs),
    warn: needs.warn,
  });
  let isOver = false;
  const over = async (how: () => Promise<void>) => {
    if (isOver) return;
    isOver = true;
    await how();
  };
  return {
    executor: withLaunched(at.localPlaces === 0 ? executor : withLocalPlaces(executor, run, seals, needs), needs),
    end: () =>
      over(async () => {
        await executor.close();
        try {
          await end.end();
        } catch (error) {
          // The run is decided, and its log has everything.
          if (!(error instanceof RunError)) throw error;
          needs.warn(`workers could not be told that the run is over: ${error.message}`);
        } finally {
          await end.close();
        }
      }),
    leave: () => over(() => end.close()),
  };
}

/**
 * By key, what the log has of trials that may be asked for again: outcomes that were forgotten by hand, and failures. Hashed, as an
 * offer names it, so that no outcome from before is taken for the answer.
 */
function pastsOf(question: Question): ReadonlyMap<string, string> {
  const pasts = new Map<string, string>();
  const add = (key: string, what: JsonObject) =>
    pasts.set(key, hashJson([pasts.get(key) ?? '', what]).slice(0, PAST_DIGITS));
  for (const { trial, at } of question.forgotten()) add(trial, { at });
  for (const { trial, failure, seconds } of question.outcomes().filter(isFailure))
    add(trialKey(trial), { failure: `${failure?.kind}: ${failure?.message}`, seconds: String(seconds) });
  return pasts;
}

/** Enough to tell a trial's few pasts apart. */
const PAST_DIGITS = 16;

function sealedRun(seals: Seals | undefined, run: OfferedRun): OfferedRun {
  return seals === undefined ? run : { ...run, seal: seals.run(run) };
}

function signingText(keyFile: string | undefined): string {
  const how = keyFile === undefined ? `the same ${KEY_VARIABLE}` : `--key-file and a copy of ${keyFile}`;
  return `Offers and outcomes are signed: workers need ${how}.`;
}

/** The same executor, with launched workers if asked for. */
function withLaunched(executor: Executor, { at: { launch }, folder, onEvent }: CoordinationNeeds): Executor {
  if (launch === undefined || folder === undefined) return executor;
  return withLaunchedWorkers(executor, launch, resolve(folder), onEvent);
}

/** The id of a run: the same for every stretch of a question in its folder, and for no other. */
function runIdOf({ salt = '', identity }: RunHeader, { number }: Question, folder: string | undefined): string {
  if (folder === undefined) return randomUUID();
  const place = salt === '' ? [hostname(), resolve(folder)] : [];
  return `${hashJson([salt, identity, ...place]).slice(0, 24)}-${number}`;
}

/** The same executor, which keeps places of this process at work beside all others. */
function withLocalPlaces(
  executor: Executor,
  run: OfferedRun,
  seals: Seals | undefined,
  needs: CoordinationNeeds,
): Executor {
  const { at, backend, demand, candidates, header, predictionsFrom, score, stretch, onEvent, warn } = needs;
  const isOfRun = (id: string) => candidates.some((candidate) => candidate.id === id);
  const work = async (signal: AbortSignal): Promise<void> => {
    const door = await transportAt(at.address).worker(at.address, thisHost(), {
      ...at,
      accepts: ({ id }) => id === run.id,
      passOver: warn,
    });
    const flawOf = ({ trial }: Offer) => (isOfRun(trial.candidate) ? undefined : 'its candidate is not in this run');
    const end = guardedWorker(door.end, { run: run.id, seals, flawOf, warn });
    const places = openPlaces(backend, {
      count: at.localPlaces,
      devices: gpusHere(demand.gpus).shares,
      candidates,
      seed: header.seed,
      threads: header.threads,
      ...defined({ predictionsFrom, score }),
      stretch,
      onEvent,
      warn,
    });
    const report = reportOf(newWorkerId(), places.executors.length, {});
    const serving = { end, report, finish: signal, stop: signal, onEvent: () => {} };
    await servePlaces(places, serving, warn).finally(() => end.close());
  };
  return alteredExecutor(executor, {
    execute: async (source, onOutcome, signal) => {
      const done = new AbortController();
      const failed = new AbortController();
      const working = work(AbortSignal.any([signal, done.signal])).catch((error: unknown) => failed.abort(error));
      await executor.execute(source, onOutcome, AbortSignal.any([signal, failed.signal]));
      done.abort();
      await working;
      if (failed.signal.aborted) throw failed.signal.reason;
    },
  });
}

/** Reports workers as they come and go. */
function watchingWorkers(workers: () => Promise<readonly SeenWorker[]>, needs: CoordinationNeeds): ExecutorListener {
  const { at, demand, onEvent } = needs;
  const watchers = [
    watchingEnvironments(workers, needs),
    watchRoom(workers, { demand, models: modelsOf(needs.backend) }, (text) => onEvent({ kind: 'note', text })),
  ];
  return (event) => {
    for (const watch of watchers) watch(event);
    // The launcher reports what becomes of them.
    if (event.kind !== 'no-workers' || at.launch === undefined) onEvent(event);
  };
}

/** Names of the models that race; none where one trainer has all candidates. */
function modelsOf({ training }: Prepared['backend']): readonly string[] {
  return training.runs === 'by-model' ? Object.keys(training.models) : [];
}

/** Says once of each kind of machine that its losses may differ in their last digits. */
function watchingEnvironments(
  workers: () => Promise<readonly SeenWorker[]>,
  { header, warn }: Pick<CoordinationNeeds, 'header' | 'warn'>,
): ExecutorListener {
  const here = environmentHere();
  const look = async () => {
    for (const { environment } of await workers()) {
      const differences = differencesThatMatter(here, environment, isOfEngine(header.identityParts));
      if (differences.length > 0) warn(otherConditions(differences), 'environment');
    }
  };
  return (event) => {
    // If it cannot be asked now, it is asked when the number changes again.
    if (event.kind === 'workers' && event.workers > 0) void look().catch(() => {});
  };
}

function otherConditions(differences: readonly string[]): string {
  return `a worker trains under other conditions (${differences.join('; ')}): losses may differ in their last digits`;
}

function requireSharable(header: RunHeader): void {
  if (!isOfFunction(header)) return;
  throw inputError`workers-need-trainer: The trainer is a function of this process; workers elsewhere do not have it.
    Allowed: a trainer that the experiment names: the built-in one, \`{ module: ./train.mjs }\` or a command
    Fix: Name the trainer in the experiment, or leave out \`workersAt\`.`;
}
