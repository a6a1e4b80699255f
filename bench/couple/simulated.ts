/** @file Simulated tables of two levels, several sizes, weights and samples, of which everything is known. */
import type { Random } from '../../src/core/index.js';
import type { CoupledCell, CoupledTable, CoupledValue } from '../../src/questions/couple/plan/coupled-table.js';

/** Variances of the effects of weights, of samples and of both together; they sum to 1. */
export interface Parts {
  readonly weights: number;
  readonly samples: number;
  readonly both: number;
}

/** Weights and samples of the table of each cell, and fresh pairs beside it. */
export interface Design {
  readonly rows: number;
  readonly columns: number;
  readonly fresh: number;
  /** Draws are named by it. */
  readonly key: string | number;
}

/** `6`, `6x5`, `4x4+20`. */
export function readDesign(text: string): Design {
  const [, rows, columns = rows, fresh = 0] = /^(\d+)(?:x(\d+))?(?:\+(\d+))?$/.exec(text) ?? [];
  const key = rows === columns && fresh === 0 ? Number(rows) : text;
  return { rows: Number(rows), columns: Number(columns), fresh: Number(fresh), key };
}

/** `6 x 6`, `4 x 4 + 20`. */
export function designName({ rows, columns, fresh }: Omit<Design, 'key'>): string {
  return `${rows} x ${columns}${fresh === 0 ? '' : ` + ${fresh}`}`;
}

/** The values of a cell, from those at any indices: fresh pairs have the indices behind the table's. */
export function fillDesign(
  { rows, columns, fresh }: Design,
  valueAt: (row: number, column: number) => CoupledValue,
): Pick<CoupledCell, 'values' | 'diagonal'> {
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
  return {
    values: upTo(rows).map((row) => upTo(columns).map((column) => valueAt(row, column))),
    diagonal: upTo(fresh).map((pair) => valueAt(rows + pair, columns + pair)),
  };
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
 * differ between sizes; half of what they do is the same at both levels. `others`: levels of a second setting that changes nothing.
 */
export function simulateTable(
  truth: Truth,
  sizes: readonly number[],
  design: Design,
  random: Random,
  others = 1,
): CoupledTable {
  const effects = (count: number) => Array.from({ length: count }, () => truth.draw(random));
  const [height, width] = [design.rows + design.fresh, design.columns + design.fresh];
  const inAll = effects(height);
  const bySize = sizes.map(() => effects(width));
  const cells = Array.from({ length: LEVELS * others }, (_, combination) => {
    const level = Math.floor(combination / others);
    const ofLevel = effects(height);
    const collapses = ofLevel.map(() => random.uniform() < truth.collapsing);
    return sizes.map((size, place) => {
      const [own, ofSample] = [effects(height), effects(width)];
      const { weights, samples, both } = truth.parts(place);
      const spread = Math.exp(truth.logSpread(level, place));
      const filled = fillDesign(design, (row, column): CoupledValue => {
        const ofWeights = ((inAll[row] as number) + (ofLevel[row] as number) + (own[row] as number)) / Math.sqrt(3);
        const ofSamples = ((ofSample[column] as number) + (bySize[place]?.[column] as number)) / Math.SQRT2;
        const sum =
          Math.sqrt(weights) * ofWeights + Math.sqrt(samples) * ofSamples + Math.sqrt(both) * truth.draw(random);
        return collapses[row] ? 'collapsed' : Math.exp(truth.location(level, place) + spread * sum);
      });
      return { levels: others === 1 ? [level] : [level, combination % others], size, ...filled };
    });
  });
  return {
    ...{
      factors: [
        { name: 'bias', levels: ['none', 'sum'] },
        ...(others === 1 ? [] : [{ name: 'other', levels: Array.from({ length: others }, (_, level) => `${level}`) }]),
      ],
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
