/** @file Columns of a table as they come: what they are taken for, how they become numbers, and what is refused. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fitEncoding, useOfWords } from '../../../src/engine/datasets/columns/fit-encoding.js';
import { parseNumber } from '../../../src/engine/datasets/columns/number-format.js';
import { readColumn } from '../../../src/engine/datasets/columns/read-column.js';
import { encodeColumns } from '../../../src/engine/datasets/files/encode-inputs.js';
import {
  type Dataset,
  dataSpecSchema,
  encodedNames,
  loadDataset,
  type TableEncoding,
} from '../../../src/engine/datasets/index.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'surefoot-columns-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Thirty rows of these cells, again and again, and the row's number as target. */
const load = (columns: Readonly<Record<string, readonly (string | number)[]>>, spec: object = {}): Promise<Dataset> => {
  const names = Object.keys(columns);
  const rows = Array.from({ length: 30 }, (_, row) => {
    return [...names.map((name) => `"${columns[name]?.[row % (columns[name]?.length ?? 1)]}"`), row + 0.5].join(',');
  });
  writeFileSync(join(folder, 'd.csv'), `${[...names, 'y'].join(',')}\n${rows.join('\n')}\n`);
  return loadDataset(dataSpecSchema.parse({ file: 'd.csv', target: 'y', ...spec }), { baseFolder: folder });
};

test('a table of numbers stays what it was; anything else is encoded, from the pool', async () => {
  expect((await load({ a: [1, 2], b: ['3e2', '-4'] })).encoding).toBeUndefined();
  const { encoding, inputShape, pool } = await load({
    city: ['Paris', 'Rome', 'Rome'],
    open: ['True', 'False'],
    area: ['10', '', '30'],
    built: ['2024-02-29', 'NA'],
    key: Array.from({ length: 30 }, (_, row) => `k${row}`),
  });
  expect(encoding?.columns.flatMap(encodedNames)).toEqual([
    'city=Paris',
    'city=Rome',
    'open=False',
    'open=True',
    'area',
    'area missing',
    ...['years', 'year sin', 'year cos', 'week sin', 'week cos', 'missing'].map((part) => `built ${part}`),
  ]);
  expect(encoding?.left.map(({ name }) => name)).toEqual(['key']);
  expect([inputShape, pool.inputs.every(Number.isFinite), pool.columns]).toEqual([[12], true, undefined]);
});

test('numbers are read as they are written', async () => {
  const text = (column: string) => load({ price: [column, column.replace('4', '5')] });
  const fill = async (column: string) => (await text(column)).encoding?.columns[0];
  expect(await fill('1.234,56')).toMatchObject({ kind: 'number', format: 'decimal-comma' });
  expect(await fill('1,234.56')).toMatchObject({ kind: 'number', format: 'thousands-comma' });
  expect(await fill('1,234')).toMatchObject({ kind: 'number', format: 'thousands-comma' });
  // An empty column has no commas that could mean two things.
  const empty = await load({ price: ['', 'NA'], area: ['1', '2'] });
  expect([empty.encoding?.columns, empty.encoding?.left]).toMatchObject([[{ name: 'area' }], [{ name: 'price' }]]);
  const stated = await load({ price: ['1,234'] }, { columns: { price: 'thousands-comma' } });
  expect(stated.pool.inputs[0]).toBe(1234);
  fc.assert(
    fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (value) => {
      const rounded = Number(value.toFixed(2));
      const written = rounded.toLocaleString('de-DE', { maximumFractionDigits: 2 });
      expect(parseNumber(written, 'decimal-comma') + 0).toBe(rounded + 0);
      const english = rounded.toLocaleString('en-US', { maximumFractionDigits: 2 });
      expect(parseNumber(english, 'thousands-comma') + 0).toBe(rounded + 0);
    }),
  );
});

test('unknown levels are the shares of all, missing values are marked, dates turn with their year', () => {
  const columns = [
    { name: 'c', kind: 'category', levels: ['', 'a'], shares: [0.25, 0.75] },
    { name: 'n', kind: 'number', format: 'plain', fill: 5, indicator: true },
    { name: 'd', kind: 'date', fill: 0, indicator: false, hours: true },
  ] as const;
  const raw = [
    { name: 'c', kind: 'category', values: ['a', '', 'new'] },
    { name: 'n', kind: 'number', values: Float64Array.of(1, Number.NaN, 3) },
    { name: 'd', kind: 'date', values: Float64Array.of(10_957, 10_957.25, Number.NaN) },
  ] as const;
  const width = columns.flatMap(encodedNames).length;
  const encoded = encodeColumns({ columns, left: [] }, raw, 3);
  const row = (index: number) => [...encoded.subarray(index * width, (index + 1) * width)];
  expect([0, 1, 2].map((index) => row(index).slice(0, 4))).toEqual([
    [0, 1, 1, 0],
    [1, 0, 5, 1],
    [0.25, 0.75, 3, 0],
  ]);
  // A quarter of a day after 1 January 2000 the day's sine is 1.
  expect(row(0)[4]).toBe(0);
  expect(row(1).at(-2)).toBeCloseTo(1, 6);
});

test('a column with a few cells of another kind is refused by the line of the file', async () => {
  await expect(load({ a: ['1', '2', '3', 'four'] })).rejects.toMatchObject({
    code: 'data-not-a-number',
    message: expect.stringContaining('column `a` is "four" in line 5'),
  });
  await expect(load({ a: ['x', 'y'], b: ['1', '1e39'] })).rejects.toThrow('column `b` is "1e+39" in line 3');
  await expect(load({ a: ['2024-01-01', '2024-01-02', 'soon'] })).rejects.toMatchObject({ code: 'data-date' });
  expect((await load({ a: ['1', '2', '3', 'four'] }, { columns: { a: 'category' } })).inputShape).toEqual([4]);
  expect((await load({ a: ['1', '2'], b: ['x', 'y'] }, { columns: { b: 'ignore' } })).inputShape).toEqual([1]);
});

test('a cell is missing by the words that programs write', () => {
  const { raw } = readColumn(['1', 'NA', 'null', 'N/A', '', '-'], { path: 'p', name: 'n' });
  expect([...(raw.values as Float64Array)].map(Number.isNaN)).toEqual([false, true, true, true, true, true]);
});

test('levels are columns, embedded or left out by how many there are and how many rows they have', () => {
  expect([2, 10, 50].map((levels) => useOfWords(levels, 20))).toEqual(['columns', 'columns', 'left']);
  expect([50, 51, 100, 101].map((levels) => useOfWords(levels, 1000))).toEqual([
    'columns',
    'embedded',
    'embedded',
    'left',
  ]);
  const encodingOf = (count: number, kind: 'category' | 'embedded' = 'category'): ReturnType<typeof fitEncoding> => {
    const values = Array.from({ length: 10 * count }, (_, row) => `w${row % count}`);
    const column = { raw: { name: 'c', kind: 'category', values }, readAs: { kind }, isStated: true } as const;
    return fitEncoding([column], Int32Array.from(values.keys()), [], 'p');
  };
  expect(encodingOf(1000).columns[0]).not.toHaveProperty('embedded');
  expect(encodingOf(1001).columns[0]).toMatchObject({ embedded: true });
  expect(encodingOf(3, 'embedded').columns[0]).toEqual({
    name: 'c',
    kind: 'category',
    levels: ['w0', 'w1', 'w2'],
    embedded: true,
  });
  expect(() => encodingOf(100_001)).toThrow('column `c` has 100001 categories in the pool');
});

test('an embedded column is the number of its level, after all others', async () => {
  const dataset = await load(
    { city: ['Rome', 'Paris', ''], a: ['1', '2'], open: ['yes', 'no'], size: ['3', '4', '5'] },
    { columns: { city: 'embedded' }, features: ['size'] },
  );
  const { encoding, inputShape } = dataset;
  expect(encoding?.columns.map(({ name }) => name)).toEqual(['city', 'a', 'open']);
  expect(encoding?.columns[0]).toMatchObject({ levels: ['', 'Paris', 'Rome'], embedded: true });
  expect(inputShape).toEqual([4]);
  const raw = [
    { name: 'city', kind: 'category', values: ['Rome', 'Oslo', ''] },
    { name: 'a', kind: 'number', values: Float64Array.of(7, 8, 9) },
    { name: 'open', kind: 'category', values: ['no', 'yes', 'no'] },
  ] as const;
  expect([...encodeColumns(encoding as TableEncoding, raw, 3)]).toEqual([7, 1, 0, 3, 8, 0, 1, 0, 9, 1, 0, 1]);
});
