/** @file What studied trainings are measured by: a baseline of the same loss on samples of the same size. */
import type { Baseline, Outcome } from '../../../core/index.js';
import { compareWithValue } from '../../../stats/index.js';
import { asLosses, type Studied } from './study.js';

/** One baseline for the trainings that share a loss and a sample size. */
export interface StudyBaseline extends Pick<Baseline, 'name' | 'kind' | 'replicates'> {
  /** Ids of the candidates that have this loss. */
  readonly candidates: readonly string[];
  /** Training examples of a sample; 0 = the whole pool. */
  readonly sampleSize: number;
  /** The figure that is studied, on the selection set: the mean over `replicates` samples. */
  readonly value: number;
}

/** A set of trainings beside one of its baselines. */
export interface BesideBaseline extends Pick<StudyBaseline, 'name' | 'kind' | 'value'> {
  /** Trainings with a better figure. */
  readonly better: number;
  /** True where most trainings are better beyond doubt: by a sign test at 5 %, or all of a few. */
  readonly beaten: boolean;
}

/** Beside the baselines that are for all of these outcomes; none where there are no outcomes. */
export function besideBaselines(
  outcomes: readonly Outcome[],
  values: readonly number[],
  baselines: readonly StudyBaseline[],
  { figure, direction }: Pick<Studied, 'figure' | 'direction'>,
): readonly BesideBaseline[] {
  if (values.length === 0) return [];
  const losses = asLosses(values, figure, direction);
  const isFor = ({ candidates, sampleSize }: StudyBaseline): boolean =>
    outcomes.every(({ trial }) => trial.fidelity.sampleSize === sampleSize && candidates.includes(trial.candidate));
  return baselines.filter(isFor).map(({ name, kind, value }) => {
    const { better, isMostly } = compareWithValue(losses, asLosses([value], figure, direction)[0] as number);
    return { name, kind, value, better, beaten: isMostly };
  });
}

/** The trivial one that these trainings are not shown to be better than; undefined where they are. */
export function unbeatenIn(beside: readonly BesideBaseline[]): BesideBaseline | undefined {
  return beside.find(({ kind, beaten }) => kind === 'trivial' && !beaten);
}
