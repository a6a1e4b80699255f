/** @file The ratio of two standard deviations: how often its interval holds the truth, for which shapes, and what it refuses. */
import { describe, expect, it } from 'vitest';
import { examples } from '../../../test/examples.js';
import { type Random, randomFrom } from '../../core/index.js';
import { studentTwoSidedQuantile } from '../distributions.js';
import { pooledKurtosis, spreadRatio } from './spread-ratio.js';

const exponential = (random: Random) => -Math.log(1 - random.uniform());
const student3 = (random: Random) => {
  const squares = random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2;
  return random.normal() / Math.sqrt(squares / 3);
};
const SHAPES: readonly (readonly [string, (random: Random) => number])[] = [
  ['normal', (random) => random.normal()],
  ['exponential', exponential],
  ['lognormal 0.5', (random) => Math.exp(0.5 * random.normal())],
  ['t3', student3],
  ['90/10 mixture', (random) => random.normal() + (random.uniform() < 0.1 ? 4 : 0)],
];
const RUNS = examples(250, 800);

describe('the interval of a ratio', () => {
  it.each(SHAPES)('covers for %s losses, of 8 and of 20, one pair or eight pairs at once', (name, draw) => {
    for (const [n, pairs] of [
      [8, 1],
      [20, 1],
      [20, 8],
    ] as const) {
      let covered = 0;
      for (let run = 0; run < RUNS; run++) {
        const random = randomFrom('spread-ratio', name, n, pairs, run);
        const samples = Array.from({ length: pairs + 1 }, () => Float64Array.from({ length: n }, () => draw(random)));
        const [reference, ...others] = samples as [Float64Array, ...Float64Array[]];
        const kurtosis = pooledKurtosis(samples);
        const holds = others.every((other) => {
          // Three times as much in truth.
          const three = spreadRatio(
            other.map((loss) => 3 * loss),
            reference,
            kurtosis,
            1 - 0.05 / pairs,
          );
          return three !== undefined && three.low <= 3 && three.high >= 3;
        });
        if (holds) covered++;
      }
      // Three standard errors below 0.93.
      const slack = 3 * Math.sqrt((0.93 * 0.07) / RUNS);
      expect(covered / RUNS, `${n} losses, ${pairs} pairs`).toBeGreaterThan(0.93 - slack);
    }
  });

  it('tells a quarter of the spread from the whole with 20 losses each', () => {
    const random = randomFrom('spread-ratio');
    const wide = Float64Array.from({ length: 20 }, () => random.normal());
    const narrow = Float64Array.from({ length: 20 }, () => 0.25 * random.normal());
    const found = spreadRatio(narrow, wide, pooledKurtosis([narrow, wide]), 0.95);
    expect(found?.high).toBeLessThan(1);
    const back = spreadRatio(wide, narrow, pooledKurtosis([narrow, wide]), 0.95);
    expect((found?.low ?? 0) * (back?.high ?? 0)).toBeCloseTo(1, 12);
  });

  it('says nothing where a sample does not vary', () => {
    const constant = new Float64Array(8).fill(2);
    const other = Float64Array.from({ length: 8 }, (_, index) => index);
    expect(spreadRatio(constant, other, 3, 0.95)).toBeUndefined();
    expect(spreadRatio(other, constant, 3, 0.95)).toBeUndefined();
    expect(pooledKurtosis([constant])).toBe(3);
  });
});

it('has the error of a log variance of few normal losses', () => {
  const reachOf = (n: number): number => {
    const sample = Float64Array.from({ length: n }, (_, place) => place);
    const { ratio, high } = spreadRatio(sample, sample, 3, 0.95) as { ratio: number; high: number };
    return Math.log(high / ratio) / studentTwoSidedQuantile(0.05, 2 * n - 2);
  };
  // Bonett 2006, doi 10.1016/j.csda.2004.10.003: (kurtosis - (n - 3) / n) / (n - 1).
  const errorOf = (n: number): number => (2 * n + 3) / (n * (n - 1));
  for (const n of [8, 10, 20]) expect((reachOf(n) / reachOf(100)) ** 2).toBeCloseTo(errorOf(n) / errorOf(100), 9);
});
