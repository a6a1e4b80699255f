/**
 * @file The terms of a crossing, each as weights over its cells: contrasts of length 1 at right angles, which test a term whole, and the numbers by
 * which it is told: differences of levels, slopes over the logarithm of the size, and differences of these.
 */

import type { CoupledTable } from '../coupled-table.js';
import type { CoupledContrast } from './effects-analysis.js';

export interface Term {
  readonly factors: readonly string[];
  /** By contrast, then by cell of the crossing. Their squared estimates sum to the term's squared effects over all cells. */
  readonly whole: readonly (readonly number[])[];
  readonly told: readonly ToldContrast[];
}

interface ToldContrast extends Pick<CoupledContrast, 'between' | 'slope'> {
  readonly weights: readonly number[];
}

/** Couplings of more are left to the rest. */
const MOST_FACTORS = 3;

/** Main effects first, then couplings of two, of three. `sizes`: of the crossing's levels of the size. */
export function termsOf({ dimensions }: Crossing, sizes: readonly number[]): Term[] {
  const varying = dimensions.map((_, at) => at).filter((at) => (dimensions[at]?.kept.length as number) > 1);
  return subsetsOf(varying)
    .filter(({ length }) => length > 0 && length <= MOST_FACTORS)
    .sort((a, b) => a.length - b.length)
    .map((inside): Term => {
      const factors = inside.map((at) => dimensions[at]?.factor as string);
      const counts = dimensions.map(({ kept }) => kept.length);
      const whole = crossLines(
        counts.map((count, at) =>
          inside.includes(at) ? helmert(count) : [new Array<number>(count).fill(count ** -0.5)],
        ),
      );
      const told = crossTold(
        dimensions.map(({ factor, kept }, at): ToldContrast[] => {
          if (!inside.includes(at)) {
            return [{ between: [], slope: false, weights: kept.map(() => 1 / kept.length) }];
          }
          return factor === SIZE ? [{ between: [], slope: true, weights: slopeOver(sizes) }] : pairsOf(factor, kept);
        }),
      );
      return { factors, whole, told };
    });
}

/** All subsets, in the order of their members. */
function subsetsOf(places: readonly number[]): number[][] {
  return Array.from({ length: 2 ** places.length }, (_, set) => places.filter((_, bit) => (set >> bit) & 1));
}

/** count - 1 contrasts of length 1, each of a level against the mean of those before it. */
function helmert(count: number): number[][] {
  return Array.from({ length: count - 1 }, (_, line) => {
    const length = Math.sqrt((line + 1) * (line + 2));
    return Array.from(
      { length: count },
      (_, level) => (level <= line ? -1 : level === line + 1 ? line + 1 : 0) / length,
    );
  });
}

/** Every later level against every earlier one. */
function pairsOf(factor: string, kept: readonly number[]): ToldContrast[] {
  return kept.flatMap((reference, first) =>
    kept.slice(first + 1).map((level) => ({
      between: [{ factor, level, reference }],
      slope: false,
      weights: kept.map((own) => (own === level ? 1 : own === reference ? -1 : 0)),
    })),
  );
}

/** Least squares over the logarithm of the size. */
function slopeOver(sizes: readonly number[]): number[] {
  const logs = sizes.map(Math.log);
  const center = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const squares = logs.reduce((sum, log) => sum + (log - center) ** 2, 0);
  return logs.map((log) => (log - center) / squares);
}

/** Weights over all cells, from those over each dimension. */
function crossLines(lines: readonly (readonly (readonly number[])[])[]): number[][] {
  return lines.reduce<number[][]>((all, own) => all.flatMap((left) => own.map((right) => outer(left, right))), [[1]]);
}

function crossTold(lines: readonly (readonly ToldContrast[])[]): ToldContrast[] {
  return lines.reduce<ToldContrast[]>(
    (all, own) =>
      all.flatMap((left) =>
        own.map((right) => ({
          between: [...left.between, ...right.between],
          slope: left.slope || right.slope,
          weights: outer(left.weights, right.weights),
        })),
      ),
    [{ between: [], slope: false, weights: [1] }],
  );
}

function outer(left: readonly number[], right: readonly number[]): number[] {
  return left.flatMap((a) => right.map((b) => a * b));
}

/** A setting, or the size. */
interface Dimension {
  readonly factor: string;
  /** What is left of its levels, as indices. */
  readonly kept: readonly number[];
}

export interface Crossing {
  /** Settings in the table's order, then the size. */
  readonly dimensions: readonly Dimension[];
  /** Places in the table's cells, the last dimension fastest. */
  readonly cells: readonly number[];
  readonly leftOut: readonly { readonly factor: string; readonly level: number }[];
}

/** The size as a factor of a term. */
const SIZE = 'size';

/** Undefined where fewer than two cells are left. `told`: by the place of a cell. */
export function wholeCrossing(table: CoupledTable, told: (place: number) => boolean): Crossing | undefined {
  const names = [...table.factors.map(({ name }) => name), SIZE];
  const counts = [...table.factors.map(({ levels }) => levels.length), table.sizes.length];
  const indices = table.cells.map(({ levels, size }) => [...levels, table.sizes.indexOf(size)]);
  const kept = counts.map((count) => Array.from({ length: count }, (_, level) => level));
  const leftOut: { factor: string; level: number }[] = [];
  const isIn = (place: number) => kept.every((own, at) => own.includes(indices[place]?.[at] as number));
  for (;;) {
    const inside = table.cells.map((_, place) => place).filter(isIn);
    const lacking = inside.filter((place) => !told(place));
    if (lacking.length === 0) {
      const dimensions = names.map((factor, at) => ({ factor, kept: kept[at] as readonly number[] }));
      return inside.length < 2 ? undefined : { dimensions, cells: inside, leftOut };
    }
    let worst = { at: 0, level: 0, share: -1 };
    kept.forEach((own, at) => {
      for (const level of own) {
        const lacks = lacking.filter((place) => indices[place]?.[at] === level).length;
        const share = lacks / (inside.length / own.length);
        // Of equals the size leaves: it has most levels to spare.
        if (share >= worst.share) worst = { at, level, share };
      }
    });
    kept[worst.at] = (kept[worst.at] as number[]).filter((level) => level !== worst.level);
    leftOut.push({ factor: names[worst.at] as string, level: worst.level });
    if ((kept[worst.at] as number[]).length === 0) return undefined;
  }
}
