/** @file The table of a page without its page: what sorting, filtering, searching and copying make of rows. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowOrder } from '../../src/browser/order.js';
import { FilterError, filterRows, parseFilter, searchTexts } from '../../src/browser/table/row-filter.js';
import { firstWish, rowsCsv, rowsMarkdown, type TableData } from '../../src/browser/table/table-data.js';
import type { Cell, TableColumn } from '../../src/report/in-page.js';

const column = (kind: TableColumn['kind'], cells: readonly Cell[], id = 'one'): TableColumn => {
  return { id, heading: id, meaning: '', kind, sample: [], spread: null, isShown: true, cells };
};
const ordered = (made: TableColumn, isDescending = false): Cell[] => {
  return [...rowOrder(made.cells, isDescending)].map((row) => made.cells[row] ?? null);
};
const kept = (made: TableColumn, text: string): Cell[] => made.cells.filter(parseFilter(text, made) ?? (() => true));

describe('order', () => {
  const numbers = column('value', [0.3, null, Number.POSITIVE_INFINITY, 0.1, -2, 10]);

  test('numbers by size, infinite ones after them, absent ones last, in both directions', () => {
    expect(ordered(numbers)).toEqual([-2, 0.1, 0.3, 10, Number.POSITIVE_INFINITY, null]);
    expect(ordered(numbers, true)).toEqual([10, 0.3, 0.1, -2, Number.POSITIVE_INFINITY, null]);
  });

  test('texts as people sort them', () => {
    expect(ordered(column('text', ['c10', 'C2', null, 'a']))).toEqual(['a', 'C2', 'c10', null]);
  });

  test('any numbers: a permutation, sorted, equal ones in the order of the ranking', () => {
    const cell = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(null), fc.constant(Number.POSITIVE_INFINITY));
    fc.assert(
      fc.property(fc.array(cell), fc.boolean(), (cells, isDescending) => {
        const rows = [...rowOrder(cells, isDescending)];
        expect([...rows].sort((a, b) => a - b)).toEqual(cells.map((_, row) => row));
        const groupOf = (row: number): number => (cells[row] === null ? 2 : Number.isFinite(cells[row]) ? 0 : 1);
        for (const [place, row] of rows.entries()) {
          const next = rows[place + 1];
          if (next === undefined) continue;
          expect(groupOf(row)).toBeLessThanOrEqual(groupOf(next));
          if (groupOf(row) !== groupOf(next)) continue;
          if (cells[row] === cells[next]) expect(row).toBeLessThan(next);
          else expect((cells[row] as number) < (cells[next] as number)).toBe(!isDescending);
        }
      }),
    );
  });
});

describe('filter', () => {
  const numbers = column('value', [0.05, 0.1, 0.2, 1200, Number.POSITIVE_INFINITY, null, -0.2]);

  test.each([
    ['>0.1', [0.2, 1200, Number.POSITIVE_INFINITY]],
    ['<= 0.1', [0.05, 0.1, -0.2]],
    ['0.1..0.2', [0.1, 0.2]],
    ['>0 <1', [0.05, 0.1, 0.2]],
    ['1,200', [1200]],
    ['5 %', [0.05]],
    ['∞', [Number.POSITIVE_INFINITY]],
    ['none', [null]],
    ['none | −0.2', [null, -0.2]],
    ['!=0.1', [0.05, 0.2, 1200, Number.POSITIVE_INFINITY, -0.2]],
    ['', numbers.cells],
  ])('%s of numbers', (text, expected) => {
    expect(kept(numbers, text)).toEqual(expected);
  });

  test.each([
    ['RELU', ['relu', 'leaky relu']],
    ['=relu', ['relu']],
    ['!relu', ['tanh', null]],
    ['tanh|leaky', ['tanh', 'leaky relu']],
    ['none', [null]],
  ])('%s of texts', (text, expected) => {
    expect(kept(column('text', ['relu', 'tanh', 'leaky relu', null]), text)).toEqual(expected);
  });

  test.each(['>', 'abc', '0.1..', '>0.2x', '..'])('%s is refused with what may be written', (text) => {
    expect(() => parseFilter(text, numbers)).toThrow(FilterError);
    expect(() => parseFilter(text, numbers)).toThrow(/^one: “.*” is not a number or range\. Write a number, >0\.9/);
  });
});

const data: TableData = {
  rows: 4,
  winner: 0,
  forest: null,
  columns: [
    column('text', ['=1+1', 'b|c', 'd', 'e "f"'], 'name'),
    column('value', [0.5, Number.POSITIVE_INFINITY, null, 0.123456789], 'loss'),
    column('setting', [1, 2, 3, 44], 'units'),
  ],
};

test('a search finds all of its words in names and settings; a wrong filter keeps everything and says so', () => {
  const order = Uint32Array.from([3, 2, 1, 0]);
  const rows = (search: string, filter = '') => {
    const wish = { ...firstWish(data), search, filters: new Map([['loss', filter]]) };
    const { rows: left, errors } = filterRows(data, order, wish, () => searchTexts(data));
    return [[...left], errors.size];
  };
  expect(rows('')).toEqual([[3, 2, 1, 0], 0]);
  expect(rows('44 E')).toEqual([[3], 0]);
  expect(rows('', '<1')).toEqual([[3, 0], 0]);
  expect(rows('d', '<')).toEqual([[2], 1]);
});

test('rows leave as CSV with all digits and as Markdown as they are shown', () => {
  expect(rowsCsv(data.columns, [3, 1, 0, 2])).toBe(
    'name,loss,units\r\n"e ""f""",0.123456789,44\r\nb|c,Infinity,2\r\n"\'=1+1",0.5,1\r\nd,,3\r\n',
  );
  expect(rowsMarkdown(data.columns, [1, 2])).toBe(
    '| name | loss | units |\n| --- | ---: | ---: |\n| b\\|c | ∞ | 2 |\n| d | – | 3 |\n',
  );
});
