/** @file Analyses a learning curve of robustness: the distribution at every size, and from which size on a model is stable. */
import { type Outcome, randomFrom } from '../../core/index.js';
import { type Distribution, describeDistribution, LEVEL } from '../distribution.js';
import { describePool, type FinitePool } from '../finite-pool.js';
import { requireFigure } from '../study.js';
import { lossesBySize, outcomesBySize } from './curve-plan.js';
import type { CurveSettings } from './curve-settings.js';
import { judgeStability, type Stability } from './stability.js';

export interface SizeAnalysis {
  readonly size: number;
  readonly distribution: Distribution;
}

/** From which size on a candidate is stable, or why that cannot be said. */
export type StabilityAnalysis =
  | (Stability & {
      readonly size: number;
      readonly sizeLow: number;
      readonly sizeHigh: number;
      /** False when no size below the largest is as good as the largest. */
      readonly reached: boolean;
      readonly level: number;
    })
  | { readonly reason: string };

export interface CurveOfCandidate {
  readonly candidate: string;
  readonly sizes: readonly SizeAnalysis[];
  readonly stability: StabilityAnalysis;
}

export interface CurveAnalysis {
  readonly kind: 'curve';
  readonly candidates: readonly CurveOfCandidate[];
  /** At the largest size. */
  readonly finitePool: FinitePool | null;
}

const RESAMPLES = 2000;

export function analyseCurve(settings: CurveSettings, outcomes: readonly Outcome[]): CurveAnalysis {
  requireFigure(outcomes, settings.figure);
  const { sizes, pool } = settings;
  return {
    kind: 'curve',
    candidates: settings.candidates.map((candidate) => {
      const bySize = outcomesBySize(settings, candidate, outcomes);
      const further = [settings.criterion, settings.spread];
      return {
        candidate,
        sizes: sizes.map((size, index) => ({
          size,
          distribution: describeDistribution(bySize[index] ?? [], settings, further),
        })),
        stability: findStability(settings, candidate, outcomes),
      };
    }),
    finitePool: describePool(sizes[sizes.length - 1] as number, pool),
  };
}

function findStability(settings: CurveSettings, candidate: string, outcomes: readonly Outcome[]): StabilityAnalysis {
  const { sizes, rule, seed } = settings;
  const losses = lossesBySize(settings, candidate, outcomes);
  const short = sizes.filter((_, index) => (losses[index] as number[]).length < 2);
  if (short.length > 0) return { reason: `fewer than 2 trials at ${short.length} of ${sizes.length} sizes` };
  const random = randomFrom('study', seed, candidate, 'stability');
  const stability = judgeStability(losses, rule, LEVEL, RESAMPLES, random);
  return {
    ...stability,
    size: sizes[stability.from] as number,
    sizeLow: sizes[stability.low] as number,
    sizeHigh: sizes[stability.high] as number,
    reached: stability.from < sizes.length - 1,
    level: LEVEL,
  };
}
