/**
 * @file Finds the critical pair of a calibrated interval, where there is one: from the table, or computed once. Intervals are calibrated on
 * the normal and the exponential distribution (skewed), Student's t with 3 degrees of freedom (heavy tails), and 90 % N(0, 1) with 10 %
 * N(4, 1) (some trainings end elsewhere), with their true criteria; means on a lognormal distribution, too (far more skewed).
 */
import { type Random, randomFrom } from '../../core/index.js';
import type { Law, Statistic } from '../criteria/criterion.js';
import { normalQuantile, normalUpperTail } from '../distributions.js';
import { quantileOfSorted } from '../quantile.js';
import { CALIBRATED_LEVEL, CALIBRATION_TABLE } from './calibration-table.js';
import { createPivot, FORM_LIMIT, type Pivot } from './standard-error.js';

/** A pivot with its critical pair. */
interface CalibratedPivot {
  readonly pivot: Pivot;
  readonly pair: CriticalPair;
}

const known = new Map<string, CalibratedPivot>();

/**
 * For a count within the statistic's calibrated range. Above 100 losses the pair of 97 to 100
 * serves, of the same place among the quartiles, because pairs only get narrower as losses get more; a mixed scale shrinks
 * by the fourth root of the count where the error shrinks by the square root, and its pair with it.
 */
export function calibratedPivot(statistic: Statistic, n: number, level: number): CalibratedPivot {
  const key = `${statistic.id} of ${n} at ${level}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const pivot = createPivot(statistic, n);
  const base = n <= FORM_LIMIT ? n : FORM_LIMIT - 3 + ((n - FORM_LIMIT + 3) % 4);
  const [low, high] = pairAt(statistic, base, level);
  const factor = pivot.mixed ? (base / n) ** 0.25 : 1;
  const made: CalibratedPivot = { pivot, pair: [low * factor, high * factor] };
  known.set(key, made);
  return made;
}

function pairAt(statistic: Statistic, n: number, level: number): CriticalPair {
  const row = level === CALIBRATED_LEVEL ? CALIBRATION_TABLE[statistic.row] : undefined;
  const place = row === undefined ? -1 : 2 * (n - row.from);
  const low = row?.pairs[place];
  const high = row?.pairs[place + 1];
  if (low !== undefined && high !== undefined) return [low, high];
  const [simulated] = simulatePivots([statistic], n);
  return narrowestPair(simulated as NonNullable<typeof simulated>, level);
}

/** The interval is [estimate - high scale, estimate - low scale], of logarithms where the pivot's are compared. */
type CriticalPair = readonly [low: number, high: number];

/** Simulated pivots, from which pairs of any level follow. */
interface SimulatedPivots {
  /** By shape, each in ascending order. */
  readonly values: readonly Float64Array[];
  readonly logarithmic: boolean;
  /** Median scale under the normal shape, the first. */
  readonly usualScale: number;
}

/** Samples of each shape where a pair is computed when it is needed; the pair then varies by 2-3 % between seeds. */
const USUAL_SAMPLES = 20_000;

/** Pivots of each statistic from the same samples of `n` losses; equal for equal arguments. */
export function simulatePivots(
  statistics: readonly Statistic[],
  n: number,
  samples = USUAL_SAMPLES,
): readonly SimulatedPivots[] {
  const pivots = statistics.map((statistic) => createPivot(statistic, n));
  const scales = pivots.map(() => new Float64Array(samples));
  const values = statistics.map((statistic) => shapesFor(statistic).map(() => new Float64Array(samples)));
  REFERENCE_SHAPES.forEach((shape, place) => {
    const due = statistics.flatMap((statistic, which) => (shapesFor(statistic)[place] === shape ? [which] : []));
    if (due.length === 0) return;
    const random = randomFrom('calibration', shape.name, n);
    const truths = statistics.map(({ ofLaw }) => ofLaw(shape));
    const sample = new Float64Array(n);
    for (let repeat = 0; repeat < samples; repeat++) {
      for (let index = 0; index < n; index++) sample[index] = shape.draw(random);
      sample.sort();
      for (const which of due) {
        const { measure, logarithmic } = pivots[which] as (typeof pivots)[number];
        const { estimate, scale, reach } = measure(sample);
        const truth = truths[which] as number;
        const distance = logarithmic ? Math.log(estimate / truth) : estimate - truth;
        const [below, above] = reach ?? [1, 1];
        (values[which]?.[place] as Float64Array)[repeat] = distance / (scale * (distance > 0 ? below : above));
        if (place === 0) (scales[which] as Float64Array)[repeat] = scale;
      }
    }
  });
  return pivots.map(({ logarithmic }, which) => ({
    values: (values[which] as Float64Array[]).map((own) => own.sort()),
    logarithmic,
    usualScale: quantileOfSorted((scales[which] as Float64Array).sort(), 0.5),
  }));
}

/** Lower ends that are tried in each shape's tail. */
const TRIES = 400;

/** Share of the error that the one tail may take: a spread would otherwise be told to lie above 0, and no more. */
const MOST_IN_ONE_TAIL = 0.9;

/** The pair with the narrowest interval that holds the truth in at least `level` of the samples of every shape. */
export function narrowestPair({ values, logarithmic, usualScale }: SimulatedPivots, level: number): CriticalPair {
  let best: CriticalPair = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  let narrowest = Number.POSITIVE_INFINITY;
  for (const own of values) {
    const tail = Math.floor(MOST_IN_ONE_TAIL * (1 - level) * own.length);
    for (let attempt = 0; attempt <= TRIES; attempt++) {
      const low = own[Math.floor((tail * attempt) / TRIES)] as number;
      const high = values.reduce((most, others) => Math.max(most, upperEnd(others, low, level)), low);
      const width = logarithmic ? Math.exp(-low * usualScale) - Math.exp(-high * usualScale) : high - low;
      if (high < Number.POSITIVE_INFINITY && width < narrowest) {
        narrowest = width;
        best = [low, high];
      }
    }
  }
  return best;
}

/** The smallest value up to which, from `low` on, at least `level` of all values lie; Infinity where too many are below `low`. */
function upperEnd(ordered: Float64Array, low: number, level: number): number {
  let below = 0;
  let beyond = ordered.length;
  while (below < beyond) {
    const middle = (below + beyond) >> 1;
    if ((ordered[middle] as number) < low) below = middle + 1;
    else beyond = middle;
  }
  return ordered[below + Math.ceil(level * ordered.length) - 1] ?? Number.POSITIVE_INFINITY;
}

interface ReferenceShape extends Law {
  readonly name: string;
  draw(random: Random): number;
}

const density = (value: number): number => Math.exp((-value * value) / 2) / Math.sqrt(2 * Math.PI);

const NORMAL: ReferenceShape = {
  name: 'normal',
  draw: (random) => random.normal(),
  mean: 0,
  std: 1,
  quantile: normalQuantile,
  tailSum: density,
};

const EXPONENTIAL: ReferenceShape = {
  name: 'exponential',
  draw: (random) => -Math.log(1 - random.uniform()),
  mean: 1,
  std: 1,
  quantile: (probability) => -Math.log1p(-probability),
  tailSum: (threshold) => (threshold + 1) * Math.exp(-threshold),
};

/** P(T <= value) of Student's t with 3 degrees of freedom has a closed form. */
const t3Below = (value: number): number =>
  0.5 + (value / Math.sqrt(3) / (1 + value ** 2 / 3) + Math.atan(value / Math.sqrt(3))) / Math.PI;

const T3: ReferenceShape = {
  name: 't3',
  draw: (random) => {
    const chiSquare = random.normal() ** 2 - 2 * Math.log(1 - random.uniform());
    return random.normal() / Math.sqrt(chiSquare / 3);
  },
  mean: 0,
  std: Math.sqrt(3),
  quantile: (probability) => solve(t3Below, probability),
  tailSum: (threshold) => Math.sqrt(3) / Math.PI / (1 + threshold ** 2 / 3),
};

const SHARE = 0.1;
const DISTANCE = 4;

const MIXTURE: ReferenceShape = {
  name: '90/10 mixture',
  draw: (random) => random.normal() + (random.uniform() < SHARE ? DISTANCE : 0),
  mean: SHARE * DISTANCE,
  std: Math.sqrt(1 + SHARE * (1 - SHARE) * DISTANCE ** 2),
  quantile: (probability) =>
    solve((value) => 1 - (1 - SHARE) * normalUpperTail(value) - SHARE * normalUpperTail(value - DISTANCE), probability),
  tailSum: (threshold) =>
    (1 - SHARE) * density(threshold) +
    SHARE * (density(threshold - DISTANCE) + DISTANCE * normalUpperTail(threshold - DISTANCE)),
};

const LOGNORMAL: ReferenceShape = {
  name: 'lognormal',
  draw: (random) => Math.exp(random.normal()),
  mean: Math.exp(0.5),
  std: Math.sqrt(Math.E * (Math.E - 1)),
  quantile: (probability) => Math.exp(normalQuantile(probability)),
  tailSum: (threshold) => Math.exp(0.5) * normalUpperTail(Math.log(threshold) - 1),
};

/** Of all statistics, but for the last, which is one of the mean. */
export const REFERENCE_SHAPES: readonly ReferenceShape[] = [NORMAL, EXPONENTIAL, T3, MIXTURE, LOGNORMAL];

/** The shapes on which a statistic's intervals are calibrated. */
export function shapesFor({ error }: Statistic): readonly ReferenceShape[] {
  return error === 'student' ? REFERENCE_SHAPES : REFERENCE_SHAPES.slice(0, -1);
}

/** The value at which a rising function of probability reaches it, by bisection. */
function solve(below: (value: number) => number, probability: number): number {
  let low = -1;
  let high = 1;
  while (below(low) > probability) low *= 2;
  while (below(high) < probability) high *= 2;
  for (let middle = 0; middle > low && middle < high; ) {
    if (below(middle) < probability) low = middle;
    else high = middle;
    middle = (low + high) / 2;
  }
  return (low + high) / 2;
}
