/** @file Divides the examples of a file: by groups, in time, or at random and stratified by class; reads the columns that this goes by. */
import { inputError, randomFrom } from '../../../core/index.js';
import { millisecondsOf } from '../columns/dates.js';
import type { Dataset } from '../dataset.js';
import { splitByGroup, splitByTime } from '../held-together.js';
import { type AskedSizes, resolveSizes, type SplitIndices, type SplitSizes, splitExamples } from '../split.js';
import type { FileSpec } from './file-spec.js';
import type { Examples } from './read-examples.js';
import type { TableCell } from './table-file.js';
import { troubleNames } from './trouble.js';

/** Shares of a file that is split into all three parts, and of one that is split into two. */
const THREE_PARTS = { pool: 0.6, selection: 0.2, final: 0.2 };
const TWO_PARTS = { pool: 0.75, other: 0.25 };

/** `strata` where there are classes. Throws an InputError where a part would lack what it is for. */
export function divideFile(
  spec: FileSpec,
  { path, count, splitBy = [] }: Pick<Examples, 'path' | 'count' | 'splitBy'>,
  strata: { readonly labels: Float32Array; readonly classes: readonly string[] } | undefined,
): SplitIndices {
  const { by, time, seed } = spec.split;
  const sizes = resolveSizes(splitSizesOf(spec, count), count);
  const random = randomFrom('data', 'file', 'split', seed);
  if (by !== undefined) return splitByGroup(groupNumbers(splitBy), sizes, random, by);
  if (time !== undefined) return splitByTime(moments(splitBy, path, time), sizes, random, time);
  if (strata === undefined) return splitExamples(new Float32Array(count), sizes, random);
  requireMembers(path, strata, sizes);
  return splitExamples(strata.labels, sizes, random);
}

/** Stretches of time that the final set is cut into: neighbours in time are alike. */
const STRETCHES = 20;

/** What belongs together in the final set; nothing where that is divided at random, or is a file of its own. */
export function togetherOf(
  { split: { by, time }, finalFile }: FileSpec,
  { splitBy = [], path }: Examples,
  { final }: SplitIndices,
): Pick<Dataset, 'finalTogether'> {
  if (finalFile !== undefined || (by === undefined && time === undefined)) return {};
  const cells = Array.from(final, (index) => splitBy[index] as TableCell);
  if (time === undefined) return { finalTogether: Int32Array.from(groupNumbers(cells)) };
  const own = Array.from(moments(cells, path, time));
  // Of examples of one moment the place of the last of them.
  const places = new Map(own.toSorted((a, b) => a - b).map((at, place) => [at, place]));
  const stretchOf = (at: number) => Math.floor(((places.get(at) as number) * STRETCHES) / own.length);
  return { finalTogether: Int32Array.from(own, stretchOf) };
}

/** What it takes to divide pool and selection set anew; nothing where that is done at random. */
export function divisionOf(
  { split: { by, time }, selectionFile }: FileSpec,
  { splitBy = [] }: Examples,
  { pool, selection }: SplitIndices,
): Pick<Dataset, 'division'> {
  if (selectionFile !== undefined) {
    return { division: { kind: 'fixed', why: `the selection set is ${selectionFile}, all of it` } };
  }
  if (time !== undefined) {
    return {
      division: { kind: 'fixed', why: `\`split.time: ${time}\` puts examples in one order only` },
    };
  }
  if (by === undefined) return {};
  const numbers = groupNumbers(splitBy);
  const groups = Int32Array.from([...pool, ...selection], (index) => numbers[index] as number);
  return { division: { kind: 'groups', groups } };
}

/** 0 for the parts that have a file of their own; what calibrates comes out of the pool where nothing is said of that. */
function splitSizesOf({ split, selectionFile, finalFile }: FileSpec, count: number): AskedSizes {
  const { calibration = 0 } = split;
  if (selectionFile !== undefined && finalFile !== undefined) {
    const calibrating = calibration < 1 ? Math.floor(calibration * count) : calibration;
    return { pool: Math.max(1, count - calibrating), selection: 0, final: 0, calibration };
  }
  const shares =
    selectionFile === undefined && finalFile === undefined
      ? THREE_PARTS
      : {
          pool: TWO_PARTS.pool,
          selection: selectionFile === undefined ? TWO_PARTS.other : 0,
          final: finalFile === undefined ? TWO_PARTS.other : 0,
        };
  const poolWithout = shares.pool - (calibration < 1 ? calibration : calibration / count);
  return {
    pool: split.pool ?? (poolWithout > 0 ? poolWithout : shares.pool),
    selection: split.selection ?? shares.selection,
    final: split.final ?? shares.final,
    calibration,
  };
}

/** A class must have an example for each part, or a part is judged without it. */
function requireMembers(
  path: string,
  { labels, classes }: { readonly labels: Float32Array; readonly classes: readonly string[] },
  sizes: SplitSizes,
): void {
  const parts = Object.values(sizes).filter((size) => size > 0).length;
  const counts = new Int32Array(classes.length);
  for (const label of labels) counts[label] = (counts[label] as number) + 1;
  const rare = classes.flatMap((name, place) => {
    const count = counts[place] as number;
    return count > 0 && count < parts ? [{ name, count }] : [];
  });
  if (rare.length === 0) return;
  const named = troubleNames(
    rare,
    ({ name, count }) => `class "${name}" has ${count} ${count === 1 ? 'example' : 'examples'}`,
  );
  throw inputError`data-class-rare: ${path}: ${named}, too few for ${parts} parts.
    Allowed: ${parts} examples or more of every class
    Fix: Add examples, leave such classes out of the data, or join them with others.`;
}

/** 0, 1, ... by first occurrence; equal cells are one group. */
export function groupNumbers(cells: readonly TableCell[]): Int32Array {
  const numbers = new Map<TableCell, number>();
  return Int32Array.from(cells, (cell) => {
    const known = numbers.get(cell);
    if (known !== undefined) return known;
    numbers.set(cell, numbers.size);
    return numbers.size - 1;
  });
}

/** For messages. */
export const ALLOWED_TIMES = 'numbers, or dates such as 2024-02-29 and 2024-02-29T13:45:00Z';

/** Numbers as they are, dates of ISO 8601 in milliseconds since 1970. Throws InputError for anything else, naming its row. */
function moments(cells: readonly TableCell[], path: string, column: string): Float64Array {
  return Float64Array.from(cells, (cell, row) => {
    const moment = momentOf(cell);
    if (!Number.isNaN(moment)) return moment;
    throw inputError`split-time: ${path}: column \`${column}\` is "${cell}" in row ${row + 1}, which is not a time.
      Allowed: ${ALLOWED_TIMES}
      Fix: Correct that row, or write the times like that.`;
  });
}

export function isMoment(cell: TableCell): boolean {
  return !Number.isNaN(momentOf(cell));
}

function momentOf(cell: TableCell): number {
  return typeof cell === 'number' ? cell : millisecondsOf(cell);
}
