/** @file Assembles losses by candidate and replicate from the cells of long and of wide tables. */
import { createHash } from 'node:crypto';
import { type InputError, inputError, type JsonObject } from '../../../core/index.js';
import { CellTable, type RecordedCells } from './cell-table.js';

export interface LossColumns {
  /** Column of candidate ids; default `candidate`. */
  readonly candidate?: string;
  /** Column of losses, or a pattern (`*` for anything, `?` for one character) that several match; default `loss*`. */
  readonly loss?: string;
  /** Column of replicates, for a table with one row a trial; default `replicate`, where there is one. */
  readonly replicate?: string;
}

interface RecordedCandidate {
  /** The table's own id. */
  readonly id: string;
  /** The table's other columns. */
  readonly configuration: JsonObject;
}

export interface RecordedLosses {
  readonly name: string;
  /** In the order in which the source has them. */
  readonly candidates: readonly RecordedCandidate[];
  /** Names of the replicates: the matched columns of a wide table, the values of a long one's replicate column. */
  readonly replicates: readonly string[];
  /**
   * Figures by replicate, indexed as `candidates`, as the source has them: finite, infinite, or NaN where a candidate has
   * no such replicate.
   */
  readonly columns: readonly Float64Array[];
  /** SHA-256 over ids, replicates and figures. */
  readonly hash: string;
}

const DEFAULT_CANDIDATE = 'candidate';
const DEFAULT_LOSS = 'loss*';
const DEFAULT_REPLICATE = 'replicate';

/**
 * Tells by its name whether a column holds losses: whether it fits the pattern, with `*` and `?`. The columns of candidates
 * and replicates never do, whatever they are called.
 */
export function lossMatcher({
  candidate = DEFAULT_CANDIDATE,
  loss = DEFAULT_LOSS,
  replicate = DEFAULT_REPLICATE,
}: LossColumns): (name: string) => boolean {
  const escaped = loss
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${escaped}$`, 'u');
  return (name) => name !== candidate && name !== replicate && expression.test(name);
}

/**
 * A table is long (one row a trial) when its column of replicates is named, or is there under the default name beside a
 * single column of losses; else wide (one row a candidate, one column a replicate).
 * Throws InputError for missing columns, cells that are no number or NaN, duplicates, and an empty table.
 */
export function assembleLosses(path: string, cells: RecordedCells, asked: LossColumns): RecordedLosses {
  const table = new CellTable(path, cells);
  const candidate = table.require(asked.candidate ?? DEFAULT_CANDIDATE, '--candidate');
  const matched = table.names.filter(lossMatcher(asked));
  if (matched.length === 0) throw noLosses(table, asked.loss ?? DEFAULT_LOSS);
  if (table.rows === 0) throw emptyTable(path);
  const isWide = asked.replicate === undefined && (matched.length > 1 || !table.names.includes(DEFAULT_REPLICATE));
  const losses = isWide
    ? assembleWide(table, candidate, matched)
    : assembleLong(table, candidate, matched, asked.replicate ?? DEFAULT_REPLICATE);
  return { name: path, ...losses, hash: hashOf(losses) };
}

type Assembled = Pick<RecordedLosses, 'candidates' | 'replicates' | 'columns'>;

function assembleWide(table: CellTable, candidate: string, lossNames: readonly string[]): Assembled {
  const ids = table.ids(candidate);
  const rowOf = new Map<string, number>();
  ids.forEach((id, row) => {
    const earlier = rowOf.get(id);
    if (earlier !== undefined) throw duplicate(table.path, `candidate "${id}"`, earlier, row);
    rowOf.set(id, row);
  });
  const others = table.names.filter((name) => name !== candidate && !lossNames.includes(name));
  return {
    candidates: ids.map((id, row) => ({ id, configuration: table.configuration(others, row) })),
    replicates: lossNames,
    columns: lossNames.map((name) => table.figures(name)),
  };
}

function assembleLong(
  table: CellTable,
  candidate: string,
  matched: readonly string[],
  replicateName: string,
): Assembled {
  if (matched.length > 1) throw ambiguousLoss(table.path, matched);
  const replicate = table.require(replicateName, '--replicate');
  const [loss] = matched as [string];
  const figures = table.figures(loss);
  const others = table.names.filter((name) => ![candidate, replicate, loss].includes(name));
  const indexOf = new Map<string, number>();
  const placeOf = new Map<string, number>();
  const firstRows: number[] = [];
  const rowsOf: Int32Array[] = [];
  const ids = table.ids(candidate);
  for (const [row, id] of ids.entries()) {
    if (indexOf.has(id)) continue;
    indexOf.set(id, indexOf.size);
    firstRows.push(row);
  }
  const columns: Float64Array[] = [];
  for (const [row, name] of table.ids(replicate).entries()) {
    let place = placeOf.get(name);
    if (place === undefined) {
      place = placeOf.size;
      placeOf.set(name, place);
      columns.push(new Float64Array(indexOf.size).fill(Number.NaN));
      rowsOf.push(new Int32Array(indexOf.size).fill(-1));
    }
    const index = indexOf.get(ids[row] as string) as number;
    const rows = rowsOf[place] as Int32Array;
    const earlier = rows[index] as number;
    if (earlier >= 0) throw duplicate(table.path, `candidate "${ids[row]}", replicate "${name}"`, earlier, row);
    rows[index] = row;
    (columns[place] as Float64Array)[index] = figures[row] as number;
  }
  // What differs between the rows of a candidate belongs to its trials, not to its configuration.
  const constant = others.filter((name) => table.isConstant(name, ids, indexOf, firstRows));
  const order = [...placeOf.keys()].map((_, place) => place);
  if ([...placeOf.keys()].every((name) => /^-?\d+$/.test(name))) {
    const numbers = [...placeOf.keys()].map(Number);
    order.sort((left, right) => (numbers[left] as number) - (numbers[right] as number));
  }
  const names = [...placeOf.keys()];
  return {
    candidates: firstRows.map((row) => ({ id: ids[row] as string, configuration: table.configuration(constant, row) })),
    replicates: order.map((place) => names[place] as string),
    columns: order.map((place) => columns[place] as Float64Array),
  };
}

function hashOf({ candidates, replicates, columns }: Assembled): string {
  const hash = createHash('sha256').update(JSON.stringify([candidates.map(({ id }) => id), replicates]));
  for (const column of columns) hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  return hash.digest('hex');
}

function duplicate(path: string, what: string, earlier: number, row: number): InputError {
  return inputError`duplicate-cell: ${path}: ${what} appears twice, in rows ${earlier + 1} and ${row + 1}.
    Allowed: one loss for each candidate and replicate
    Fix: Remove one of the two rows, or name the column that tells them apart with --replicate.`;
}

function ambiguousLoss(path: string, matched: readonly string[]): InputError {
  return inputError`ambiguous-loss: ${path}: with --replicate there is one row per training, but ${matched.length} columns match --loss: ${matched.slice(0, 6).join(', ')}.
    Allowed: one column of losses in a table with one row per training
    Fix: Name one of them with --loss.`;
}

function noLosses(table: CellTable, loss: string): InputError {
  // A column of that very name is there, but it holds the candidates or the replicates.
  if (table.names.includes(loss)) {
    return inputError`column-twice: ${table.path}: column "${loss}" cannot hold the losses: it holds the candidates or the replicates.
      Allowed: ${table.names.join(', ').slice(0, 400)}
      Fix: Name another column with --loss.`;
  }
  return table.missing(loss, '--loss');
}

function emptyTable(path: string): InputError {
  return inputError`empty-table: ${path}: the table has no rows.
    Allowed: at least two candidates
    Fix: Check that the right file was named.`;
}
