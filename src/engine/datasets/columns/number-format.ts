/** @file Numbers as people write them: a point or a comma before decimals, and groups of three digits. */
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
