/** @file Dates as they are written: the year first, as in ISO 8601, or the day or the month. */
import type { TableCell } from '../files/table-file.js';
import type { DateOrder } from './encoding.js';

const MS_PER_DAY = 86_400_000;

const TIME = '(?:[T ](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s*(Z|[+-]\\d{2}:?\\d{2})?)?';
/** ISO 8601, and the same with slashes or points; without a zone it is read as UTC. */
const YEAR_FIRST = new RegExp(`^(\\d{4})([-/.])(\\d{2})\\2(\\d{2})${TIME}$`);
const YEAR_LAST = new RegExp(`^(\\d{1,2})([./-])(\\d{1,2})\\2(\\d{4})${TIME}$`);

/** Milliseconds since 1970. NaN for what is no such date, also where the calendar has none (2023-02-29). */
export function millisecondsOf(text: string, order?: DateOrder): number {
  const match = (order === undefined ? YEAR_FIRST : YEAR_LAST).exec(text.trim());
  if (match === null) return Number.NaN;
  const [first, second, third] = [match[1], match[3], match[4]].map(Number) as [number, number, number];
  const [year, month, day] =
    order === undefined
      ? [first, second, third]
      : order === 'day-first'
        ? [third, second, first]
        : [third, first, second];
  const [hour, minute, seconds] = [match[5], match[6], match[7]].map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ];
  const fraction = Number(`0.${match[8] ?? '0'}`) * 1000;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, seconds));
  const isThere =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && seconds < 60;
  return isThere ? date.getTime() + fraction - zoneMilliseconds(match[9]) : Number.NaN;
}

function zoneMilliseconds(zone = 'Z'): number {
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.replaceAll(/\D/g, '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
}

/** Days since 1970; NaN for what is no date in this order. */
export function daysOf(cell: TableCell, order?: DateOrder): number {
  return typeof cell === 'number' ? Number.NaN : millisecondsOf(cell, order) / MS_PER_DAY;
}

/** The orders that a date with its year at the end can have; points stand after the day. */
export function ordersOf(cell: TableCell): readonly DateOrder[] {
  if (typeof cell === 'number') return [];
  const orders: readonly DateOrder[] = /^\s*\d+\./.test(cell) ? ['day-first'] : ['day-first', 'month-first'];
  return orders.filter((order) => !Number.isNaN(millisecondsOf(cell, order)));
}
