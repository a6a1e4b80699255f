/** @file Tells a header line of names from a first row of data, which would be lost as one. */
import { inputError } from '../../../core/index.js';
import { isSomeNumber } from '../columns/number-format.js';
import { isMissing } from './table-file.js';

/** Rows below the header that are looked at. */
export const ROWS_BELOW = 200;
/** A run of this many numbers, each one larger than the last, is no chance. */
const LONG = 8;
const MOST_NAMED = 6;

/**
 * Throws an InputError (`data-header`) where every cell of the header is as the cells of its column: a number above numbers, or a word that
 * comes again below. Numbers that count or scale (0, 1, 2, ...; years; wavelengths) are names.
 */
export function requireNames(path: string, header: readonly string[], below: readonly (readonly string[])[]): void {
  const told = header.filter((name) => !isMissing(name));
  if (below.length === 0 || told.length === 0) return;
  const numbers = told.filter(isSomeNumber);
  if (isScale(numbers.map(Number)) || !header.every((name, place) => isAsBelow(name, below, place))) return;
  const shown = `${header.slice(0, MOST_NAMED).join(', ')}${header.length > MOST_NAMED ? ', ...' : ''}`;
  const names = header.slice(0, MOST_NAMED).map((_, place) => `c${place + 1}`);
  throw inputError`data-header: ${path}: the first line looks like data, not column names: ${shown}.
    Allowed: a first line with a name for each column
    Fix: Put a line of names above it, such as: ${names.join(',')}${header.length > MOST_NAMED ? ',...' : ''}`;
}

function isAsBelow(name: string, below: readonly (readonly string[])[], place: number): boolean {
  if (isMissing(name)) return true;
  const cells = below.map((row) => row[place] ?? '').filter((cell) => !isMissing(cell));
  if (isSomeNumber(name)) return cells.length > 0 && cells.every(isSomeNumber);
  return cells.includes(name);
}

/** Whole numbers from 0 or 1 on, equal steps, or a long row that only rises or falls. */
function isScale(numbers: readonly number[]): boolean {
  const steps = numbers.slice(1).map((value, place) => value - (numbers[place] as number));
  const [first] = steps;
  if (numbers.length > 0 && (numbers[0] === 0 || numbers[0] === 1) && steps.every((step) => step === 1)) return true;
  if (first === undefined || first === 0) return false;
  if (steps.length > 1 && steps.every((step) => Math.abs(step - first) <= Math.abs(first) * 1e-6)) return true;
  return numbers.length >= LONG && steps.every((step) => Math.sign(step) === Math.sign(first));
}
