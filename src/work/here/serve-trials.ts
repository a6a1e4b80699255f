/** @file The worker's side of the protocol: what a worker process runs, trials that are trained together included. */
import {
  type Candidate,
  type JsonValue,
  runError,
  type Trainer,
  type TrainingResult,
  type TrainingTask,
  type Trial,
} from '../../core/index.js';
import { candidateLookup } from './local-executor.js';
import { runContext, runTrial, type TrialContext } from './run-trial.js';
import { startErrorDetails } from './starting.js';
import type { MessageFromWorker, MessageToWorker } from './worker-protocol.js';

/**
 * Serves trials to the process that forked this one, with the trainer that `createTrainer` makes from the executor's
 * payload. Returns at once; the process ends when it is told to, or when its parent is gone.
 */
export function serveTrials(createTrainer: (payload: JsonValue) => Trainer | Promise<Trainer>): void {
  if (process.send === undefined) {
    throw runError`not-a-worker: This module serves trainings to a Surefoot run and was started by itself.
      Fix: Start the run instead, for example with surefoot select; it starts its workers.`;
  }
  // A terminal sends these to the whole process group; whether trials are dropped is for the parent to decide.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  process.on('disconnect', () => process.exit(0));

  let started: Promise<StartedTrainer | undefined> = Promise.resolve(undefined);
  process.on('message', async (message: MessageToWorker) => {
    if (message.kind === 'start') {
      started = start(message, createTrainer);
      return;
    }
    const service = await started;
    if (message.kind === 'train') {
      if (service === undefined) return;
      service.candidates.push(...message.joined);
      tell(await train(service, message.trials));
      return;
    }
    await service?.trainer.close?.();
    process.exit(0);
  });
}

interface StartedTrainer {
  readonly trainer: Trainer;
  /** Grows with what messages tell. */
  readonly candidates: Candidate[];
  readonly candidateOf: ReturnType<typeof candidateLookup>;
  readonly context: TrialContext;
  readonly tellsReports: boolean;
}

async function train(
  { trainer, candidateOf, context, tellsReports }: StartedTrainer,
  trials: readonly Trial[],
): Promise<MessageFromWorker> {
  const onReports = tellsReports
    ? (place: number, losses: readonly number[]) => tell({ kind: 'reports', place, losses })
    : undefined;
  const tasks = trials.map((trial) => ({ candidate: candidateOf(trial), trial }));
  const [first, ...others] = tasks as [(typeof tasks)[number], ...typeof tasks];
  try {
    if (others.length > 0) return await runTogether(trainer, tasks, context, onReports);
    const told = onReports && { onReports: (losses: readonly number[]) => onReports(0, losses) };
    const outcome = await runTrial(trainer, first.candidate, first.trial, { ...context, ...told });
    return { kind: 'outcomes', outcomes: [outcome] };
  } catch (error) {
    return { kind: 'unable', error: startErrorDetails(error) };
  }
}

async function start(
  message: MessageToWorker & { kind: 'start' },
  createTrainer: (payload: JsonValue) => Trainer | Promise<Trainer>,
): Promise<StartedTrainer | undefined> {
  try {
    const trainer = await createTrainer(message.payload);
    tell({ kind: 'ready' });
    const known = [...message.candidates];
    return {
      trainer,
      candidates: known,
      candidateOf: candidateLookup(known),
      context: {
        ...runContext(message),
        // Nothing aborts inside a worker: the parent ends the whole process.
        signal: new AbortController().signal,
      },
      tellsReports: message.tellsReports,
    };
  } catch (error) {
    process.send?.({ kind: 'unable', error: startErrorDetails(error) } satisfies MessageFromWorker, () =>
      process.exit(1),
    );
    return undefined;
  }
}

function tell(message: MessageFromWorker): void {
  process.send?.(message);
}

/**
 * One attempt at several trials together: each has its folder, its reports and its outcome as one alone has, and they meet where the
 * trainer is called. Gives the outcomes, in the order of the trials; each took its share of the time;
 * or why the trainer could not do them together.
 */
async function runTogether(
  trainer: Trainer,
  tasks: readonly Pick<TrainingTask, 'candidate' | 'trial'>[],
  context: Omit<TrialContext, 'onReports' | 'shares'>,
  onReports?: (place: number, losses: readonly number[]) => void,
): Promise<MessageFromWorker> {
  const meeting = new Meeting(trainer, tasks.length);
  const attempts = tasks.map(async ({ candidate, trial }, place) => {
    const seat = meeting.seat();
    const told = onReports && { onReports: (losses: readonly number[]) => onReports(place, losses) };
    try {
      return await runTrial(seat, candidate, trial, { ...context, ...told, shares: tasks.length });
    } finally {
      seat.leave();
    }
  });
  const outcomes = await Promise.all(attempts);
  return meeting.undone === undefined ? { kind: 'outcomes', outcomes } : { kind: 'undone', why: meeting.undone };
}

interface Waiting {
  readonly task: TrainingTask;
  readonly resolve: (result: TrainingResult) => void;
  readonly reject: (error: unknown) => void;
}

/** Begins once all have come who still can: one whose folder cannot be made never comes. */
class Meeting {
  readonly #trainer: Trainer;
  readonly #waiting: Waiting[] = [];
  #expected: number;
  /** Why they could not be trained together. */
  undone: string | undefined;

  constructor(trainer: Trainer, expected: number) {
    this.#trainer = trainer;
    this.#expected = expected;
  }

  seat(): Trainer & { leave(): void } {
    let isTaken = false;
    const take = (waiting?: Waiting): void => {
      if (isTaken) return;
      isTaken = true;
      if (waiting !== undefined) this.#waiting.push(waiting);
      this.#expected--;
      if (this.#expected === 0 && this.#waiting.length > 0) void this.#begin();
    };
    return {
      train: (candidate: Candidate, trial: Trial, context: TrainingTask['context']) =>
        new Promise((resolve, reject) => take({ task: { candidate, trial, context }, resolve, reject })),
      leave: () => take(),
    };
  }

  async #begin(): Promise<void> {
    try {
      if (this.#trainer.trainTogether === undefined) throw new TypeError('This trainer trains one at a time.');
      const results = await this.#trainer.trainTogether(this.#waiting.map(({ task }) => task));
      for (const [index, { resolve, reject }] of this.#waiting.entries()) {
        const result = results[index];
        if (result?.status === 'fulfilled') resolve(result.value);
        else reject(result?.reason);
      }
    } catch (error) {
      this.undone = error instanceof Error ? error.message : String(error);
      for (const { reject } of this.#waiting) reject(error);
    }
  }
}
