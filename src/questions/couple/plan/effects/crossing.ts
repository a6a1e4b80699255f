/** @file The cells of a table whose figure can be told, as a whole crossing: levels with cells that lack it leave, as few as it takes. */
import type { CoupledTable } from '../coupled-table.js';

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
export const SIZE = 'size';

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
