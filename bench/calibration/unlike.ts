/**
 * @file Fields of candidates that are not alike: one of them, the best, may have another shape, scale, reaction to the sample or
 * reliability than the others. A row is one such difference, as candidates may have it; two rows make a pair.
 */
import type { Random } from '../../src/core/index.js';
import { type Criterion, normalQuantile } from '../../src/stats/index.js';
import { EXPONENTIAL, type Law, LOGNORMAL_1, MIRRORED, NORMAL } from './laws.js';
import type { Scenario } from './scenario.js';

/** How one candidate's losses come about. Standard deviations are of the losses before collapses. */
export interface Traits {
  readonly law: Law;
  readonly scale: number;
  /** Share of a candidate's variance that an effect of the sample makes up where it reacts with 1. */
  readonly shared: number;
  /** How it reacts to that effect: 1 as all, 0 not at all, -1 the other way. */
  readonly loading: number;
  /** A training collapses at this rate, to so much more loss. */
  readonly collapses: number;
  readonly collapse: number;
  /** From the first replicate to the last, its losses fall by so much. */
  readonly trend: number;
  /** Losses are told in such steps; 0 where they are not. */
  readonly step: number;
}

export const PLAIN: Traits = {
  ...{ law: NORMAL, scale: 1, shared: 0, loading: 1, collapses: 0, collapse: 0, trend: 0, step: 0 },
};

/** What sets the best and its rivals apart from {@link PLAIN}. */
interface Difference {
  readonly best?: Partial<Traits>;
  readonly rivals?: Partial<Traits>;
}

const sharing = (shared: number, loading: number): Difference => ({
  best: { shared, loading },
  rivals: { shared },
});

/** What is paired, each with each. */
const PAIRED: Readonly<Record<string, Difference>> = {
  loading: sharing(0.6, 0),
  shape: { best: { law: LOGNORMAL_1 } },
  scale: { best: { scale: 1.5 } },
  collapse: { best: { collapses: 0.05, collapse: 20 } },
  discrete: { best: { step: 0.6 }, rivals: { step: 0.6 } },
  blocks: sharing(0.4, 1),
  trend: { best: { trend: 1 } },
};

/** The same for passes and failures: losses of 0 and 1 that fail at these rates. */
interface Rates {
  readonly best: number;
  readonly rivals: number;
}

export interface UnlikeRow {
  readonly name: string;
  readonly criterion: string;
  readonly differs: Difference | Rates;
  /** Of the best over each rival, in standard deviations; 0.6 where absent. */
  readonly gap?: number;
  readonly tolerance?: number;
  readonly maxReplicates?: number;
  /** Between which all losses lie, for a statement about the mean without assumptions. */
  readonly bounds?: readonly [number, number];
}

/** About 10, and about twice that where trainings collapse; normal losses go nowhere near. */
const FAR_BOUNDS = [0, 30] as const;
const RATES = [0, 1] as const;

const isRates = (differs: Difference | Rates): differs is Rates => typeof differs.best === 'number';

/** The best by 0.6 standard deviations of the criterion, but for passes and failures. */
export const UNLIKE_ROWS: readonly UnlikeRow[] = [
  { name: 'std-loading-90', criterion: 'std', differs: sharing(0.9, 0) },
  { name: 'q3-loading-90', criterion: 'q3', differs: sharing(0.9, 0) },
  { name: 'q3-loading-60', criterion: 'q3', differs: sharing(0.6, 0) },
  { name: 'q3-loading-40', criterion: 'q3', differs: sharing(0.4, 0) },
  { name: 'q3+iqr-loading-90', criterion: 'q3+iqr', differs: sharing(0.9, 0) },
  { name: 'q3+iqr-loading-60', criterion: 'q3+iqr', differs: sharing(0.6, 0) },
  { name: 'q3-opposite', criterion: 'q3', differs: sharing(0.4, -1) },
  { name: 'mean-opposite', criterion: 'mean', differs: sharing(0.4, -1), bounds: FAR_BOUNDS },
  { name: 'q3-lognormal', criterion: 'q3', differs: { best: { law: LOGNORMAL_1 } } },
  {
    name: 'median-exponential',
    criterion: 'median',
    differs: { best: { law: EXPONENTIAL }, rivals: { law: MIRRORED } },
  },
  { name: 'q3-best-collapses', criterion: 'q3', differs: { best: { collapses: 0.05, collapse: 20 } } },
  {
    name: 'mean-nine-collapse',
    criterion: 'mean',
    differs: { rivals: { collapses: 0.05, collapse: 10 } },
    bounds: FAR_BOUNDS,
  },
  {
    name: 'pass-fail-95',
    criterion: 'mean',
    differs: { best: 0.001, rivals: 0.05 },
    tolerance: 0.02,
    maxReplicates: 60,
    bounds: RATES,
  },
  {
    name: 'pass-fail-90',
    criterion: 'mean',
    differs: { best: 0.01, rivals: 0.1 },
    tolerance: 0.02,
    maxReplicates: 60,
    bounds: RATES,
  },
  { name: 'all-losses-0', criterion: 'mean', differs: { best: 0, rivals: 0 }, bounds: RATES },
];

/** Of the same kind, and looked at only after the race's constants had been set by those above. */
export const UNTUNED_ROWS: readonly UnlikeRow[] = [
  { name: 'mean-loading-90', criterion: 'mean', differs: sharing(0.9, 0) },
  { name: 'mean-loading-60', criterion: 'mean', differs: sharing(0.6, 0) },
  { name: 'median-loading-60', criterion: 'median', differs: sharing(0.6, 0) },
  { name: 'q0.9-loading-60', criterion: 'q0.9', differs: sharing(0.6, 0) },
  { name: 'q3-opposite-90', criterion: 'q3', differs: sharing(0.9, -1) },
  { name: 'q3-exponential', criterion: 'q3', differs: { best: { law: EXPONENTIAL } } },
  { name: 'q3-rivals-lognormal', criterion: 'q3', differs: { rivals: { law: LOGNORMAL_1 } } },
  { name: 'q0.9-mirrored', criterion: 'q0.9', differs: { best: { law: MIRRORED } } },
  { name: 'mean-lognormal', criterion: 'mean', differs: { best: { law: LOGNORMAL_1 } } },
  { name: 'q3+iqr-lognormal', criterion: 'q3+iqr', differs: { best: { law: LOGNORMAL_1 } } },
  { name: 'es0.25-lognormal', criterion: 'es0.25', differs: { best: { law: LOGNORMAL_1 } } },
  { name: 'std-lognormal', criterion: 'std', differs: { best: { law: LOGNORMAL_1 } } },
];

/** Fields that are alike, for what caution costs there: by one tolerance, half a standard deviation. */
export const ALIKE_ROWS: readonly UnlikeRow[] = ['mean', 'median', 'q3', 'std'].flatMap((criterion) =>
  [0, 0.4, 0.9].flatMap((shared) =>
    [0.6, 1].map((gap) => ({
      name: `${criterion}-alike-${100 * shared}-${gap}`,
      ...{ criterion, gap, differs: sharing(shared, 1), tolerance: 0.5 },
    })),
  ),
);

/** Each pair of differences, by the mean and by q3. */
export const MIXED_ROWS: readonly UnlikeRow[] = ['mean', 'q3'].flatMap((criterion) => {
  const paired = Object.entries(PAIRED);
  return paired.flatMap(([first, one], index) =>
    paired.slice(index + 1).map(([second, other]) => ({
      name: `${criterion}-${first}+${second}`,
      criterion,
      differs: {
        best: { ...one.best, ...other.best },
        rivals: { ...one.rivals, ...other.rivals },
      },
    })),
  );
});

export const UNLIKE: readonly UnlikeRow[] = [...UNLIKE_ROWS, ...UNTUNED_ROWS, ...ALIKE_ROWS, ...MIXED_ROWS];

/** Losses of one candidate whose criterion is `wanted`, for candidates that react to the same effects. */
export interface Source {
  readonly truth: number;
  draw(random: Random, effect: number, replicate: number): number;
}

export function createUnlike(row: UnlikeRow, candidates: number, criterion: Criterion, replicates: number): Scenario {
  const { differs } = row;
  const best = candidates >> 1;
  const sourceOf = (side: 'best' | 'rivals'): Source => {
    if (isRates(differs)) return failing(differs[side]);
    const gap = side === 'best' ? 0 : (row.gap ?? 0.6);
    return lossesOf({ ...PLAIN, ...differs[side] }, criterion, gap, replicates);
  };
  const sources = { best: sourceOf('best'), rivals: sourceOf('rivals') };
  const sourceAt = (i: number) => (i === best ? sources.best : sources.rivals);
  return {
    best,
    truth: Float64Array.from({ length: candidates }, (_, i) => sourceAt(i).truth),
    drawLosses: (random) => {
      const effects = Float64Array.from({ length: replicates }, () => random.normal());
      return (candidate, replicate) => sourceAt(candidate).draw(random, effects[replicate] as number, replicate);
    },
  };
}

function failing(rate: number): Source {
  return { truth: rate, draw: (random) => (random.uniform() < rate ? 1 : 0) };
}

/** Above 0, as losses are: collapses to twice the loss are then ten standard deviations, and logarithms would be possible. */
const LEVEL = 10;

export function lossesOf(traits: Traits, criterion: Criterion, gap: number, replicates: number): Source {
  const { law, shared, loading, collapses, collapse, trend, step } = traits;
  const isSpread = criterion.kind === 'spread';
  const scale = traits.scale * (isSpread ? 1 + gap : 1);
  const reaction = scale * loading * Math.sqrt(shared);
  const noise = Math.sqrt(scale * scale - reaction * reaction);
  const driftAt = (replicate: number) => trend * (0.5 - replicate / Math.max(1, replicates - 1));
  const own = lawGrid(law);
  const effects = reaction === 0 ? [0] : gridOf(normalQuantile, EFFECT_POINTS);
  const drifts = trend === 0 ? [0] : Array.from({ length: replicates }, (_, replicate) => driftAt(replicate));
  const plain: number[] = [];
  for (const value of own) {
    for (const effect of effects) for (const drift of drifts) plain.push(noise * value + reaction * effect + drift);
  }
  const losses = withCollapses(plain, collapses, collapse);
  const center = isSpread ? LEVEL : LEVEL + gap - criterion.evaluate(losses);
  const told = step === 0 ? (loss: number) => loss : (loss: number) => step * Math.round(loss / step);
  return {
    truth: criterion.evaluate(losses.map((loss) => told(center + loss))),
    draw: (random, effect, replicate) => {
      const collapsed = collapses > 0 && random.uniform() < collapses ? collapse : 0;
      return told(center + noise * law.draw(random) + reaction * effect + driftAt(replicate) + collapsed);
    },
  };
}

const LAW_POINTS = 1001;
const EFFECT_POINTS = 41;

function gridOf(quantile: (p: number) => number, points: number): Float64Array {
  return Float64Array.from({ length: points }, (_, index) => quantile((index + 0.5) / points));
}

/** Of mean 0 and standard deviation 1, which a grid of few points misses where tails are heavy. */
function lawGrid(law: Law): Float64Array {
  const grid = gridOf(law.quantile, LAW_POINTS);
  const mean = grid.reduce((total, value) => total + value, 0) / grid.length;
  return grid.map((value) => value - mean);
}

/** As many copies as make the collapsed one the share that it is. */
function withCollapses(losses: readonly number[], rate: number, by: number): Float64Array {
  if (rate === 0) return Float64Array.from(losses);
  const copies = Math.round(1 / rate) - 1;
  return Float64Array.from([
    ...Array.from({ length: copies }, () => losses).flat(),
    ...losses.map((loss) => loss + by),
  ]);
}
