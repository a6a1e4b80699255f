/** @file Units: those that a column's name says, `length (cm)`, `speed [km/h]`, `width_mm`; and what may stand beside a number. */
import type { TableCell } from '../files/table-file.js';
import { isSomeNumber } from './number-format.js';

const PREFIXED = 'm|g|s|A|K|mol|Hz|N|Pa|J|W|Wh|C|V|F|Ω|ohm|T|lm|lx|Bq|Gy|Sv|eV|L|l|bar|B|b|pc';
const PLAIN =
  'min|h|d|days?|weeks?|months?|yrs?|years?|ha|ft|in|mi|mph|lb|oz|psi|°|°C|°F|deg|rad|%|‰|ppm|ppb|px|dB|mmHg|k?cal|EUR|USD|GBP|CHF|JPY|CNY|€|\\$|£|¥';
const ONE = `(?:(?:[yzafpnµumcdhkMGTPEZ]|da)?(?:${PREFIXED})|${PLAIN})(?:\\^?-?[0-9]|[²³])?`;
/** A product or quotient of units, `1/s` among them. */
const UNIT = new RegExp(`^(?:1(?=/)|${ONE})(?:[*·/ ]${ONE})*$`);
/** Only what is nothing else as the last part of a name. */
const ENDING = /_(mm|cm|km|kg|mg|ml|km2|m2|m3|kw|kwh|mwh|ms|hz|khz|mhz|ghz|kpa|hpa|kev|mev|gev|eur|usd|gbp|chf)$/i;

/** Null where the name says none. @example unitOf('petal width (cm)') // 'cm' */
export function unitOf(name: string): string | null {
  const inside = /[([]([^()[\]]+)[)\]]\s*$/.exec(name)?.[1]?.trim();
  if (inside !== undefined) return UNIT.test(inside) ? inside : null;
  return ENDING.exec(name)?.[1] ?? null;
}

/** Whether a text is a unit, or a product or quotient of some. @example isUnit('km/h') // true */
function isUnit(text: string): boolean {
  return UNIT.test(text);
}

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
