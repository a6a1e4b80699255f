/**
 * @file Where every training passes or fails, how often the winner passes, and how likely k trainings all do (pass^k: Yao et al. 2024,
 * arXiv 2406.12045). It is shown; no race goes by it.
 */
import { shareInterval } from '../../../stats/index.js';
import type { Standing } from './race.js';

/** That k independent trainings all pass. */
interface PassChance {
  readonly trainings: number;
  /** The share that passed, to the power of k. */
  readonly value: number;
  /** From the interval of that share; null where the trainings chose the candidate, and flatter it. */
  readonly interval: readonly [low: number, high: number] | null;
}

interface Passes {
  /** Of so many trainings; what diverged did not pass. */
  readonly passed: number;
  readonly trials: number;
  /** `fresh`: these played no part in choosing. `race`: there are none such. */
  readonly from: 'fresh' | 'race';
  readonly chances: readonly PassChance[];
}

/** Of the intervals, exact for the binomial distribution (Clopper and Pearson). */
export const PASS_LEVEL = 0.95;
/** Trainings that shall all pass. */
const TRAININGS = [1, 5, 10];

type Counted = Pick<Standing, 'candidate' | 'losses' | 'fresh'>;

/**
 * Undefined where losses are anything but 0 and 1, or scores 1 and 0 (losses of -1 and 0), or where the field shows but one of them.
 *
 * @example passesOf([{ candidate: 'a', losses: [0, 0, 1], fresh: [0, 0, 0, 1] }], 'a')?.passed // 3, of 4
 */
export function passesOf(standings: readonly Counted[], winner: string): Passes | undefined {
  const pass = passingLoss(standings);
  const chosen = standings.find(({ candidate }) => candidate === winner);
  if (pass === undefined || chosen === undefined) return undefined;
  const from = chosen.fresh.length > 0 ? 'fresh' : 'race';
  const counted = from === 'fresh' ? chosen.fresh : chosen.losses;
  const trials = counted.length;
  if (trials === 0) return undefined;
  const passed = counted.reduce((count, loss) => count + (loss === pass ? 1 : 0), 0);
  const [low, high] = shareInterval(passed, trials, PASS_LEVEL);
  const chances = TRAININGS.map((trainings): PassChance => {
    const all = (share: number) => share ** trainings;
    return { trainings, value: all(passed / trials), interval: from === 'fresh' ? [all(low), all(high)] : null };
  });
  return { passed, trials, from, chances };
}

/** The lower of two losses that are 1 apart, one of them 0. */
function passingLoss(standings: readonly Counted[]): number | undefined {
  const seen = new Set<number>();
  for (const { losses, fresh } of standings) {
    for (const loss of [...losses, ...fresh]) {
      // -0 and 0 are one loss.
      if (Number.isFinite(loss)) seen.add(loss + 0);
      if (seen.size > 2) return undefined;
    }
  }
  const [low, high] = [...seen].sort((a, b) => a - b);
  return seen.size === 2 && (high as number) - (low as number) === 1 && seen.has(0) ? low : undefined;
}
