/**
 * @file A training on all examples, of settings that a race chose. It has nothing left to be measured on, and nothing to stop it early: it
 * takes as many epochs as it is told.
 */
import type { Candidate } from '../../core/index.js';
import { type Dataset, wholeDataset } from '../datasets/index.js';
import { buildNetwork } from './network.js';

export interface Refit {
  /** All examples in the pool, but for those that only calibrate. */
  readonly dataset: Dataset;
  readonly candidate: Candidate;
  /** Whether two trainings of it differ: all have the same examples. */
  readonly varies: boolean;
}

/**
 * `epochs`: how many trainings of the candidate took. Where early stopping ended them and the weights of the best epoch were taken, the
 * patience comes off: these epochs made nothing better.
 * @throws InputError where the candidate is no network for these data
 */
export function refitOf(candidate: Candidate, dataset: Dataset, epochs: number): Refit {
  const { configuration, exact } = buildNetwork(candidate.configuration, dataset);
  const all = wholeDataset(dataset);
  if (exact !== undefined) return { dataset: all, candidate, varies: false };
  const { earlyStopping, epochs: most } = configuration;
  const isStopped = earlyStopping?.restoreBest === true && epochs < most;
  const { earlyStopping: _, ...settings } = candidate.configuration;
  const taken = isStopped ? Math.max(1, epochs - earlyStopping.patience) : epochs;
  return { dataset: all, candidate: { ...candidate, configuration: { ...settings, epochs: taken } }, varies: true };
}
