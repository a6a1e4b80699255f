/** @file The rows that are left by a search over all texts and by what is written above columns. */
import type { Cell, TableColumn } from '../../report/in-page.js';
import { readShownNumber } from '../order.js';
import { cellAt, isNumeric, type TableData, type TableWish, textOfCell } from './table-data.js';

interface Filtered {
  /** Of `order`, in that order. */
  readonly rows: Uint32Array;
  /** What is wrong with a filter, by column; such a one keeps everything. */
  readonly errors: ReadonlyMap<string, string>;
}

export function filterRows(
  data: TableData,
  order: Uint32Array,
  wish: TableWish,
  texts: () => readonly string[],
): Filtered {
  const errors = new Map<string, string>();
  const tests = data.columns.flatMap((column) => {
    const test = testOf(column, wish.filters.get(column.id) ?? '', errors);
    return test === null ? [] : [{ column, test }];
  });
  const words = wish.search.toLowerCase().split(/\s+/).filter(Boolean);
  const searched = words.length === 0 ? [] : texts();
  const rows = order.filter(
    (row) =>
      words.every((word) => searched[row]?.includes(word)) &&
      tests.every(({ column, test }) => test(cellAt(column, row))),
  );
  return { rows, errors };
}

function testOf(column: TableColumn, text: string, errors: Map<string, string>): CellTest | null {
  try {
    return parseFilter(text, column);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    errors.set(column.id, error.message);
    return null;
  }
}

/** By row: names, standing and settings, lower-case. */
export function searchTexts({ columns, rows }: TableData): string[] {
  const searched = columns.filter(({ kind }) => kind === 'text' || kind === 'setting');
  return Array.from({ length: rows }, (_, row) =>
    searched
      .map((column) => cellAt(column, row) ?? '')
      .join('\n')
      .toLowerCase(),
  );
}

type CellTest = (cell: Cell) => boolean;

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
    const [low, high] = [readShownNumber(range[1] as string), readShownNumber(range[2] as string)];
    return (cell) => typeof cell === 'number' && cell >= low && cell <= high;
  }
  const tests = part.split(/\s+(?=[<>=!≤≥≠])/).map((one) => comparison(one, column));
  return (cell) => tests.every((test) => test(cell));
}

function comparison(text: string, column: TableColumn): CellTest {
  const [, sign = '=', number] = COMPARISON.exec(text) ?? [];
  if (number === undefined) throw refusal(text, column);
  const limit = readShownNumber(number);
  const isSame = (cell: number): boolean => cell === limit || textOfCell(cell, column) === textOfCell(limit, column);
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

function refusal(text: string, { heading }: TableColumn): FilterError {
  return new FilterError(
    `${heading}: “${text}” is not a number or range. Write a number, >0.9, <=2, 0.1..0.3, none, or several with | between them.`,
  );
}
