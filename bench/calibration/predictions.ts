/**
 * @file Fields of candidates whose retrainings predict differently, raced by how far these lie apart. What a training predicts is simulated, example
 * by example; its figure rests on the candidate's other trainings and moves with each further one. As in unlike.ts the best may not be like its rivals.
 */
import type { Random } from '../../src/core/index.js';
import { PairMean } from '../../src/stats/index.js';
import type { Scenario } from './scenario.js';

/** How what one training predicts comes about, for 100 examples. */
interface Traits {
  /** Labels that flip, each at a rate of its own; numbers that scatter. */
  readonly kind: 'labels' | 'numbers';
  /** Standard deviation, in logarithms, of how much a training flips or scatters beside others of its candidate. */
  readonly uneven: number;
  /** The same of what its replicate does to all candidates, and how this one reacts to that. */
  readonly shared: number;
  readonly loading: number;
  /** Share of the variance of numbers that moves all examples together. */
  readonly together: number;
  /** So many trainings go wrong: labels by chance, numbers ten times as far off. */
  readonly collapses: number;
  /** So many trainings come out as the other of two kinds, which differ on a tenth of the examples, or by three standard deviations. */
  readonly second: number;
}

const PLAIN: Traits = { kind: 'labels', uneven: 0.3, shared: 0, loading: 1, together: 0, collapses: 0, second: 0 };
const NUMBERS: Partial<Traits> = { kind: 'numbers' };

export interface PredictionRow {
  readonly name: string;
  readonly all?: Partial<Traits>;
  readonly best?: Partial<Traits>;
  readonly rivals?: Partial<Traits>;
}

export const PREDICTION_ROWS: readonly PredictionRow[] = [
  { name: 'labels-alike' },
  { name: 'labels-even', all: { uneven: 0 } },
  { name: 'labels-best-uneven', best: { uneven: 0.8 } },
  { name: 'labels-rivals-uneven', rivals: { uneven: 0.8 } },
  { name: 'labels-best-collapses', best: { collapses: 0.05 } },
  { name: 'labels-rivals-collapse', rivals: { collapses: 0.05 } },
  { name: 'labels-shared', all: { shared: 0.5 } },
  { name: 'labels-loading', all: { shared: 0.5 }, best: { loading: 0 } },
  { name: 'labels-opposite', all: { shared: 0.4 }, best: { loading: -1 } },
  { name: 'labels-two-kinds', best: { second: 0.2 } },
  { name: 'numbers-alike', all: NUMBERS },
  { name: 'numbers-even', all: { ...NUMBERS, uneven: 0 } },
  { name: 'numbers-together', all: { ...NUMBERS, together: 0.9 } },
  { name: 'numbers-best-together', all: NUMBERS, best: { together: 0.9 } },
  { name: 'numbers-rivals-together', all: NUMBERS, rivals: { together: 0.9 } },
  { name: 'numbers-best-uneven', all: NUMBERS, best: { uneven: 0.8 } },
  { name: 'numbers-loading', all: { ...NUMBERS, shared: 0.5 }, best: { loading: 0 } },
  { name: 'numbers-best-collapses', all: NUMBERS, best: { collapses: 0.05 } },
  { name: 'numbers-two-kinds', all: NUMBERS, best: { second: 0.2 } },
];

const EXAMPLES = 100;
/** Of the best, before its rarer ways. */
const FLIPS = 0.06;
/** Of the best below its rivals, in standard deviations of what one training is worth. */
const GAP = 0.6;
/** Pairs that the truth of a source rests on. */
const PAIRS = 40_000;
/** And while its size is looked for. */
const FEW_PAIRS = 4000;

/** Predictions of one training at this size of flips or scatter. */
function predict(traits: Traits, size: number, effect: number, random: Random): Float64Array {
  const { kind, uneven, shared, loading, together, collapses, second } = traits;
  const own = Math.exp(uneven * random.normal() - uneven ** 2 / 2);
  const ofAll = Math.exp(shared * loading * effect - (shared * loading) ** 2 / 2);
  const wrong = collapses > 0 && random.uniform() < collapses;
  const other = second > 0 && random.uniform() < second;
  const common = random.normal();
  return Float64Array.from({ length: EXAMPLES }, (_, example) => {
    const difficulty = 2 * ((example + 0.5) / EXAMPLES);
    if (kind === 'labels') {
      const rate = wrong ? 0.5 : Math.min(1, FLIPS * size * own * ofAll * difficulty);
      const flips = random.uniform() < rate;
      return flips !== (other && example % 10 === 0) ? 1 : 0;
    }
    const deviate = Math.sqrt(together) * common + Math.sqrt(1 - together) * random.normal();
    return size * ((wrong ? 10 : 1) * own * ofAll * deviate + (other ? 3 : 0));
  });
}

/** As `predictions` shows it: the share of labels that differ, or the median distance of the numbers. */
function distance(kind: Traits['kind'], first: Float64Array, second: Float64Array): number {
  const apart = first.map((value, example) => Math.abs(value - (second[example] as number)));
  if (kind === 'labels') return apart.reduce((sum, one) => sum + one, 0) / EXAMPLES;
  apart.sort();
  return ((apart[EXAMPLES / 2 - 1] as number) + (apart[EXAMPLES / 2] as number)) / 2;
}

/** The mean distance of two of its trainings, and the standard deviation of what one is worth. */
function truthOf(
  traits: Traits,
  size: number,
  random: Random,
  pairs = PAIRS,
): { readonly mean: number; readonly deviation: number } {
  const draw = () => predict(traits, size, random.normal(), random);
  // Of three trainings a, b, c the distances a-b and a-c share a: their covariance is a quarter of the variance that is asked for.
  let [sum, products] = [0, 0];
  for (let pair = 0; pair < pairs; pair += 2) {
    const [a, b, c] = [draw(), draw(), draw()];
    const [one, other] = [distance(traits.kind, a, b), distance(traits.kind, a, c)];
    sum += one + other;
    products += one * other;
  }
  const mean = sum / pairs;
  return { mean, deviation: 2 * Math.sqrt(Math.max(0, products / (pairs / 2) - mean ** 2)) };
}

/** The size at which the source's mean distance is `wanted`, by halving. */
function sizeFor(wanted: number, traits: Traits, seed: () => Random): number {
  let [low, high] = [0.05, 6];
  for (let step = 0; step < 12; step++) {
    const middle = Math.sqrt(low * high);
    if (truthOf(traits, middle, seed(), FEW_PAIRS).mean < wanted) low = middle;
    else high = middle;
  }
  return Math.sqrt(low * high);
}

export function createPredictions(
  row: PredictionRow,
  candidates: number,
  replicates: number,
  seed: () => Random,
): Scenario<Float64Array> {
  const traitsOf = (side: 'best' | 'rivals'): Traits => ({ ...PLAIN, ...row.all, ...row[side] });
  const [own, theirs] = [traitsOf('best'), traitsOf('rivals')];
  const best = candidates >> 1;
  const bestTruth = truthOf(own, 1, seed());
  // Where trainings are even, what one is worth hardly varies: a fifth of the distance itself then.
  const gap = Math.max(GAP * bestTruth.deviation, 0.2 * bestTruth.mean);
  const rivalSize = sizeFor(bestTruth.mean + gap, theirs, seed);
  const rivalTruth = truthOf(theirs, rivalSize, seed());
  return {
    best,
    truth: Float64Array.from({ length: candidates }, (_, i) => (i === best ? bestTruth : rivalTruth).mean),
    drawLosses: (random) => {
      const effects = Float64Array.from({ length: replicates }, () => random.normal());
      const before = Array.from({ length: candidates }, () => ({
        trainings: [] as Float64Array[],
        mean: new PairMean(),
      }));
      return (candidate, replicate) => {
        const { trainings, mean } = before[candidate] as (typeof before)[number];
        const traits = candidate === best ? own : theirs;
        const size = candidate === best ? 1 : rivalSize;
        const next = predict(traits, size, effects[replicate] as number, random);
        mean.add(trainings.map((training) => distance(traits.kind, training, next)));
        trainings.push(next);
        return mean.pseudoValues();
      };
    },
  };
}
