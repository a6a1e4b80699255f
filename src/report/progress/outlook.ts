/** @file How a race looked at some moment: who led, how sure that was, and who might have been better. */
import type { Assessment, RaceFacts } from '../../questions/race/plan/index.js';
import { showCriterion } from '../direction.js';
import type { Direction } from '../input.js';

export interface Outlook {
  /** Trainings that it rests on. */
  readonly trainings: number;
  readonly leader: string;
  /** The leader's criterion, as it is shown; null where it is infinite. */
  readonly value: number | null;
  /** The leader is within so much of the best; null where nothing bounds it. */
  readonly bound: number | null;
  /** By candidate: the chance to be better than the leader by more than the tolerance, the largest first; small ones are left out. */
  readonly chances: readonly (readonly [candidate: string, chance: number])[];
}

/** More are not looked at. */
const MOST_CHANCES = 24;
const LEAST_CHANCE = 0.001;

/** Undefined while nobody leads. */
export function outlookOf(
  { candidates, criterion }: RaceFacts,
  { verdict, chances }: Assessment,
  direction: Direction = 'minimize',
): Outlook | undefined {
  const leader = candidates[verdict.leader];
  if (leader === undefined) return undefined;
  const known = Array.from(chances ?? [], (chance, index) => [candidates[index] as string, chance] as const);
  return {
    trainings: verdict.outcomes,
    leader,
    value: finite(showCriterion(criterion, direction).show(verdict.leaderValue)),
    bound: finite(verdict.bound),
    chances: known
      .filter(([, chance]) => chance >= LEAST_CHANCE)
      .sort((a, b) => b[1] - a[1])
      .slice(0, MOST_CHANCES),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
