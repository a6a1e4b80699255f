/** @file The worker's side of the protocol: what a worker process runs. */
import { given, type JsonValue, RunError, type Trainer, type Trial } from '../../core/index.js';
import { candidateLookup } from './candidate-lookup.js';
import { runTogether } from './run-together.js';
import { runTrial, type TrialContext } from './run-trial.js';
import { StackUndone } from './stacks.js';
import { startErrorDetails } from './start-error.js';
import type { MessageFromWorker, MessageToWorker } from './worker-protocol.js';

/**
 * Serves trials to the process that forked this one, with the trainer that `createTrainer` makes from the executor's
 * payload. Returns at once; the process ends when it is told to, or when its parent is gone.
 */
export function serveTrials(createTrainer: (payload: JsonValue) => Trainer | Promise<Trainer>): void {
  if (process.send === undefined) {
    throw new RunError({
      code: 'not-a-worker',
      what: 'This module serves trials to a Surefoot run and was started by itself.',
      fix: 'Start the run instead, for example with surefoot select; it starts its workers.',
    });
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
      tell(await train(service, message.trials));
      return;
    }
    await service?.trainer.close?.();
    process.exit(0);
  });
}

interface StartedTrainer {
  readonly trainer: Trainer;
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
  if (others.length === 0) {
    const told = onReports && { onReports: (losses: readonly number[]) => onReports(0, losses) };
    const outcome = await runTrial(trainer, first.candidate, first.trial, { ...context, ...told });
    return { kind: 'outcomes', outcomes: [outcome] };
  }
  try {
    return { kind: 'outcomes', outcomes: await runTogether(trainer, tasks, context, onReports) };
  } catch (error) {
    if (!(error instanceof StackUndone)) throw error;
    return { kind: 'undone', why: error.message };
  }
}

async function start(
  {
    payload,
    candidates,
    experimentSeed,
    artifactFolder,
    predictionsFrom,
    tellsReports,
  }: MessageToWorker & { kind: 'start' },
  createTrainer: (payload: JsonValue) => Trainer | Promise<Trainer>,
): Promise<StartedTrainer | undefined> {
  try {
    const trainer = await createTrainer(payload);
    tell({ kind: 'ready' });
    return {
      trainer,
      candidateOf: candidateLookup(candidates),
      context: {
        experimentSeed,
        ...given({ artifactFolder, predictionsFrom }),
        // Nothing aborts inside a worker: the parent ends the whole process.
        signal: new AbortController().signal,
      },
      tellsReports,
    };
  } catch (error) {
    process.send?.({ kind: 'start-failed', error: startErrorDetails(error) } satisfies MessageFromWorker, () =>
      process.exit(1),
    );
    return undefined;
  }
}

function tell(message: MessageFromWorker): void {
  process.send?.(message);
}
