/** @file What it takes to tell the winner from those that may be better: trainings, if the estimates stay as they are. */
import type { Result } from '../result/result-schema.js';
import type { Telling } from '../view/telling.js';

interface Separation {
  /** Trainings in all, of the winner and of those that can be told apart; 0 where nobody can say. */
  readonly more: number;
  /** Trainings of each; 0 where nobody can say. */
  readonly goal: number;
  /** True where nobody differs: then trainings show that it does not matter, and tell nobody apart. */
  readonly areTwins: boolean;
}

/** More trainings of each than these are no offer to make. */
const MOST_REPLICATES = 1000;

/** Null where nobody may be better, where no training has varied, and where no number of trainings would settle it. */
export function separationOf(result: Result, { twins, allAreEqual }: Telling): Separation | null {
  const { tieSet, choice, candidates, tolerance } = result;
  if (tieSet === null || choice === null || tolerance === null || allAreEqual) return null;
  const trialsOf = new Map(candidates.map(({ id, trials }) => [id, trials]));
  const missing = (id: string, goal: number): number => Math.max(0, goal - (trialsOf.get(id) ?? 0));
  const settled = tieSet.rivals.flatMap(({ candidate, standing, trialsToSettle }) =>
    standing === 'tied' && trialsToSettle !== undefined && Number.isFinite(trialsToSettle)
      ? [{ candidate, goal: trialsToSettle }]
      : [],
  );
  if (settled.length === 0) return tieSet.tied.length === 0 ? null : { more: 0, goal: 0, areTwins: false };
  const goal = Math.max(...settled.map((one) => one.goal));
  const more = settled.reduce((sum, one) => sum + missing(one.candidate, one.goal), missing(choice.candidate, goal));
  const areTwins = settled.every(({ candidate }) => twins.includes(candidate));
  return { more, goal: goal <= MOST_REPLICATES ? goal : 0, areTwins };
}
