/** @file A comparison of factors, one at a time, as a plan: every level is trained on the same replicates. */
import { type InputError, inputError } from '../../../core/index.js';
import {
  type CommonSettings,
  type Factor,
  replicateBlocks,
  requireWhole,
  type Study,
  studyBy,
  wholePlan,
} from '../../common/plan/index.js';

export interface CompareSettings extends CommonSettings {
  readonly factors: readonly Factor[];
  /** Of every level. */
  readonly trials: number;
  /** Training examples of every trial; 0 = the trainer's own default. */
  readonly sampleSize: number;
}

type CompareStudy = Study<CompareSettings>;

const FEWEST = 3;

/** Throws an InputError for settings that compare nothing. */
export function createComparison(settings: CompareSettings): CompareStudy {
  const { factors, trials, sampleSize } = settings;
  requireWhole('trials', trials, FEWEST, 'a spread needs several trainings');
  if (factors.length === 0) throw noFactor();
  const candidates = [...new Set(factors.flatMap(({ levels }) => levels.map(({ candidate }) => candidate)))];
  return studyBy(
    settings,
    {
      fixed: { kind: 'compare', sampleSize },
      told: {
        trials,
        factors: factors.map(({ name, levels }) => ({ name, levels: levels.map(({ value }) => value) })),
      },
    },
    wholePlan('compare', replicateBlocks(candidates, 0, trials, sampleSize)),
  );
}

function noFactor(): InputError {
  return inputError`no-factor: There is no factor to compare.
    Allowed: one setting or more, such as layers.activation
    Fix: Name one with --factor.`;
}
