/**
 * @file Columns as a page carries them: every different number and text once, and a column as the distances between the
 * places of its cells. Numbers keep all of their digits; JSON has no infinite ones, so they travel as words.
 */
import type { Cell } from '../csv-line.js';

/** Several columns of one length. */
export interface PackedColumns {
  /** By place; the first one is null. */
  readonly values: readonly (string | number | null)[];
  /** By column and row: how far the place of its value lies from that of the row before. */
  readonly steps: readonly (readonly number[])[];
}

const WORDS: ReadonlyMap<string, number> = new Map([
  ['\u0000+', Number.POSITIVE_INFINITY],
  ['\u0000-', Number.NEGATIVE_INFINITY],
]);

export function packColumns(columns: readonly (readonly Cell[])[]): PackedColumns {
  const places = new Map<Cell, number>([[null, 0]]);
  const cells = columns.map((): number[] => []);
  // Row by row: what a row's cells have in common lies side by side.
  for (let row = 0; row < (columns[0]?.length ?? 0); row++) {
    for (const [index, column] of columns.entries()) {
      const cell = column[row] ?? null;
      const place = places.get(cell) ?? places.size;
      places.set(cell, place);
      cells[index]?.push(place);
    }
  }
  return { values: [...places.keys()].map(toWord), steps: cells.map(toSteps) };
}

/** The inverse of {@link packColumns}. */
export function unpackColumns({ values, steps }: PackedColumns): Cell[][] {
  const known = values.map((value) => (typeof value === 'string' ? (WORDS.get(value) ?? value) : value));
  return steps.map((column) => {
    let place = 0;
    return column.map((step) => {
      place += step;
      return known[place] ?? null;
    });
  });
}

function toWord(value: Cell): Cell {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  return [...WORDS].find(([, number]) => number === value)?.[0] ?? null;
}

function toSteps(places: readonly number[]): number[] {
  return places.map((place, row) => place - (places[row - 1] ?? 0));
}
