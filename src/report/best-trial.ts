/** @file The trial of a candidate that stands for it where one is needed: its model, its files. */
import type { Outcome } from '../core/index.js';

/** Smallest loss, ties by replicate: never by order of arrival. */
export function bestTrialOf(candidate: string, outcomes: readonly Outcome[]): Outcome | undefined {
  return outcomes
    .filter(({ trial, status }) => trial.candidate === candidate && status === 'completed')
    .sort(
      (a, b) => a.loss - b.loss || a.trial.streams.init - b.trial.streams.init || a.trial.repeat - b.trial.repeat,
    )[0];
}
