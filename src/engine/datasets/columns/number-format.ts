/** @file Numbers as people write them: a point or a comma before decimals, groups of three digits, and units. */
import { isGrouped, numberOf, type TableCell } from '../files/table-file.js';
import type { NumberFormat } from './encoding.js';

/** Between groups of three digits beside points and commas: spaces, also those that do not break, and apostrophes. */
const GAP = "[ \\u00a0\\u202f'’]";
const EXPONENT = '(?:[eE][+-]?\\d+)?';

const PLAIN_GROUPS = new RegExp(`^[+-]?[1-9]\\d{0,2}(${GAP})\\d{3}(?:\\1\\d{3})*(?:\\.\\d+)?$`);
const DECIMAL_COMMA = new RegExp(
  `^[+-]?(?=,?\\d)(?:[1-9]\\d{0,2}(\\.|${GAP})\\d{3}(?:\\1\\d{3})*|\\d*)(?:,\\d+)?${EXPONENT}$`,
);
const THOUSANDS_COMMA = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
const SEPARATORS = new RegExp(`\\.|${GAP}`, 'g');
const GAPS = new RegExp(GAP, 'g');

/** Spreadsheets and papers write the sign of mathematics. */
const withMinus = (text: string): string => (text.startsWith('\u2212') ? `-${text.slice(1)}` : text);

/** NaN for what is no number in this format. */
export function parseNumber(cell: TableCell, format: NumberFormat): number {
  if (typeof cell === 'number') return cell;
  const text = withMinus(cell.trim());
  if (format === 'decimal-comma')
    return DECIMAL_COMMA.test(text) ? Number(text.replace(SEPARATORS, '').replace(',', '.')) : Number.NaN;
  if (format === 'thousands-comma' && THOUSANDS_COMMA.test(text)) return Number(text.replaceAll(',', ''));
  const value = numberOf(text);
  return Number.isNaN(value) && PLAIN_GROUPS.test(text) ? Number(text.replace(GAPS, '')) : value;
}

/** Whether a cell is a number in any format. */
export function isSomeNumber(cell: TableCell): boolean {
  return (['plain', 'decimal-comma', 'thousands-comma'] as const).some((format) => {
    return !Number.isNaN(parseNumber(cell, format));
  });
}

/** What the point and the comma of a cell can be; undefined for a cell without either, and where both marks say nothing. */
export type Marks =
  /** `1,234.5`, `1,234,567`: commas between thousands. */
  | 'thousands'
  /** `12.5`: a decimal point. */
  | 'point'
  /** `12,5`, `0,125`, `1.234,5`: a decimal comma. */
  | 'comma'
  /** `3,998`: either. */
  | 'either'
  /** `1.234`: either, the other way round. */
  | 'points';

const COMMA_GROUPS = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/;

export function marksOf(written: string): Marks | undefined {
  const text = withMinus(written);
  if (isGrouped(text)) return 'points';
  const isDecimal = !Number.isNaN(parseNumber(text, 'decimal-comma'));
  if (!text.includes(',')) {
    if (!text.includes('.')) return undefined;
    return isDecimal ? 'comma' : 'point';
  }
  if (!COMMA_GROUPS.test(text)) return 'comma';
  return isDecimal ? 'either' : 'thousands';
}

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
