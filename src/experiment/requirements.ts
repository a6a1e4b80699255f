/** @file Checks that the parts of an experiment fit each other, once the numbers on both sides are known. */
import { inputError } from '../core/index.js';

/** Refuses a budget that ends before every candidate has its warm-up, after which nothing could be decided. */
export function checkBudget(budgetTrials: number | undefined, warmup: number, candidates: number): void {
  const needed = warmup * candidates;
  if (budgetTrials === undefined || budgetTrials >= needed) return;
  throw inputError`budget-too-small: budget.trials: ${budgetTrials} trainings are not enough for the warm-up: ${candidates} candidates x ${warmup} trainings need ${needed}.
    Allowed: at least ${needed} trainings
    Fix: Raise \`budget.trials\`, lower \`race.warmup\`, or remove candidates.`;
}

/** Refuses a training sample that is larger than the pool it is drawn from. `sample` 0 = the whole pool. */
export function checkSample(sample: number, poolCount: number): void {
  if (sample <= poolCount) return;
  throw inputError`sample-too-large: sample: ${sample} training examples are more than the pool's ${poolCount}.
    Allowed: at most ${poolCount}
    Fix: Lower \`sample\`, or give the pool a larger part of the data (\`data.split.pool\`, or \`trainer.examples\`).`;
}
