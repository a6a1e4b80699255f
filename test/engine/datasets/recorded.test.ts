/** @file Tables of recorded losses: which columns are taken as what, what counts as a figure, and how files are refused. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { InputError } from '../../../src/core/index.js';
import { type LossColumns, readRecordedLosses } from '../../../src/engine/datasets/index.js';

function pathIn(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-recorded-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, name);
}

async function read(text: string, asked: LossColumns = {}, name = 'table.csv') {
  const path = pathIn(name);
  writeFileSync(path, text);
  const { candidates, replicates, columns } = await readRecordedLosses(path, asked);
  return { ids: candidates.map(({ id }) => id), replicates, columns: columns.map((column) => [...column]) };
}

async function refusal(reading: Promise<unknown>): Promise<InputError> {
  const error = await reading.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(InputError);
  return error as InputError;
}

test('ids are the text of their column, even one whose name fits the pattern of losses', async () => {
  const table = 'loss_model,loss_1,loss_2\n007,1,2\n1.50,3,4\n7,5,6\n';
  expect(await read(table, { candidate: 'loss_model' })).toEqual({
    ids: ['007', '1.50', '7'],
    replicates: ['loss_1', 'loss_2'],
    columns: [
      [1, 3, 5],
      [2, 4, 6],
    ],
  });
});

test.each<[string, string, LossColumns]>([
  ['named', 'candidate,loss_seed,loss\na,00,1\nb,00,2\na,0,3\nb,0,4\n', { replicate: 'loss_seed' }],
  ['by its default name', 'candidate,replicate,loss\na,00,1\nb,00,2\na,0,3\nb,0,4\n', { loss: '*' }],
])('a column of replicates that fits the pattern of losses holds none: %s', async (_, table, asked) => {
  const { replicates, columns } = await read(table, asked);
  expect(new Set(replicates)).toEqual(new Set(['00', '0']));
  expect(columns).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test('a column cannot hold both candidates and losses', async () => {
  const error = await refusal(read('model,loss\na,1\nb,2\n', { candidate: 'model', loss: 'model' }));
  expect(error.message).toMatch(/"model" cannot hold the losses[\s\S]*--loss/);
});

test('a wide table may have a single replicate', async () => {
  expect(await read('candidate,loss_0\na,1\nb,2\n')).toEqual({
    ids: ['a', 'b'],
    replicates: ['loss_0'],
    columns: [[1, 2]],
  });
  const error = await refusal(read('candidate,run,loss\na,0,1\na,1,2\n'));
  expect(error.message).toMatch(/"a" appears twice[\s\S]*--replicate/);
});

test('figures are decimal numbers and infinity', async () => {
  const texts = ['1', '-2.5', '+3', '.5', '5.', '1e-3', '2E+4', 'inf', '-Infinity', ''];
  const { columns } = await read(`candidate,loss\n${texts.map((text, row) => `c${row},${text}\n`).join('')}`);
  const infinite = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  expect(columns).toEqual([[1, -2.5, 3, 0.5, 5, 0.001, 20000, ...infinite, Number.NaN]]);
});

test.each(['0x10', '0b11', '0o7', '1_0', '1,5', '.', 'e5', '1e', 'nan', '1 2'])('"%s" is no figure', async (text) => {
  const error = await refusal(read(`candidate,loss_1,loss_2\na,1,2\nb,1,"${text}"\n`));
  expect(error).toMatchObject({ code: 'bad-cell' });
  expect(error.message).toContain(`"loss_2" is "${text}" in row 2`);
});

test('long integers of Parquet stay whole as ids, and are numbers as losses and settings', async () => {
  const { candidates, columns } = await readRecordedLosses('test/engine/datasets/fixtures/long-ids.parquet', {});
  expect(candidates).toEqual([
    { id: '9007199254740992', configuration: { width: 16 } },
    { id: '9007199254740993', configuration: { width: 32 } },
  ]);
  expect(columns.map((column) => [...column])).toEqual([
    [1, 2],
    [0.5, 1.5],
  ]);
});

test.each<[string, string, string]>([
  ['semicolons', 'table.csv', 'candidate;loss_1;loss_2\na;1;2\nb,c;3;4\n'],
  ['semicolons and quotes', 'table.csv', '"candidate";"loss_1";"loss_2"\n"a";"1";"2"\n"b,c";"3";"4"\n'],
  ['tabs', 'table.csv', 'candidate\tloss_1\tloss_2\na\t1\t2\nb,c\t3\t4\n'],
  ['commas under a name for tabs', 'table.tsv', 'candidate,loss_1,loss_2\na,1,2\n"b,c",3,4\n'],
  ['commas, with semicolons in a name', 'table.csv', 'candidate,loss_1,loss_2,a;b;c;d;e\na,1,2,0\n"b,c",3,4,0\n'],
])('the header tells the delimiter: %s', async (_, name, table) => {
  const { ids, columns } = await read(table, {}, name);
  expect(ids).toEqual(['a', 'b,c']);
  expect(columns).toEqual([
    [1, 3],
    [2, 4],
  ]);
});

test.each<[string, string, string | undefined, number | undefined, RegExp]>([
  ['missing', 'table.csv', undefined, undefined, /no such file/],
  ['empty', 'table.csv', '', undefined, /0 bytes/],
  ['not Parquet', 'table.parquet', 'candidate,loss\n', undefined, /it is not Parquet/],
  ['with a column twice', 'table.csv', 'candidate,loss,loss\na,1,2\n', undefined, /two columns are called `loss`/],
  ['with a short row', 'table.csv', 'candidate,loss\na\n', undefined, /line 2 has 1 cell, and the header line 2\./],
  [
    'with a quote in a cell',
    'table.csv',
    'candidate,loss\na"b,1\n',
    undefined,
    /line 2 has a quote in the middle of a cell/,
  ],
  [
    'that goes on behind a quote',
    'table.csv',
    'candidate,loss\n"a"b,1\n',
    undefined,
    /line 2 goes on behind the quote/,
  ],
  ['too large', 'table.csv', '', 2 ** 30 + 1, /has 1073741825 bytes[\s\S]*1024 MiB/],
  ['of no known format', 'table.data', 'candidate,loss\n', undefined, /its format is not clear from its name/],
  ['of arrays', 'table.npy', 'candidate,loss\n', undefined, /cannot be read from npy/],
])('a file %s is refused in the words of tables', async (_, name, text, bytes, message) => {
  const path = pathIn(name);
  if (text !== undefined) writeFileSync(path, text);
  if (bytes !== undefined) truncateSync(path, bytes);
  const { message: whole, allowed, fix } = await refusal(readRecordedLosses(path, {}));
  expect(whole).toMatch(message);
  expect(`${allowed} ${fix}`).toMatch(/CSV/);
  expect(`${allowed} ${fix}`).not.toMatch(/data\b|NPY|NPZ|npz/);
});
