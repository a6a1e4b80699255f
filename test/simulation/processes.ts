/** @file The processes of the simulation: a coordinator that resumes from the log, and workers with places to train at. */
import {
  type Claim,
  type CoordinatorEnd,
  type Executor,
  type OfferedRun,
  type Outcome,
  type Question,
  type Random,
  type Resources,
  RunError,
  type Store,
  type Trial,
  trialKey,
  type WorkerEnd,
} from '../../src/core/index.js';
import { runPlan } from '../../src/evidence/drive/index.js';
import { createTransportExecutor, serveRun, type WorkerEvent } from '../../src/work/transports/index.js';
import { toyHeader } from '../evidence/drive/in-memory-run.js';
import type { Machine } from './machine.js';
import { over } from './over.js';
import type { Referee } from './referee.js';
import { attemptAt, type SimulatedRace } from './simulated-race.js';

/** A transport in the simulation: ends on a machine, with all the faults of the way. */
export interface SimulatedTransport {
  readonly leaseMs: number;
  coordinator(run: OfferedRun, machine: Machine): Promise<CoordinatorEnd>;
  worker(machine: Machine): Promise<WorkerEnd>;
  /** What is left once a run is over and everybody has gone. */
  remains(): readonly string[];
}

export const simulatedRun: OfferedRun = { id: 'run', signature: 'same', name: 'simulated', payload: {} };

export interface CoordinatorSetup {
  readonly transport: SimulatedTransport;
  readonly machine: Machine;
  readonly race: SimulatedRace;
  readonly store: Store;
  readonly referee: Referee;
  readonly random: Random;
  readonly needsOf: (trial: Trial) => Resources;
  readonly pollMs: number;
  readonly mostOpen: number;
  /** Told to end, as by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Share of appends that find the disk full, and of those after which it hangs. */
  readonly diskFaults: () => number;
}

/** What a coordinator came to: the race is over, it was interrupted, or it may be started again after an error. */
export type CoordinatorResult = 'finished' | 'interrupted' | 'failed';

export async function coordinate(setup: CoordinatorSetup): Promise<CoordinatorResult> {
  const { transport, machine, race, store, referee, needsOf, pollMs, mostOpen, signal } = setup;
  let end: CoordinatorEnd;
  try {
    end = await Promise.race([transport.coordinator(simulatedRun, machine), noAnswer(machine)]);
  } catch (error) {
    if (error instanceof RunError) return 'failed';
    throw error;
  }
  const question = referee.watchLog(onDisk(store.ask({ header: toyHeader(race.candidates) }), setup));
  const before = new Set(question.outcomes().map(({ trial }) => trialKey(trial)));
  const executor = createTransportExecutor({
    end,
    clock: machine,
    failurePolicy: race.policy,
    needsOf,
    isLogged: (trial) => before.has(trialKey(trial)),
    keepFiles: async () => {},
    onEvent: () => {},
    mostOpen,
    pollMs,
  });
  try {
    const { end: how } = await runPlan({
      plan: race.plan(),
      question,
      executor: onlyOnce(executor, referee),
      budget: {},
      signal,
      environment: {},
      failurePolicy: race.policy,
      clock: machine,
    });
    await executor.close();
    if (how !== 'finished') {
      await Promise.race([end.close(), noAnswer(machine)]).catch(() => {});
      return 'interrupted';
    }
    await insisting(() => end.end(), machine);
    return 'finished';
  } catch (error) {
    if (error instanceof RunError && error.code === 'disk-full') return 'failed';
    throw error;
  }
}

/** A log on a disk that may be full, or slow: then nothing else of the machine runs. */
function onDisk(question: Question, { machine, random, diskFaults }: CoordinatorSetup): Question {
  return over(question, {
    append: (outcomes: readonly Outcome[]) => {
      if (random.uniform() < diskFaults())
        throw new RunError({ code: 'disk-full', what: 'The disk is full.', fix: 'Make room.' });
      question.append(outcomes);
      if (random.uniform() < diskFaults()) machine.pause(random.uniform() * 30_000, false);
    },
  });
}

/** An executor whose contract is checked: one outcome for each trial that it took, and none for others. */
function onlyOnce(executor: Executor, referee: Referee): Executor {
  return {
    get workers() {
      return executor.workers;
    },
    execute: async (source, onOutcome, signal) => {
      const open = new Set<string>();
      let isOver = false;
      const noting = (trial: Trial | undefined) => {
        if (trial !== undefined) open.add(trialKey(trial));
        return trial;
      };
      const take = () => noting(source.take());
      const takeAhead = () => {
        if (open.size >= executor.workers) referee.fault(`trains ahead though ${open.size} trials are open`);
        return noting(source.takeAhead?.());
      };
      const check = (outcome: Outcome) => {
        if (isOver) referee.fault(`${trialKey(outcome.trial)} has an outcome after its executor was done`);
        if (!open.delete(trialKey(outcome.trial)))
          referee.fault(`${trialKey(outcome.trial)} has an outcome that nobody waits for`);
        onOutcome(outcome);
      };
      await executor.execute({ take, takeAhead, more: () => source.more() }, check, signal);
      isOver = true;
      if (!signal.aborted && open.size > 0) referee.fault(`${open.size} trials have no outcome`);
    },
    logged: (trials) => executor.logged?.(trials),
    close: () => executor.close(),
  };
}

/** Whoever starts a process ends it when it does not come to work. */
function noAnswer(machine: Machine): Promise<never> {
  return new Promise((_, reject) => {
    const why = { code: 'no-answer', what: 'The exchange does not answer.', fix: 'Start again.' };
    machine.after(60_000, () => reject(new RunError(why)));
  });
}

async function insisting(call: () => Promise<void>, machine: Machine): Promise<void> {
  for (;;) {
    let isDone = false;
    const late = new Promise<void>((resolve) => machine.after(20_000, resolve));
    const done = call().then(
      () => {
        isDone = true;
      },
      () => {},
    );
    await Promise.race([done, late]);
    if (isDone) return;
    await new Promise<void>((resolve) => machine.after(2000, resolve));
  }
}

export interface WorkerSetup {
  readonly transport: SimulatedTransport;
  readonly machine: Machine;
  readonly race: SimulatedRace;
  readonly referee: Referee;
  readonly random: Random;
  readonly places: number;
  readonly has: Resources;
  readonly pollMs: number;
  readonly medianMs: number;
  readonly minutesLeft: (() => number) | undefined;
  readonly finish: AbortSignal;
  readonly stop: AbortSignal;
}

export async function work(setup: WorkerSetup): Promise<void> {
  const { transport, machine, random, places, has, pollMs, minutesLeft, finish, stop } = setup;
  const end = await transport.worker(machine);
  const claims = new Map<string, Claim>();
  const remembering: WorkerEnd = over(end, {
    claim: async (free) => {
      const claim = await end.claim(free);
      if (claim !== undefined) claims.set(trialKey(claim.offer.trial), claim);
      return claim;
    },
  });
  const report = { id: machine.name, host: machine.name, pid: 1, places, has, environment: {} };
  await serveRun({
    end: remembering,
    report,
    places: Array.from({ length: places }, () => placeOn(setup, claims)),
    clock: machine,
    filesOf: async () => [],
    ...(minutesLeft === undefined ? {} : { minutesLeft }),
    finish,
    stop,
    onEvent: (event) => note(event, setup, claims),
    pollMs: pollMs * (0.5 + random.uniform()),
  });
  await Promise.race([end.close(), noAnswer(machine)]).catch(() => {});
}

function note(event: WorkerEvent, { referee, machine }: WorkerSetup, claims: ReadonlyMap<string, Claim>): void {
  if (event.kind !== 'dropped') return;
  const key = trialKey(event.trial);
  referee.note(`${machine.name} drops ${key}: ${event.why}`);
  referee.dropped(claims.get(key)?.token ?? '');
}

/** Trains for as long as it takes, on the machine's time; what is to be ended takes a moment to end. */
function placeOn(
  { machine, race, referee, random, medianMs }: WorkerSetup,
  claims: ReadonlyMap<string, Claim>,
): Executor {
  const train = (trial: Trial, signal: AbortSignal) =>
    new Promise<Outcome | undefined>((resolve) => {
      const claim = claims.get(trialKey(trial));
      if (claim === undefined) throw new Error('A trial is trained that was not claimed.');
      const end = referee.begin(claim, machine);
      machine.onEnd(end);
      const isPoison = race.natureOf(trial) === 'poison';
      const durationMs = medianMs * Math.exp(random.normal()) * (isPoison ? 0.3 : 1);
      const finish = (outcome: Outcome | undefined) => {
        end();
        resolve(outcome);
      };
      const callOff = machine.after(durationMs, () => {
        if (isPoison) machine.end();
        else finish(attemptAt(race, trial, claim.offer.attempt));
      });
      const abort = () => {
        callOff();
        machine.after(random.uniform() * 500, () => finish(undefined));
      };
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
    });
  return {
    workers: 1,
    execute: async (source, onOutcome, signal) => {
      const trial = source.take();
      if (trial === undefined) return;
      const outcome = await train(trial, signal);
      if (outcome !== undefined) onOutcome(outcome);
    },
    close: async () => {},
  };
}
