/** @file Finds out whether a trainer does what its seeds say: equal seeds equal losses, other seeds other losses. */
import type { Executor, Outcome } from '../core/index.js';
import { discardArtifacts } from '../execution/index.js';

/** Losses of one trial that differ by less than this share are rounding, e.g. of sums in another order. */
const TOLERANCE = 1e-6;

/**
 * The same executor, which after its first round trains the quickest trial of it once more, unlogged, and warns when the
 * loss is another one, or when the losses of a candidate were the same whatever the seeds.
 */
export function withSeedCheck(executor: Executor, artifactFolder: string, warn: (text: string) => void): Executor {
  let isChecked = false;
  return {
    workers: executor.workers,
    execute: async (trials, onOutcome, signal) => {
      if (isChecked) return executor.execute(trials, onOutcome, signal);
      isChecked = true;
      const completed: Outcome[] = [];
      const take = (outcome: Outcome) => {
        if (outcome.status === 'completed') completed.push(outcome);
        onOutcome(outcome);
      };
      await executor.execute(trials, take, signal);
      const same = constantCandidate(completed);
      if (same !== undefined) {
        warn(`the seeds change nothing: candidate ${same} gave exactly the same loss in every replicate`);
        return;
      }
      const quickest = completed.toSorted((a, b) => a.seconds - b.seconds)[0];
      if (quickest === undefined || signal.aborted) return;
      const again = { ...quickest.trial, repeat: quickest.trial.repeat + 1 };
      const differs = (outcome: Outcome) => {
        if (outcome.status === 'completed' && !isClose(outcome.loss, quickest.loss))
          warn(unrepeatable(quickest, outcome));
      };
      await executor.execute([again], differs, signal);
      await discardArtifacts(artifactFolder, [again]);
    },
    close: () => executor.close(),
  };
}

/** A candidate with several trials, all of one loss. */
function constantCandidate(completed: readonly Outcome[]): string | undefined {
  const losses = new Map<string, number[]>();
  for (const { trial, loss } of completed) losses.set(trial.candidate, [...(losses.get(trial.candidate) ?? []), loss]);
  const several = [...losses].filter(([, values]) => values.length > 1);
  return several.length > 0 && several.every(([, values]) => new Set(values).size === 1) ? several[0]?.[0] : undefined;
}

function isClose(left: number, right: number): boolean {
  return Math.abs(left - right) <= TOLERANCE * Math.max(Math.abs(left), Math.abs(right));
}

function unrepeatable({ trial, loss }: Outcome, again: Outcome): string {
  return (
    `the trainer does not follow its seeds: candidate ${trial.candidate}, replicate ${trial.streams.init}, gave ` +
    `${loss} and, trained again with the same seeds, ${again.loss}; seed every source of randomness to make results repeatable`
  );
}
