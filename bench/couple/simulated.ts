/** @file Simulated tables of two levels, several sizes, weights and samples, of which everything is known. */
import type { Random } from '../../src/core/index.js';
import type { CoupledTable, CoupledValue } from '../../src/questions/couple/plan/coupled-table.js';

/** Variances of the effects of weights, of samples and of both together; they sum to 1. */
export interface Parts {
  readonly weights: number;
  readonly samples: number;
  readonly both: number;
}

/** Of logarithms of losses; `place` is that of the size. */
export interface Truth {
  /** With mean 0 and variance 1. */
  readonly draw: (random: Random) => number;
  readonly parts: (place: number) => Parts;
  readonly location: (level: number, place: number) => number;
  readonly logSpread: (level: number, place: number) => number;
  /** Share of the weights whose trainings all collapse, anew at each level. */
  readonly collapsing: number;
}

const LEVELS = 2;

/**
 * Of the effect of weights a third is the same in all cells, a third the same at all sizes of a level, and a third of each cell's own. Samples
 * differ between sizes; half of what they do is the same at both levels.
 */
export function simulateTable(
  truth: Truth,
  sizes: readonly number[],
  [height, width]: readonly [rows: number, columns: number],
  random: Random,
): CoupledTable {
  const effects = (count: number) => Array.from({ length: count }, () => truth.draw(random));
  const inAll = effects(height);
  const bySize = sizes.map(() => effects(width));
  const cells = Array.from({ length: LEVELS }, (_, level) => {
    const ofLevel = effects(height);
    const collapses = ofLevel.map(() => random.uniform() < truth.collapsing);
    return sizes.map((size, place) => {
      const [own, ofSample] = [effects(height), effects(width)];
      const { weights, samples, both } = truth.parts(place);
      const spread = Math.exp(truth.logSpread(level, place));
      const values = own.map((effect, row) =>
        ofSample.map((sample, column): CoupledValue => {
          const ofWeights = ((inAll[row] as number) + (ofLevel[row] as number) + effect) / Math.sqrt(3);
          const ofSamples = (sample + (bySize[place]?.[column] as number)) / Math.SQRT2;
          const sum =
            Math.sqrt(weights) * ofWeights + Math.sqrt(samples) * ofSamples + Math.sqrt(both) * truth.draw(random);
          return collapses[row] ? 'collapsed' : Math.exp(truth.location(level, place) + spread * sum);
        }),
      );
      return { levels: [level], size, values, diagonal: [] };
    });
  });
  return {
    ...{
      factors: [{ name: 'bias', levels: ['none', 'sum'] }],
      sizes,
      streams: ['init', 'sample'],
      cells: cells.flat(),
    },
    ...{ pool: null, nested: false, logarithmic: true, seed: 1 },
  };
}

export const normal = (random: Random): number => random.normal();

/** Skewed effects: with sigma 1 their kurtosis is 114. */
export function lognormal(sigma: number): (random: Random) => number {
  const grown = Math.exp(sigma ** 2);
  const deviation = Math.sqrt((grown - 1) * grown);
  return (random) => (Math.exp(sigma * random.normal()) - Math.sqrt(grown)) / deviation;
}
