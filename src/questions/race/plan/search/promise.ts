/**
 * @file Which candidate goes before which in a searching race. Where something is required, one that is shown to keep it comes first, then one that is likelier than
 * not to be shown with more trainings, each by the criterion; then the others, the likeliest first.
 */
import type { SearchStanding } from './standing.js';

type Judged = Pick<SearchStanding, 'feasible' | 'standings'>;

/** A candidate that is no likelier to keep what is required cannot win. */
const LEAST_CHANCE = 0.05;
/** Likelier to be shown than not. */
const LIKELY = 0.5;

/** Ties by index. */
export function byPromise({ feasible, standings: { centers } }: Judged): (a: number, b: number) => number {
  const byCenter = (a: number, b: number): number => (centers[a] as number) - (centers[b] as number) || a - b;
  if (feasible === undefined) return byCenter;
  const { chances, shown } = feasible;
  const byChance = (a: number, b: number): number =>
    (shown[b] as number) - (shown[a] as number) || (chances[b] as number) - (chances[a] as number);
  return (a, b) => {
    const rank = rankOf(feasible, a);
    const difference = rank - rankOf(feasible, b);
    if (difference !== 0) return difference;
    return (rank === UNLIKELY ? byChance(a, b) : 0) || byCenter(a, b);
  };
}

/**
 * Of those that may join, by the chance of being shown to keep what is required, 1 where nothing is: one that is likelier to be than not by what else
 * orders them, then the others, the likeliest first.
 */
export function likelyFirst<One extends { readonly chance: number }>(
  compare: (a: One, b: One) => number,
): (a: One, b: One) => number {
  return (a, b) => {
    const [isA, isB] = [a.chance >= LIKELY, b.chance >= LIKELY];
    if (isA !== isB) return isA ? -1 : 1;
    return (isA ? 0 : b.chance - a.chance) || compare(a, b);
  };
}

/** The candidates that have a loss and are not excluded, the one that promises most first. */
export function triedInOrder(
  standing: Pick<SearchStanding, 'own' | 'excluded' | 'standings' | 'feasible'>,
): readonly number[] {
  const { own, excluded, standings } = standing;
  return Array.from(standings.centers.keys())
    .filter((i) => excluded[i] === 0 && (own.n[i] as number) > 0)
    .sort(byPromise(standing));
}

/** Whether a candidate would take the leader's place if it had the trainings to. */
export function isAheadOf(judged: Judged, i: number, leader: number): boolean {
  const { feasible, standings } = judged;
  const isBetter = (standings.centers[i] as number) < (standings.centers[leader] as number);
  if (feasible === undefined) return isBetter;
  // One that is shown to keep the bounds gives way to others that are shown to as well: until then that is only likely.
  if (feasible.met[leader] === 1) return isBetter && rankOf(feasible, i) !== UNLIKELY;
  return byPromise(judged)(i, leader) < 0;
}

/** Chance of being shown to keep what is required; 1 where nothing is. */
export function shownAt({ feasible }: Pick<SearchStanding, 'feasible'>, i: number): number {
  return feasible?.shown[i] ?? 1;
}

/** Whether it may lead by what is required of it. */
export function mayLead({ feasible }: Pick<SearchStanding, 'feasible'>, i: number): boolean {
  return feasible === undefined || (feasible.chances[i] as number) >= LEAST_CHANCE;
}

/** Whether a feasible one is still looked for: the reference is not shown to be one. */
export function isSeeking({ feasible, reference }: Pick<SearchStanding, 'feasible' | 'reference'>): boolean {
  return feasible !== undefined && (reference < 0 || feasible.met[reference] === 0);
}

const UNLIKELY = 2;

function rankOf({ met, shown }: NonNullable<SearchStanding['feasible']>, i: number): number {
  if (met[i] === 1) return 0;
  return (shown[i] as number) >= LIKELY ? 1 : UNLIKELY;
}
