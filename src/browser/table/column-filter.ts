/** @file What may be written above a column to keep some of its rows: `>0.9`, `0.1..0.3`, `relu|tanh`, `none`. */
import type { Cell, TableColumn } from '../../report/in-page.js';
import { isNumeric, textOf } from './table-data.js';

export type CellTest = (cell: Cell) => boolean;

export class FilterError extends Error {}

/** Null for an empty text, which keeps everything. Throws FilterError. */
export function parseFilter(text: string, column: TableColumn): CellTest | null {
  const written = text.trim();
  if (written === '') return null;
  const alternatives = written.split('|').map((part) => part.trim());
  const tests = alternatives.map((part) => (isNumeric(column) ? numberTest(part, column) : textTest(part)));
  return (cell) => tests.some((test) => test(cell));
}

function textTest(part: string): CellTest {
  if (part === 'none') return (cell) => cell === null;
  const [, sign = '', rest = ''] = /^([=!]?)\s*(.*)$/s.exec(part.toLowerCase()) ?? [];
  if (sign === '=') return (cell) => String(cell ?? '').toLowerCase() === rest;
  const isIn = (cell: Cell): boolean =>
    String(cell ?? '')
      .toLowerCase()
      .includes(rest);
  return sign === '!' ? (cell) => !isIn(cell) : isIn;
}

const NUMBER = '[-−+]?(?:\\d[\\d,]*\\.?\\d*|\\.\\d+)(?:e[-+−]?\\d+)?\\s*%?|[-−+]?(?:∞|inf(?:inity)?)';
const RANGE = new RegExp(`^(${NUMBER})\\s*\\.\\.\\s*(${NUMBER})$`, 'i');
const COMPARISON = new RegExp(`^(>=|≥|<=|≤|>|<|!=|≠|=)?\\s*(${NUMBER})$`, 'i');

/** A range, or one comparison or several with spaces between them that must all hold. */
function numberTest(part: string, column: TableColumn): CellTest {
  if (part === 'none') return (cell) => cell === null;
  const range = RANGE.exec(part);
  if (range !== null) {
    const [low, high] = [readNumber(range[1] as string), readNumber(range[2] as string)];
    return (cell) => typeof cell === 'number' && cell >= low && cell <= high;
  }
  const tests = part.split(/\s+(?=[<>=!≤≥≠])/).map((one) => comparison(one, column));
  return (cell) => tests.every((test) => test(cell));
}

function comparison(text: string, column: TableColumn): CellTest {
  const [, sign = '=', number] = COMPARISON.exec(text) ?? [];
  if (number === undefined) throw refusal(text, column);
  const limit = readNumber(number);
  const isSame = (cell: number): boolean => cell === limit || textOf(cell, column) === textOf(limit, column);
  const test: Readonly<Record<string, (cell: number) => boolean>> = {
    '>': (cell) => cell > limit,
    '>=': (cell) => cell >= limit,
    '≥': (cell) => cell >= limit,
    '<': (cell) => cell < limit,
    '<=': (cell) => cell <= limit,
    '≤': (cell) => cell <= limit,
    '=': isSame,
    '!=': (cell) => !isSame(cell),
    '≠': (cell) => !isSame(cell),
  };
  return (cell) => typeof cell === 'number' && test[sign]?.(cell) === true;
}

/** As the table writes numbers, or as somebody types them: `−0.2`, `1,200`, `1e-3`, `5 %`, `∞`. */
function readNumber(text: string): number {
  const plain = text.replaceAll('−', '-').replace(/[\s,]/g, '').toLowerCase();
  if (/(?:∞|inf)/.test(plain)) return plain.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return plain.endsWith('%') ? Number(plain.slice(0, -1)) / 100 : Number(plain);
}

function refusal(text: string, { heading }: TableColumn): FilterError {
  return new FilterError(
    `${heading}: “${text}” is no number or range. Write a number, >0.9, <=2, 0.1..0.3, none, or several with | between them.`,
  );
}
