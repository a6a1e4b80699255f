/** @file Finds out from the cells of a column how they are read. What may mean two things is refused, with what to write. */
import { type InputError, inputError } from '../../../core/index.js';
import { isMissing, type TableCell } from '../files/table-file.js';
import { daysOf, ordersOf } from './dates.js';
import type { ReadAs, ReadKind } from './encoding.js';
import { isSomeNumber, type Marks, marksOf, parseNumber, unitOfCells, withUnit } from './number-format.js';

export interface ColumnPlace {
  readonly path: string;
  readonly name: string;
  /** Between the cells of the file, where it is a CSV: what a comma between cells is, it cannot well be inside of them. */
  readonly delimiter?: string | undefined;
  /** Whether other columns of the file have commas that can only be decimal ones. */
  readonly hasDecimalCommas?: (() => boolean) | undefined;
}

/** A column is what more than half of its cells are; those who read it refuse the others by row. */
export function inferReading(cells: readonly TableCell[], place: ColumnPlace): ReadAs {
  const present = cells.filter((cell) => !isMissing(cell));
  // One that is empty says nothing, either.
  if (present.length === 0) return { kind: 'number' };
  if (present.every((cell) => typeof cell === 'number')) return { kind: 'number', unit: null };
  const areMost = (fits: (cell: TableCell) => boolean): boolean => present.filter(fits).length * 2 > present.length;
  const unit = unitOfCells(present);
  const numbers = unit === undefined ? present : present.flatMap((cell) => withUnit(cell)?.number ?? []);
  if (unit !== undefined || areMost(isSomeNumber)) return { kind: kindOfNumbers(numbers, place), unit: unit ?? null };
  if (areMost((cell) => !Number.isNaN(daysOf(cell)))) return { kind: 'date' };
  if (areMost((cell) => ordersOf(cell).length > 0)) return { kind: kindOfDates(present, place) };
  return { kind: 'category' };
}

function kindOfNumbers(cells: readonly TableCell[], place: ColumnPlace): ReadKind {
  const found = firstByMarks(cells.filter(isSomeNumber));
  const { thousands, point, comma, either, points } = found;
  if ((comma ?? either ?? thousands) === undefined) {
    if (points === undefined || point !== undefined || !place.hasDecimalCommas?.()) return 'number';
    throw unclear(place, `"${points}" beside columns with decimal commas, so its point may separate thousands`, [
      'number',
      'decimal-comma',
    ]);
  }
  const beside = (other: string, own: string) =>
    unclear(place, `"${other}" beside "${own}", so its commas mean two things`, ['decimal-comma', 'thousands-comma']);
  const commasAreFree = place.delimiter !== undefined && place.delimiter !== ',';
  if (comma !== undefined) {
    const other =
      thousands ?? point ?? (commasAreFree ? undefined : either) ?? (comma.includes('.') ? undefined : points);
    if (other === undefined) return 'decimal-comma';
    throw beside(other, comma);
  }
  if (either !== undefined && points !== undefined && (point ?? thousands) === undefined) throw beside(points, either);
  return (point ?? thousands) === undefined && commasAreFree && place.hasDecimalCommas?.()
    ? 'decimal-comma'
    : 'thousands-comma';
}

/** The first cell of each kind of marks; of those with a decimal comma one that has points as well, where there is one. */
function firstByMarks(cells: readonly TableCell[]): Partial<Record<Marks, string>> {
  const found: Partial<Record<Marks, string>> = {};
  for (const cell of cells) {
    if (typeof cell === 'number') {
      if (found.point === undefined && !Number.isInteger(cell)) found.point = String(cell);
      continue;
    }
    const text = cell.trim();
    const marks = marksOf(text);
    if (marks === undefined) continue;
    if (found[marks] === undefined || (marks === 'comma' && text.includes('.'))) found[marks] = text;
  }
  return found;
}

/** Whether one of these columns has a comma that can only be a decimal one. */
export function haveDecimalCommas(columns: Iterable<readonly TableCell[]>): boolean {
  for (const cells of columns) {
    if (cells.some((cell) => typeof cell === 'string' && isDecimal(withUnit(cell)?.number ?? cell.trim()))) return true;
  }
  return false;
}

function isDecimal(text: string): boolean {
  return text.includes(',') && !Number.isNaN(parseNumber(text, 'decimal-comma')) && marksOf(text) === 'comma';
}

function kindOfDates(present: readonly TableCell[], place: ColumnPlace): ReadKind {
  const only = (order: 'day-first' | 'month-first') =>
    present.find((cell) => ordersOf(cell).length === 1 && ordersOf(cell)[0] === order);
  const [day, month] = [only('day-first'), only('month-first')];
  if (day !== undefined && month === undefined) return 'day-first';
  if (month !== undefined && day === undefined) return 'month-first';
  const what =
    day === undefined
      ? `dates such as "${present.find((cell) => ordersOf(cell).length > 1)}", where the day or the month may come first`
      : `dates with the day first, "${day}", and with the month first, "${month}"`;
  throw unclear(place, what, ['day-first', 'month-first'], 'data-date-order');
}

/** `what` the column holds. */
function unclear(
  { path, name }: ColumnPlace,
  what: string,
  kinds: readonly ReadKind[],
  code: 'data-commas' | 'data-date-order' = 'data-commas',
): InputError {
  return inputError`${code}: ${path}: column \`${name}\` holds ${what}.
    Allowed: ${kinds.map((kind) => `\`columns: { ${name}: ${kind} }\``).join(' or ')}
    Fix: Write that under \`data\` in the experiment file, or write all cells the same way.`;
}
