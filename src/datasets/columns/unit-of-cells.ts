/** @file The unit that stands beside the numbers of a column: `$12`, `12 %`, `3,50 €`, `7 kg`. */
import type { TableCell } from '../files/table-file.js';
import { isSomeNumber } from './number-format.js';
import { isUnit } from './units.js';

const SIGN = '[$€£¥₹%‰]|USD|EUR|GBP|CHF|JPY|CNY';
const BEFORE = new RegExp(`^([+\\u2212-]?)(${SIGN})\\s*([+\\u2212-]?[\\d.,].*)$`);
const AFTER = new RegExp(`^(.*\\d)\\s*(${SIGN})$`);
/** No number with its unit is longer. */
const LONGEST = 60;
/** Most cells, told quickly. */
const BARE = /^[\d.]*$/;
const SPACED = /^(.*\d)\s+([^\d\s].*)$/;

/** A number without its unit; undefined where none stands beside it. */
export function withUnit(cell: TableCell): { readonly unit: string; readonly number: string } | undefined {
  if (typeof cell === 'number') return undefined;
  const text = cell.trim();
  if (text.length > LONGEST || BARE.test(text)) return undefined;
  const before = BEFORE.exec(text);
  if (before !== null) return checked(before[2], `${before[1]}${before[3]}`);
  const after = AFTER.exec(text) ?? SPACED.exec(text);
  return after === null ? undefined : checked(after[2], after[1]);
}

function checked(unit = '', number = ''): { readonly unit: string; readonly number: string } | undefined {
  return (isUnit(unit) || unit === '₹') && isSomeNumber(number.trim()) ? { unit, number: number.trim() } : undefined;
}

const IS_SIGN = new RegExp(`^(?:${SIGN})$`);

/** The sign of more than half of the cells, or the unit of them all; undefined where there is none. */
export function unitOfCells(present: readonly TableCell[]): string | undefined {
  const counts = new Map<string, number>();
  for (const cell of present) {
    const unit = withUnit(cell)?.unit;
    if (unit !== undefined) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  }
  return [...counts].find(([unit, count]) => {
    return IS_SIGN.test(unit) ? count * 2 > present.length : count === present.length;
  })?.[0];
}
