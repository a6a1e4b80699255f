/**
 * @file Small worlds in which a search is stopped after a handful of trainings: lists of settings and ranges, a smooth part by settings
 * and what settings leave open, noise of unequal size with light tails, heavy ones or a skew, and here and there collapses.
 */
import { type Random, randomFrom } from '../../src/core/index.js';
import { placesOf, quantile } from '../../src/stats/index.js';
import type { SearchField } from './field.js';

export const EARLY_SHAPES = ['normal', 'heavy', 'skewed'] as const;
export type EarlyShape = (typeof EARLY_SHAPES)[number];

export interface EarlyOptions {
  /** Numbers of listed values by setting, and of ranges; where there are any, so many candidates are drawn of both. */
  readonly space: { readonly lists: readonly number[]; readonly ranges?: number; readonly drawn?: number };
  readonly criterion: 'mean' | 'q3';
  readonly shape: EarlyShape;
}

const REPLICATES = 20;
/** Standard deviation of what settings tell, in deviations of one training: each world has one of these. */
const SPREADS = [0.5, 1.5, 5] as const;
/** The same of what they leave open. */
const OPEN = [0, 0.3, 1] as const;
/** Log standard deviation of the noise's size over candidates: candidates differ from the typical one by a factor of about 1.6, or of 3. */
const UNEQUAL = [0.4, 1] as const;
/**
 * By q3, one world in three has candidates that collapse in one of ten or of twenty trainings: so much is added then. By the mean a single collapse
 * decides, and ten clean trainings say nothing of it: that is what a probation is for.
 */
const [COLLAPSING, COLLAPSE] = [1 / 3, 40];
const COLLAPSE_RATES = [0.1, 0.05] as const;
const DRAWS_FOR_QUANTILE = 4000;

/** Of mean 0 and variance 1. */
const DRAWS: Readonly<Record<EarlyShape, (random: Random) => number>> = {
  normal: (random) => random.normal(),
  // Student's t with 3 degrees of freedom.
  heavy: (random) => {
    const squares = random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2;
    return random.normal() / Math.sqrt(squares);
  },
  // Lognormal: its skewness is 1.75.
  skewed: (random) =>
    (Math.exp(0.5 * random.normal()) - Math.exp(0.125)) / Math.sqrt(Math.exp(0.25) * Math.expm1(0.25)),
};

export function drawEarlyWorld(world: number, { space, criterion, shape }: EarlyOptions): SearchField {
  const random = randomFrom('bench/search/early', world, criterion, shape);
  const { lists, ranges = 0, drawn } = space;
  const rows = drawn === undefined ? listed(lists) : drawnFrom(lists, ranges, drawn, random);
  const candidates = rows.length;
  const axes = rows[0]?.length ?? 0;
  const settings = Array.from({ length: axes }, (_, axis) => ({
    name: `setting ${axis}`,
    values: rows.map((row) => row[axis] as number),
  }));
  const spread = SPREADS[random.below(SPREADS.length)] as number;
  const open = OPEN[random.below(OPEN.length)] as number;
  const unequal = UNEQUAL[random.below(UNEQUAL.length)] as number;
  const collapseRate = COLLAPSE_RATES[random.below(COLLAPSE_RATES.length)] as number;
  const [level, size] = [smoothPart(random, axes), smoothPart(random, axes)];
  const centers = rows.map((row) => spread * level(row) + open * random.normal());
  const sizes = rows.map((row) => Math.exp(unequal * (size(row) + 0.5 * random.normal())));
  const hasCollapses = random.uniform() < COLLAPSING && criterion === 'q3';
  const rates = rows.map(() => (hasCollapses && random.uniform() < 0.3 ? collapseRate : 0));
  const draw = DRAWS[shape];
  const quantiles = new Map([0, collapseRate].map((rate) => [rate, q3Of(draw, rate)]));
  const truth = Float64Array.from(centers, (center, i) => {
    const rate = rates[i] as number;
    return center + (criterion === 'mean' ? rate * COLLAPSE : (sizes[i] as number) * (quantiles.get(rate) as number));
  });
  return {
    ...{ places: placesOf(settings), candidates, replicates: REPLICATES, recorded: false, truth, tolerance: 0.5 },
    lossOf: (candidate, replicate) => {
      const own = randomFrom('bench/search/early/loss', world, criterion, shape, candidate, replicate);
      const collapse = own.uniform() < (rates[candidate] as number) ? COLLAPSE : 0;
      return (centers[candidate] as number) + (sizes[candidate] as number) * draw(own) + collapse;
    },
  };
}

/** Every combination of the values 0, 1, 2 ... of each. */
function listed(lists: readonly number[]): number[][] {
  return lists.reduce<number[][]>(
    (rows, count) => rows.flatMap((row) => Array.from({ length: count }, (_, value) => [...row, value / (count - 1)])),
    [[]],
  );
}

function drawnFrom(lists: readonly number[], ranges: number, drawn: number, random: Random): number[][] {
  return Array.from({ length: drawn }, () => [
    ...Array.from({ length: ranges }, () => random.uniform()),
    ...lists.map((count) => random.below(count) / (count - 1)),
  ]);
}

const WAVES = 6;

/** A sum of waves of mean 0 and variance about 1 over the unit cube. */
function smoothPart(random: Random, axes: number): (row: readonly number[]) => number {
  const waves = Array.from({ length: WAVES }, () => ({
    along: Array.from({ length: axes }, () => 3 * random.normal()),
    phase: 2 * Math.PI * random.uniform(),
  }));
  return (row) =>
    waves.reduce((sum, { along, phase }) => {
      const angle = row.reduce((total, value, axis) => total + (along[axis] as number) * value, phase);
      return sum + Math.sqrt(2 / WAVES) * Math.cos(angle);
    }, 0);
}

/** Of one training in units of the noise's size; a collapse is far above all. */
function q3Of(draw: (random: Random) => number, rate: number): number {
  const random = randomFrom('bench/search/early/q3', rate);
  const draws = Float64Array.from({ length: DRAWS_FOR_QUANTILE }, () =>
    random.uniform() < rate ? Number.MAX_VALUE : draw(random),
  );
  return quantile(draws, 0.75);
}
