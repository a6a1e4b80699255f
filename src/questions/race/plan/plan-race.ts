/** @file Makes a race of its settings: the rule says which kind it is; fresh trials follow in any. */
import { createAdaptivePlan } from './adaptive/adaptive-plan.js';
import { withFreshTrials } from './fresh-trials.js';
import { anyFailure, type FailureOf } from './never-worked.js';
import { requireReliability } from './probation.js';
import type { LossOf, Race } from './race.js';
import type { RaceSettings } from './race-settings.js';
import { createRoundsRace } from './rounds-race.js';

/** Throws an InputError for settings that cannot be raced. */
export function planRace(
  settings: RaceSettings,
  lossOf: LossOf = worstUnlessCompleted,
  failureOf: FailureOf = anyFailure,
): Race {
  const { rule } = settings;
  requireReliability(settings);
  if (rule.kind === 'adaptive') {
    return withFreshTrials(createAdaptivePlan({ ...settings, rule }, lossOf, failureOf), lossOf, settings);
  }
  return withFreshTrials(createRoundsRace({ ...settings, rule }, lossOf, failureOf), lossOf, settings);
}

/** Whatever did not end with a finite loss, for whatever reason, counts as the worst there is. */
export const worstUnlessCompleted: LossOf = (outcome) => {
  return outcome.status === 'completed' ? outcome.loss : Number.POSITIVE_INFINITY;
};
