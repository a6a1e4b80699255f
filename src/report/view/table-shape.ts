/** @file The table of all candidates as pages carry it, and its cells as people read them; the page's script writes the same. */
import { settingNumber } from '../../core/ground/written-numbers.js';
import type { Cell } from '../csv-line.js';
import { columnFormat, formatCount, formatShare, formatValue } from '../number-text.js';
import type { CurveScale } from './curve-levels.js';
import type { ForestAxis } from './forest.js';

export interface TableColumn {
  /** Unique: `criterion`, `metric accuracy`, `setting epochs`. */
  readonly id: string;
  readonly heading: string;
  /** What stands in it and what it rests on, as a whole sentence. */
  readonly meaning: string;
  /**
   * `share`: in [0, 1], shown in per cent. `count`: whole numbers. `setting`: numbers as somebody wrote them. `worse`: how much worse
   * than the winner, below 0 for better; `at-best`: the same, at the better end of its interval.
   */
  readonly kind: 'text' | 'value' | 'count' | 'share' | 'setting' | 'worse' | 'at-best';
  /** Finite values of a column of values or differences from the least to the largest, and how uncertain they are: its digits follow. */
  readonly sample: readonly number[];
  readonly spread: number | null;
  /** Whether it is there before anybody chooses columns. */
  readonly isShown: boolean;
  /** By rank; null where there is none. Infinite numbers stay numbers. */
  readonly cells: readonly Cell[];
}

export interface TableTrials {
  /** By row of the table: how many of the trials below are its. They stand in the order of rows. */
  readonly counts: readonly number[];
  /** Index of the stream `init`: the replicate. */
  readonly replicates: readonly number[];
  /** `[sample, order, noise]` where they are not the replicate, else 0. */
  readonly streams: readonly (readonly number[] | 0)[];
  /** 1 for one after the race. */
  readonly fresh: readonly (0 | 1)[];
  /** Places in `statusNames`. */
  readonly statuses: readonly number[];
  readonly statusNames: readonly string[];
  /** The losses that are shown, to twelve significant digits. */
  readonly losses: readonly number[];
  /** Three significant digits. */
  readonly seconds: readonly number[];
  /** Place in `failureTexts` and one more; 0 where nothing failed, -1 where there is no room for the text. */
  readonly failures: readonly number[];
  /** The last 2 kB of each different one. */
  readonly failureTexts: readonly string[];
  /** Failed trials without their text. */
  readonly omittedFailures: number;
  /** Trials of the last rows that there is no room for. */
  readonly omittedTrials: number;
  /** What was reported after each epoch, at even distances; see `curve-levels.ts`. */
  readonly curves: readonly string[];
  /** By row: the scale that its trials' curves share. */
  readonly curveScales: readonly CurveScale[];
  /** Most values of one curve. */
  readonly curvePoints: number;
  /** Of all trials. */
  readonly failed: number;
  /** The newest first. */
  readonly newestFailures: readonly NewestFailure[];
}

interface NewestFailure {
  readonly name: string;
  readonly replicate: number;
  readonly text: string;
}

export interface TablePayload extends PackedColumns {
  readonly columns: readonly Omit<TableColumn, 'cells'>[];
  readonly rows: number;
  readonly winner: number | null;
  /** Of the drawings in the column `difference`; null where there are none. */
  readonly forest: ForestAxis | null;
}

export interface TrialsPayload extends Omit<TableTrials, 'losses' | 'failed' | 'newestFailures'> {
  /** Null for an infinite one, the worst there is. */
  readonly losses: readonly (number | null)[];
  /** `loss` or `score`. */
  readonly word: string;
}

/** Whether a column tells how far from the winner: that of the winner itself is empty. */
export function isDifference({ kind }: Pick<TableColumn, 'kind'>): boolean {
  return kind === 'worse' || kind === 'at-best';
}

/** The one that the drawing stands in. */
export function isDrawnBeside({ id }: Pick<TableColumn, 'id'>): boolean {
  return id === 'difference';
}

/** What follows the text of a cell: how much better it may be at most, after the estimate. Undefined where nothing does. */
export function boundOf(columns: readonly TableColumn[], column: Pick<TableColumn, 'id'>): TableColumn | undefined {
  return isDrawnBeside(column) ? columns.find(({ id }) => id === 'differenceLow') : undefined;
}

/** `0.036 worse, at most 0.011 better`. */
export function joinedText(text: string, bound: string | undefined): string {
  return bound === undefined || bound === '–' ? text : `${text}, ${bound}`;
}

/** For all cells of a column; `–` where there is nothing. */
export function cellFormat({
  kind,
  sample,
  spread,
}: Pick<TableColumn, 'kind' | 'sample' | 'spread'>): (cell: Cell) => string {
  const valueText = columnFormat(sample, spread);
  const numberText = {
    text: String,
    setting: (value: number) => settingNumber(value),
    count: formatCount,
    share: (share: number) => (share === 0 ? '0' : formatShare(share)),
    value: valueText,
    worse: (worse: number) => worseText(worse, valueText),
    'at-best': (worse: number) => atBestText(worse, valueText),
  }[kind];
  return (cell) => (cell === null ? '–' : typeof cell === 'string' ? cell : numberText(cell));
}

/** `0.016 worse`, `0.003 better`, `equal`: above 0 is worse; `sizeText` has the digits. */
export function worseText(worse: number, sizeText: (size: number) => string): string {
  if (worse === Number.POSITIVE_INFINITY) return 'worse without end';
  if (worse === Number.NEGATIVE_INFINITY) return 'better without end';
  const size = sizeText(Math.abs(worse));
  if (Number(size) === 0) return 'equal';
  return `${size} ${worse > 0 ? 'worse' : 'better'}`;
}

/** What the better end of an interval says: `at most 0.016 better`, `at least 0.003 worse`, `at best equal`; `bound not known` without one. */
export function atBestText(worse: number, sizeText: (size: number) => string): string {
  if (worse === Number.NEGATIVE_INFINITY) return 'bound not known';
  const told = sizeText(Math.abs(worse));
  // What is cut off to nothing is not nothing.
  const size = Number(told) === 0 ? formatValue(Math.abs(worse), 1) : told;
  if (Number(size) === 0) return 'at best equal';
  return worse > 0 ? `at least ${size} worse` : `at most ${size} better`;
}

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
