/** @file Simulated fields of candidates: who is how good, how noisy, what they share, and who diverges. */
import type { Random } from '../../src/core/index.js';
import type { Criterion } from '../../src/stats/index.js';
import { criterionOf, type Law, LOGNORMAL, NORMAL, T3 } from './laws.js';

export const CONDITIONS = [
  'normal',
  'lognormal',
  't3',
  'unequal',
  'noisiest',
  'blocks',
  'diverging',
  'growing',
  'growing-fast',
] as const;
/**
 * `unequal`: variances over a factor of 10; `noisiest`: the same, and the best has the largest; `blocks`: 40 % of the best's
 * variance is shared by a replicate; `diverging`: 5 % of the trials diverge (of every second candidate and never the best,
 * where one infinite loss proves an infinite criterion); `growing`, `growing-fast`: losses above 0, normal in their logarithms,
 * that spread with their size or with its square; for quantiles alone.
 */
export type Condition = (typeof CONDITIONS)[number];

/**
 * Gaps in standard deviations of a candidate of middle scale, for a spread in those of the best; `dense`: evenly over 4 of
 * them; `wide`: evenly in their logarithms, from a quarter to 32 of them.
 */
export const FIELDS = ['equal', 'dense', 'wide', '0.25', '0.6', '1', '2'] as const;
export type Field = (typeof FIELDS)[number];

export interface Scenario<Drawn = number> {
  /** True criterion by candidate; candidate `best` has the lowest. */
  readonly truth: Float64Array;
  readonly best: number;
  /** Fresh losses for one race; call it once a race. */
  drawLosses(random: Random): (candidate: number, replicate: number) => Drawn;
}

const BLOCK_SHARE = 0.4;
const DIVERGING = 0.05;
const VARIANCE_FACTOR = 10;
const DENSE_RANGE = 4;
const WIDE = [0.25, 32] as const;
/** Of the logarithm of a loss that spreads with its size. */
const LARGEST_SIGMA = 0.6;

/** Losses that spread with their size have a size. */
export const GROWING_LEVEL = 6;

/** Where a spread is the criterion, scales are what candidates differ in, and cannot be given besides. */
export function hasCondition({ kind, statistic }: Criterion, condition: Condition): boolean {
  if (isGrowing(condition)) return statistic?.race.as === 'location' && statistic.race.keepsOnScales === true;
  return kind !== 'spread' || (condition !== 'unequal' && condition !== 'noisiest');
}

export function isGrowing(condition: Condition): boolean {
  return condition === 'growing' || condition === 'growing-fast';
}

export function createScenario(
  candidates: number,
  condition: Condition,
  field: Field,
  criterion: Criterion,
  replicates: number,
  level = 0,
): Scenario {
  const law: Law = condition === 'lognormal' ? LOGNORMAL : condition === 't3' ? T3 : NORMAL;
  const provesInfinite = criterion.kind !== 'location' || criterion.name === 'mean';
  const best = candidates >> 1;
  const diverges = (i: number) => condition === 'diverging' && (!provesInfinite || (i % 2 !== best % 2 && i !== best));
  const [plain, diverging] = [criterionOf(criterion, law), criterionOf(criterion, law, DIVERGING)];
  const isSpread = criterion.kind === 'spread';
  const wanted = Float64Array.from({ length: candidates }, (_, i) => gapOf(i));
  const scales = wanted.map((gap, i) => (isSpread ? 1 + gap / plain : scaleOf(i)));
  const truth = wanted.map((gap, i) => (diverges(i) && provesInfinite ? Number.POSITIVE_INFINITY : level + gap));
  const centers = wanted.map((gap, i) => {
    if (isSpread) return 0;
    const k = diverges(i) && !provesInfinite ? diverging : plain;
    return level + gap - k * (scales[i] as number);
  });
  // An effect is the same for all; with the noise it makes up a candidate's scale.
  const blockShare = condition === 'blocks' ? BLOCK_SHARE : 0;
  const noises = scales.map((scale) => Math.sqrt(scale ** 2 - blockShare));
  return {
    truth,
    best,
    drawLosses: (random) => {
      const effects = Float64Array.from({ length: replicates }, () => Math.sqrt(blockShare) * random.normal());
      return (candidate, replicate) => {
        if (isGrowing(condition)) return growingLoss(truth[candidate] as number, random);
        if (diverges(candidate) && random.uniform() < DIVERGING) return Number.POSITIVE_INFINITY;
        const noise = (noises[candidate] as number) * law.draw(random);
        return (centers[candidate] as number) + noise + (effects[replicate] as number);
      };
    },
  };

  function gapOf(i: number): number {
    if (i === best || field === 'equal') return 0;
    if (field !== 'dense' && field !== 'wide') return Number(field);
    const place = (1 + ((i * 7919) % candidates)) / candidates;
    return field === 'wide' ? WIDE[0] * (WIDE[1] / WIDE[0]) ** place : DENSE_RANGE * place;
  }

  /** With the best's standard deviation about 1. */
  function growingLoss(criterion: number, random: Random): number {
    const growth = condition === 'growing-fast' ? criterion / level : 1;
    return criterion * Math.exp(Math.min(LARGEST_SIGMA, growth / level) * (random.normal() - plain));
  }

  /** Variances evenly on the log scale, in an order that has nothing to do with the gaps. */
  function scaleOf(i: number): number {
    if (condition !== 'unequal' && condition !== 'noisiest') return 1;
    const place = (i * 104729 + (candidates >> 1)) % candidates;
    const rank = condition === 'noisiest' && i === best ? 1 : (place + 0.5) / candidates;
    return Math.sqrt(VARIANCE_FACTOR ** (rank - 0.5));
  }
}
