/** @file How many trainings a race will take: simulated races of candidates as they are said to be. Pure: the seed is fixed. */
import { type InputError, inputError, randomFrom } from '../core/index.js';
import { createReplay, parseRule } from '../questions/race/plan/index.js';
import { parseCriterion } from '../stats/index.js';

export interface AskedAhead {
  /** 2 to {@link MOST_CANDIDATES}. */
  readonly candidates: number;
  /** Standard deviation of a candidate's losses from training to training, in units of the loss; above 0. */
  readonly noise: number;
  /** How much worse all others are than the best, in the same units; above 0. */
  readonly difference: number;
  /** Most trainings of a candidate: 2 to {@link MOST_REPLICATES}. */
  readonly replicates: number;
}

/** Of one difference between the best and all others. */
export interface AheadRow {
  readonly difference: number;
  /** Trainings of half the races, and between which numbers nine of ten lie. */
  readonly trainings: { readonly value: number; readonly low: number; readonly high: number };
  /** Share of the races that pick the best. */
  readonly correct: number;
  /** Share of the races that end with one candidate. */
  readonly decided: number;
}

export interface AheadAnswer {
  readonly asked: AskedAhead;
  /** For half the difference, the difference and twice as much. */
  readonly rows: readonly AheadRow[];
  /** Training every candidate as often as may be. */
  readonly all: number;
  /** Simulated races of each row. */
  readonly races: number;
}

export const MOST_CANDIDATES = 300;
export const MOST_REPLICATES = 100;
const [MOST_RACES, FEWEST_RACES] = [60, 10];
/** Losses that are drawn for one row, so that it is there in a second or two. */
const MOST_DRAWN = 40_000;
const MULTIPLES = [0.5, 1, 2];

/**
 * Losses are normal, and all candidates but the best are equally good: the hardest field of that difference. They are raced by the rule
 * `default` and the mean.
 * @throws InputError for a number out of its range.
 */
export function planAhead(asked: AskedAhead): AheadAnswer {
  const { candidates, noise, difference, replicates } = asked;
  requireWhole('How many candidates', candidates, MOST_CANDIDATES);
  requireWhole('Most trainings of a candidate', replicates, MOST_REPLICATES);
  requireAboveZero('The noise', noise);
  requireAboveZero('The difference', difference);
  const all = candidates * replicates;
  const races = Math.max(FEWEST_RACES, Math.min(MOST_RACES, Math.floor(MOST_DRAWN / all)));
  return { asked, all, races, rows: MULTIPLES.map((times) => simulated(asked, difference * times, races)) };
}

function simulated({ candidates, noise, replicates }: AskedAhead, difference: number, races: number): AheadRow {
  const names = Array.from({ length: candidates }, (_, index) => `candidate ${index + 1}`);
  const settings = { criterion: parseCriterion('mean'), rule: parseRule({ name: 'default' }), recorded: false };
  const random = randomFrom('plan-ahead', 1);
  const ends = Array.from({ length: races }, (_, race) => {
    const best = race % candidates;
    const columns = Array.from({ length: replicates }, () =>
      Float64Array.from(names, (_name, index) => (index === best ? 0 : difference) + noise * random.normal()),
    );
    const { trials, winner, end } = createReplay(settings, { candidates: names, columns }).choose({ columns });
    return { trials, isBest: winner === best, isDecided: end === 'decided' };
  });
  const trials = ends.map((one) => one.trials).sort((a, b) => a - b);
  const at = (share: number): number => trials[Math.round(share * (races - 1))] as number;
  return {
    difference,
    trainings: { value: at(0.5), low: at(0.05), high: at(0.95) },
    correct: ends.filter(({ isBest }) => isBest).length / races,
    decided: ends.filter(({ isDecided }) => isDecided).length / races,
  };
}

function requireWhole(what: string, value: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= 2 && value <= most) return;
  throw badNumber(what, value, `a whole number from 2 to ${most}`);
}

function requireAboveZero(what: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  throw badNumber(what, value, 'a number above 0, in units of the loss');
}

function badNumber(what: string, value: number, allowed: string): InputError {
  return inputError`plan-number: ${what}: ${Number.isNaN(value) ? 'that is no number' : value}.
    Allowed: ${allowed}
    Fix: Correct the number.`;
}
