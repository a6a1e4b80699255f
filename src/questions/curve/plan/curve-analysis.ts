/** @file Analyses a learning curve of robustness: the distribution at every size, and from which size on a model is stable. */
import { baselineWords, failureLine, isFailure, type Outcome, randomFrom } from '../../../core/index.js';
import { collapsesAtMost, type HoldsUnder, scoreValue } from '../../../stats/index.js';
import {
  comparedAmong,
  type Distribution,
  describeDistribution,
  type FinitePool,
  finitePoolOf,
  isHigherBetter,
  LEVEL,
  requireStudied,
  type StudyBaseline,
  unbeatenIn,
} from '../../common/plan/index.js';
import { type CurveSettings, lossesBySize, outcomesBySize } from './curve-plan.js';
import { judgeStability, type Stability } from './stability.js';

interface SizeAnalysis {
  readonly size: number;
  readonly distribution: Distribution;
}

/** From which size on a candidate is stable, or why that cannot be said. */
type StabilityAnalysis =
  | (Stability & {
      readonly size: number;
      readonly sizeLow: number;
      readonly sizeHigh: number;
      /** False when no size below the largest is as good as the largest. */
      readonly reached: boolean;
      readonly level: number;
      /** Absent where criterion and spread bear as many collapses as the trials of a size may have missed. */
      readonly holdsUnder?: HoldsUnder;
    })
  | { readonly reason: string };

export interface CurveOfCandidate {
  readonly candidate: string;
  readonly sizes: readonly SizeAnalysis[];
  readonly stability: StabilityAnalysis;
  /** The smallest size from which on it is better than the trivial baseline; null where it never is, or nothing is known. */
  readonly betterFrom: number | null;
}

export interface CurveAnalysis {
  readonly kind: 'curve';
  /** Without those that never worked. */
  readonly candidates: readonly CurveOfCandidate[];
  /** At the largest size. */
  readonly finitePool: FinitePool | null;
}

const RESAMPLES = 2000;

/** A curve rises where so many of the resampled ones do. */
const RISING = 0.95;

export function analyseCurve(
  settings: CurveSettings,
  outcomes: readonly Outcome[],
  baselines: readonly StudyBaseline[] = [],
): CurveAnalysis {
  requireStudied(outcomes, settings.figure);
  const { sizes, pool } = settings;
  const candidates = comparedAmong(settings.candidates, outcomes).map((candidate) =>
    analyseCandidate(settings, candidate, outcomes, baselines),
  );
  const alike = areAlike(candidates) ? `all trainings gave the same ${settings.figure}` : null;
  return {
    kind: 'curve',
    candidates: alike === null ? candidates : candidates.map((one) => ({ ...one, stability: { reason: alike } })),
    finitePool: finitePoolOf(sizes[sizes.length - 1] as number, pool),
  };
}

function analyseCandidate(
  settings: CurveSettings,
  candidate: string,
  outcomes: readonly Outcome[],
  baselines: readonly StudyBaseline[],
): CurveOfCandidate {
  const bySize = outcomesBySize(settings, candidate, outcomes);
  const further = [settings.criterion, settings.spread];
  const sizes = settings.sizes.map((size, index) => ({
    size,
    distribution: describeDistribution(bySize[index] ?? [], settings, baselines, { further }),
  }));
  return {
    candidate,
    sizes,
    stability: findStability(settings, candidate, outcomes, sizes),
    betterFrom: betterFrom(sizes),
  };
}

/** Then nothing shows that anything would move them, and none is called stable. */
function areAlike(candidates: readonly CurveOfCandidate[]): boolean {
  const losses = candidates.flatMap(({ sizes }) => sizes.flatMap(({ distribution }) => distribution.losses));
  return losses.length > 1 && losses.every((loss) => loss === losses[0]);
}

function betterFrom(sizes: readonly SizeAnalysis[]): number | null {
  const isUnbeaten = ({ distribution: { baselines } }: SizeAnalysis) =>
    baselines.every(({ kind }) => kind !== 'trivial') || unbeatenIn(baselines) !== undefined;
  return sizes[sizes.findLastIndex(isUnbeaten) + 1]?.size ?? null;
}

/** The first size at which nothing worked, in words. */
function brokenSize({ sizes }: CurveSettings, bySize: readonly (readonly Outcome[])[]): string | undefined {
  const index = bySize.findIndex((own) => own.length > 0 && own.every(isFailure));
  const [first] = bySize[index] ?? [];
  if (first === undefined) return undefined;
  const said = first.failure === undefined ? '' : ` (${failureLine(first.failure)})`;
  return `every training with ${sizes[index]} examples failed${said}`;
}

/** Losses differ by trial, and by nothing else. */
function ignoresSize(bySize: readonly (readonly number[])[]): boolean {
  const [first = [], ...others] = bySize;
  const isSame = others.every((losses) =>
    losses.every((loss, trial) => trial >= first.length || loss === first[trial]),
  );
  return isSame && first.some((loss) => loss !== first[0]);
}

function findStability(
  settings: CurveSettings,
  candidate: string,
  outcomes: readonly Outcome[],
  analysed: readonly SizeAnalysis[],
): StabilityAnalysis {
  const { sizes, rule, seed, figure } = settings;
  const isScore = isHigherBetter(figure);
  const losses = lossesBySize(settings, candidate, outcomes);
  const short = sizes.filter((_, index) => (losses[index] as readonly number[]).length < 2);
  const broken = brokenSize(settings, outcomesBySize(settings, candidate, outcomes));
  if (broken !== undefined) return { reason: broken };
  if (short.length > 0) return { reason: `fewer than 2 trainings at ${short.length} of ${sizes.length} sizes` };
  if (ignoresSize(losses)) {
    return {
      reason: `each training has the same ${figure} at all sizes: it does not depend on the size of the sample`,
    };
  }
  const unbeaten = unbeatenIn(analysed.at(-1)?.distribution.baselines ?? []);
  if (unbeaten !== undefined) {
    return { reason: `not shown to be better than ${baselineWords(unbeaten)}, so stability means nothing` };
  }
  const random = randomFrom('study', seed, candidate, 'stability');
  const stability = judgeStability(losses, rule, LEVEL, RESAMPLES, random);
  const rising = (['criterion', 'spread'] as const).filter((which) => stability.rising[which] >= RISING);
  if (rising.length > 0) {
    const names = rising.map((which) => (isScore ? rule[which].scoreName : rule[which].name)).join(' and ');
    const verb = isScore && rising.every((which) => rule[which].kind !== 'spread') ? 'fall' : 'rise';
    return { reason: `the ${names} ${rising.length === 1 ? `${verb}s` : verb} with the sample size` };
  }
  const told = (which: 'criterion' | 'spread') =>
    isScore ? stability[which].map((value) => scoreValue(rule[which], value)) : stability[which];
  return {
    ...stability,
    criterion: told('criterion'),
    spread: told('spread'),
    size: sizes[stability.from] as number,
    sizeLow: sizes[stability.low] as number,
    sizeHigh: sizes[stability.high] as number,
    reached: stability.from < sizes.length - 1,
    level: LEVEL,
    ...conditionOf(rule, losses),
  };
}

/** What one collapse moves without bound, collapses move that were not seen at any of the sizes. */
function conditionOf(
  { criterion, spread }: CurveSettings['rule'],
  losses: readonly (readonly number[])[],
): { readonly holdsUnder?: HoldsUnder } {
  const bears = Math.min(criterion.statistic?.bears ?? 0, spread.statistic?.bears ?? 0);
  const limit = collapsesAtMost(null, Math.min(...losses.map(({ length }) => length)), LEVEL);
  return bears >= limit.atMost ? {} : { holdsUnder: limit };
}
