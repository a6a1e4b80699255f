/**
 * @file The constants of the adaptive rules. All were set by simulation (docs/method.md, `npm run bench:calibration`);
 * none is proved.
 */
import type { Leadership } from './judge.js';
import type { CompleteAdaptiveSettings } from './settings.js';

export interface Tuning extends Leadership {
  /** A look is taken when outcomes have grown by this share. */
  readonly growth: number;
  /** Random candidates that get three trials at the start, whose trials teach the scale. */
  readonly panel: number;
  /** Lowest candidates after the first trials that get three. */
  readonly seeds: number;
  /** Who is contested: by the strict threshold, or by chances that sum to too much. */
  readonly judgeBy: 'threshold' | 'chances';
  /** What the chances of those left out may sum to. */
  readonly chanceLevel: number;
  /** Asks ahead of the outcomes applied: at most this share of what was asked. */
  readonly windowShare: number;
  /** Trials of everybody before anything is ordered by what came out. */
  readonly start: number;
}

const PANEL = 8;
const SEEDS = 8;

export function tuningOf({ rule, delta, criterion, maxReplicates, candidates }: CompleteAdaptiveSettings): Tuning {
  const start = Math.min(maxReplicates, criterion.kind === 'spread' ? 3 : 1);
  const shared = { seeds: SEEDS, start, judgeBy: rule === 'strict' ? 'threshold' : 'chances' } as const;
  if (rule === 'fast') {
    return {
      ...shared,
      growth: 0.01,
      panel: 0,
      leadFrom: Math.min(3, maxReplicates),
      leadBy: 1,
      chanceLevel: delta,
      windowShare: 1 / 40,
    };
  }
  const chanceLevel = delta * (candidates < 30 ? 0.3 : 0.4);
  return {
    ...shared,
    growth: 0.05,
    panel: PANEL,
    leadFrom: Math.min(5, maxReplicates),
    leadBy: 1,
    chanceLevel,
    windowShare: 1 / 10,
  };
}

/** Looks that count as independent ones at the race's own end. */
export function effectiveLooks(maxReplicates: number): number {
  return maxReplicates <= 20 ? 7 : 8;
}

/** The same where a race is stopped at any look. */
export const ANY_LOOK = 20;
