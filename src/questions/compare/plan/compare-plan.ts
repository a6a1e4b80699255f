/** @file A comparison of factors, one at a time, as a plan: every level is trained on the same replicates. */
import { InputError, type Outcome, replicateTrial } from '../../../core/index.js';
import { batchPlan, type CommonSettings, type Factor, requireWhole, type Study } from '../../common/plan/index.js';

export interface CompareSettings extends CommonSettings {
  readonly factors: readonly Factor[];
  /** Of every level. */
  readonly trials: number;
  /** Training examples of every trial; 0 = the trainer's own default. */
  readonly sampleSize: number;
}

export type CompareStudy = Study<CompareSettings>;

const FEWEST = 3;

/** Throws an InputError for settings that compare nothing. */
export function createComparison(settings: CompareSettings): CompareStudy {
  const { factors, trials, sampleSize, figure } = settings;
  requireWhole('trials', trials, FEWEST, 'a spread needs several trials');
  if (factors.length === 0) throw noFactor();
  const candidates = [...new Set(factors.flatMap(({ levels }) => levels.map(({ candidate }) => candidate)))];
  const planned = Array.from({ length: trials }, (_, replicate) =>
    candidates.map((candidate) => replicateTrial(candidate, replicate, sampleSize)),
  ).flat();
  const fixed = { kind: 'compare', sampleSize };
  return {
    settings,
    description: {
      ...fixed,
      figure,
      trials,
      factors: factors.map(({ name, levels }) => ({ name, levels: levels.map(({ value }) => value) })),
    },
    fixed,
    ...batchPlan(['compare', 'compare'], (_, batches) => (batches === 0 ? planned : [])),
  };
}

/** Outcomes of a candidate in order of replicates. */
export function outcomesOf(candidate: string, outcomes: readonly Outcome[]): Outcome[] {
  return outcomes
    .filter(({ trial }) => trial.candidate === candidate)
    .sort((a, b) => a.trial.streams.init - b.trial.streams.init);
}

function noFactor(): InputError {
  return new InputError({
    code: 'no-factor',
    what: 'There is no factor to compare.',
    allowed: 'one setting or more, such as layers.activation',
    fix: 'Name one with --factor.',
  });
}
