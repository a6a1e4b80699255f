/** @file What `init` sees in a table: subjects, panels, times, sorted targets, copies, identifiers with gaps, leaks, and words that may be levels. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { randomFrom } from '../../../src/core/index.js';
import {
  type ColumnLook,
  guessTask,
  IDENTIFIER,
  leaksOf,
  lookAtTable,
  structureOf,
  type TableLook,
} from '../../../src/engine/datasets/index.js';

type Row = Readonly<Record<string, string | number>>;

async function look(rows: readonly Row[]): Promise<TableLook> {
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-structure-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const lines = [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))].map((cells) => cells.join());
  writeFileSync(join(folder, 'd.csv'), `${lines.join('\n')}\n`);
  return lookAtTable(join(folder, 'd.csv'));
}

const columnOf = ({ columns }: TableLook, name: string) => columns.find((one) => one.name === name) as ColumnLook;
const random = randomFrom('structure');
const plain = (row: number): Row => ({ a: random.normal(), b: ['x', 'y', 'z'][row % 3] as string, y: random.normal() });
const table = (count: number, more: (row: number) => Row = () => ({})) =>
  Array.from({ length: count }, (_, row) => ({ ...more(row), ...plain(row) }));
const structure = async (rows: readonly Row[]) => {
  const seen = await look(rows);
  return structureOf(columnOf(seen, 'y'), seen);
};
const day = (row: number) => new Date(Date.UTC(2020, 0, 1 + row)).toISOString().slice(0, 10);

test.each<[what: string, split: object | undefined, more: (row: number) => Row]>([
  ['a column of few words', undefined, (row) => ({ region: `r${row % 12}` })],
  ['subjects by their name', { by: 'patient_id' }, (row) => ({ patient_id: 100 + (row % 40) })],
  ['subjects in camels', { by: 'userId' }, (row) => ({ userId: `u${row % 40}` })],
  ['a word that ends in id', undefined, (row) => ({ humid: row % 40 })],
  ['how many of something', undefined, (row) => ({ customer_calls: row % 40 })],
  ['too few subjects to divide', undefined, (row) => ({ patient: `p${row % 4}` })],
  ['a panel', { by: 'country' }, (row) => ({ country: `c${row % 30}`, year: 1990 + Math.floor(row / 30) })],
  ['rows in time', { time: 'when' }, (row) => ({ when: day(row) })],
  ['many rows a day, in order', { time: 'when' }, (row) => ({ when: day(Math.floor(row / 4)) })],
  ['a step that counts the rows', { time: 'week' }, (row) => ({ week: row })],
  ['dates in no order', undefined, (row) => ({ when: day((row * 7919) % 90) })],
])('%s', async (_, split, more) => {
  expect((await structure(table(240, more))).split).toEqual(split);
});

test('says in one line what was done and how to change it', async () => {
  const panel = table(240, (row) => ({ country: `c${row % 30}`, year: 1990 + Math.floor(row / 30) }));
  expect((await structure(panel)).reasons).toEqual([
    '`country` stands in several rows (30 values, 8 rows each at different `year`): whole values go to one part (`split: { by: country }`). To predict for the same ones, take `by` out, or `time: year` to judge on later rows.',
  ]);
  expect((await structure(table(240, (row) => ({ when: day(row) })))).reasons).toEqual([
    'The rows are in time by `when`: the latest are the final set (`split: { time: when }`). If later rows are like earlier ones, take `time` out.',
  ]);
  const dates = await structure(table(240, (row) => ({ when: day((row * 7919) % 90) })));
  expect(dates.reasons.join()).toContain('to judge on later rows, write `split: { time: when }`');
});

test('sorted targets, neighbours that are alike, and copies are told, and divide nothing', async () => {
  const rows = table(120);
  const sorted = rows.map((row, place) => ({ ...row, y: place < 50 ? 'no' : 'yes' }));
  const walk = rows.map((row, place) => ({ ...row, y: Math.sin(place / 9) + Number(row.y) / 10 }));
  const told = async (given: readonly Row[]) => (await structure(given)).reasons.join();
  expect(await told(rows)).toBe('');
  expect(await told(sorted)).toContain('The rows are sorted by `y`');
  expect(await told(walk)).toMatch(/^Rows beside each other have a like `y` \(correlation 0\.9\d\)/);
  expect(await told([...rows, ...rows.slice(0, 3)])).toMatch(/^3 of 123 rows are copies of others; nothing was done\./);
});

test('what numbers the rows is one also with gaps; what measures something is none', async () => {
  const seen = await look(
    table(200, (row) => ({ id: 1000 + row, gaps: Math.floor(row * 1.7), spent: 3 * ((row * 7919) % 100_003) })),
  );
  const keys = seen.columns.filter(({ odd }) => odd.includes(IDENTIFIER)).map(({ name }) => name);
  expect(keys).toEqual(['id', 'gaps']);
});

test.each<[what: string, leaks: readonly string[], of: (row: number, y: number) => Row]>([
  ['the target in other units', ['same'], (_, y) => ({ same: 3 * y + 1 })],
  ['a curve of it', ['curve'], (_, y) => ({ curve: Math.exp(y) })],
  ['a good input', [], (_, y) => ({ good: y + 0.1 * random.normal() })],
])('leaks of a quantity: %s', async (_, leaks, of) => {
  const rows = table(400).map((row, place) => ({ ...of(place, Number(row.y)), ...row }));
  const seen = await look(rows);
  expect(leaksOf(columnOf(seen, 'y'), seen)).toEqual(leaks);
});

test.each<[what: string, leaks: readonly string[], of: (row: number, isYes: boolean) => Row]>([
  ['zero where it is no', ['spent'], (row, isYes) => ({ spent: isYes ? random.normal() : 0, a2: row })],
  ['missing where it is no', ['paid'], (_, isYes) => ({ paid: isYes ? 10 * random.uniform() : '' })],
  ['on one side of a value', ['side'], (_, isYes) => ({ side: isYes ? 1 + random.uniform() : random.uniform() })],
  ['a word of it, nearly', ['word'], (row, isYes) => ({ word: isYes !== (row % 100 === 7) ? 'p' : 'q' })],
  ['a good input', [], (_, isYes) => ({ good: random.normal() + (isYes ? 2 : 0) })],
])('leaks of a class: %s', async (_, leaks, of) => {
  const rows = table(400).map((row, place) => {
    const isYes = (place * 7) % 10 < 4;
    return { ...of(place, isYes), ...row, y: isYes ? 'yes' : 'no' };
  });
  const seen = await look(rows);
  expect(leaksOf(columnOf(seen, 'y'), seen)).toEqual(leaks);
});

test('None and NA may be levels, and are told by how often they stand there', async () => {
  const seen = await look(
    table(60, (row) => ({ roof: row % 4 === 0 ? 'None' : 'flat', size: row % 9 === 0 ? 'NA' : row })),
  );
  expect(columnOf(seen, 'roof').word).toEqual({ text: 'None', cells: 15 });
  // Of numbers what is missing is missing.
  expect(columnOf(seen, 'size').word).toBeNull();
});

test('whole numbers some of which stand in a row or two are a quantity', async () => {
  const seen = await look(table(60, (row) => ({ grade: row % 5, visits: row === 9 ? 7 : row % 5 })));
  expect(guessTask(columnOf(seen, 'grade')).task).toBe('classification');
  expect(guessTask(columnOf(seen, 'visits')).task).toBe('regression');
});
