/** @file What the next question would take: trainings that tell the winner from its rivals, and the bar that a promise is held to. */
import type { Direction } from '../../core/index.js';
import { leastTrialsAbove } from '../../stats/index.js';
import { wayOf } from '../direction.js';
import { formatCount } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import type { Telling } from '../view/telling.js';

const SHARE = 0.95;
const ERROR = 0.05;

interface AssuredBar {
  /** `--loss-below 1.2`, after `surefoot assure` and what it is of. */
  readonly options: string;
  /** What it tells and costs, no full stop at its end. */
  readonly why: string;
}

/** Null where the worst has no figure, or nobody knows the name of a score. `metric`: null for the loss. */
export function assuredBar(metric: string | null, direction: Direction, worst: number): AssuredBar | null {
  const { betterSide: side, sign } = wayOf({ direction });
  if (!Number.isFinite(worst) || (metric === null && sign < 0)) return null;
  const bar = outward(worst, sign);
  return {
    options: metric === null ? `--loss-below ${bar}` : `--metric ${metric} --${side} ${bar}`,
    why: `whether 95 % of its trainings stay ${side} ${bar}: ${formatCount(leastTrialsAbove(SHARE, ERROR))} trainings, if all do`,
  };
}

/** The next value of two digits on the worse side. */
function outward(value: number, sign: 1 | -1): number {
  if (value === 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  const steps = value / unit;
  return Number(((sign === 1 ? Math.floor(steps) + 1 : Math.ceil(steps) - 1) * unit).toPrecision(2));
}

interface Separation {
  /** Trainings in all, of the winner and of those that can be told apart; 0 where nobody can say. */
  readonly more: number;
  /** Trainings of each; 0 where nobody can say. */
  readonly goal: number;
  /** True where nobody differs: then trainings show that it does not matter, and tell nobody apart. */
  readonly areTwins: boolean;
  /** True where it takes more than is an offer to make. */
  readonly isEndless: boolean;
}

/** More trainings of each than these are no offer to make. */
const MOST_REPLICATES = 1000;

/** Null where nobody may be better, where no training has varied, and where no number of trainings would settle it. */
export function separationOf(result: Result, { twins, allAreEqual }: Telling): Separation | null {
  const { tieSet, winner, candidates, tolerance } = result;
  if (tieSet === null || winner === null || tolerance === null || allAreEqual) return null;
  const trialsOf = new Map(candidates.map(({ id, trials }) => [id, trials]));
  const missing = (id: string, goal: number): number => Math.max(0, goal - (trialsOf.get(id) ?? 0));
  const settled = tieSet.rivals.flatMap(({ candidate, standing, trialsToSettle }) =>
    standing === 'tied' && trialsToSettle !== undefined && Number.isFinite(trialsToSettle)
      ? [{ candidate, goal: trialsToSettle }]
      : [],
  );
  if (settled.length === 0)
    return tieSet.tied.length === 0 ? null : { more: 0, goal: 0, areTwins: false, isEndless: false };
  const goal = Math.max(...settled.map((one) => one.goal));
  const more = settled.reduce((sum, one) => sum + missing(one.candidate, one.goal), missing(winner.candidate, goal));
  const areTwins = settled.every(({ candidate }) => twins.includes(candidate));
  const isEndless = goal > MOST_REPLICATES;
  return { more, goal: isEndless ? 0 : goal, areTwins, isEndless };
}
