/** @file Reads the columns that a split goes by: groups as numbers, moments as numbers. */
import { InputError } from '../../core/index.js';
import type { Cell } from './table-file.js';

/** 0, 1, ... by first occurrence; equal cells are one group. */
export function groupNumbers(cells: readonly Cell[]): Int32Array {
  const numbers = new Map<Cell, number>();
  return Int32Array.from(cells, (cell) => {
    const known = numbers.get(cell);
    if (known !== undefined) return known;
    numbers.set(cell, numbers.size);
    return numbers.size - 1;
  });
}

/** A date, or a date and time, of ISO 8601; without a zone it is read as UTC. */
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;

/** For messages. */
export const ALLOWED_TIMES = 'numbers, or dates such as 2024-02-29 and 2024-02-29T13:45:00Z';

/** Numbers as they are, dates of ISO 8601 in milliseconds since 1970. Throws InputError for anything else, naming its row. */
export function moments(cells: readonly Cell[], path: string, column: string): Float64Array {
  return Float64Array.from(cells, (cell, row) => {
    const moment = momentOf(cell);
    if (!Number.isNaN(moment)) return moment;
    throw new InputError({
      code: 'split-time',
      what: `${path}: column \`${column}\` is "${cell}" in row ${row + 1}, which is no time.`,
      allowed: ALLOWED_TIMES,
      fix: 'Correct that row, or write the times so.',
    });
  });
}

export function isMoment(cell: Cell): boolean {
  return !Number.isNaN(momentOf(cell));
}

function momentOf(cell: Cell): number {
  return typeof cell === 'number' ? cell : millisecondsOf(cell);
}

/** NaN for what is no such date, also where the calendar has none (2023-02-29). */
export function millisecondsOf(text: string): number {
  const match = ISO.exec(text.trim());
  if (match === null) return Number.NaN;
  const [year, month, day, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => (part === undefined ? undefined : Number(part))) as [
    number,
    number,
    number,
    number?,
    number?,
    number?,
  ];
  const fraction = Number(`0.${match[7] ?? '0'}`) * 1000;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isThere =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isThere ? date.getTime() + fraction - zoneMilliseconds(match[8]) : Number.NaN;
}

function zoneMilliseconds(zone = 'Z'): number {
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.replaceAll(/\D/g, '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
}
