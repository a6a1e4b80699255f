/** @file Refuses a reliability that no number of trainings, or not those that a race is given, can show. */
import { formatLevel, inputError } from '../../../core/index.js';
import { MOST_ON_PROBATION, probationTrials } from './probation.js';
import type { RaceSettings } from './race-settings.js';

/** Below, a single collapse in two says nothing that quantiles do not; above, a member takes thousands of trainings. */
const LEAST = 0.5;
const MOST = 0.99;

/** @throws InputError for a share out of range, and for one without fresh trials to show it by. */
export function requireReliability({ reliability, finalTrials }: RaceSettings): void {
  if (reliability === undefined) return;
  if (!(reliability >= LEAST && reliability <= MOST)) {
    throw inputError`reliability: reliability is ${reliability}${reliability === 1 ? ' (no number of trainings can show that nothing ever goes wrong)' : ''}.
      Allowed: a share from ${LEAST} to ${MOST}; 0.95 takes ${probationTrials(0.95, 1).least} trainings without a collapse, 0.99 takes ${probationTrials(MOST, 1).least}
      Fix: Ask for less, such as 0.95.`;
  }
  if (finalTrials !== 0) return;
  throw inputError`reliability-without-fresh: reliability is ${reliability}, but finalTrials is 0, and only fresh trainings after the race can show it.
    Allowed: finalTrials from 1
    Fix: Leave out finalTrials, whose default is 20, or leave out reliability.`;
}

/**
 * `field`: the fewest trials that the race itself takes.
 * @throws InputError for a budget that ends before a candidate can pass.
 */
export function requireReliabilityBudget(reliability: number, budget: number | undefined, field: number): void {
  const least = field + probationTrials(reliability, 1).least;
  if (budget === undefined || budget >= least) return;
  throw inputError`reliability-budget: A reliability of ${reliability} takes at least ${least - field} fresh trainings of the winner, and the race ${field}; the budget is ${budget} trainings.
    Allowed: a budget of at least ${least} trainings
    Fix: Raise the budget, or ask for a lower reliability.`;
}

/** What a race with so many candidates takes for it; said before anything is trained. */
export function reliabilityCost(reliability: number, candidates: number): string {
  const members = Math.min(candidates, MOST_ON_PROBATION);
  const { least } = probationTrials(reliability, 1);
  const { most } = probationTrials(reliability, candidates);
  return (
    `reliability ${reliability}: after the race the winner is trained until it is shown that at most ${formatLevel(1 - reliability)} of its ` +
    `trainings collapse: at least ${least} fresh trainings, the usual ones included. If it fails, the next candidate is tested. ` +
    `At most ${most} fresh trainings for the ${members} candidates that are tested`
  );
}
