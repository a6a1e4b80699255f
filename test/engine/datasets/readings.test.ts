/** @file How cells are read that people write: marks in numbers, units, dates; of inputs and of targets. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type ColumnEncoding,
  type Dataset,
  dataSpecSchema,
  encodedColumn,
  loadDataset,
  lookAtTable,
  readModelRows,
  readTargets,
} from '../../../src/engine/datasets/index.js';

/** Rows as a model reads them. */
function rowsAs(path: string, columns: readonly ColumnEncoding[]) {
  return readModelRows(path, columns.map(encodedColumn), 'Correct them.');
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'surefoot-readings-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const ROWS = 30;

/** The columns' cells again and again; the selection set is the whole table, in its order. */
const write = (columns: Readonly<Record<string, readonly string[]>>, delimiter = ','): string => {
  const names = Object.keys(columns);
  const quoted = (text: string): string => (text.includes(delimiter) ? `"${text}"` : text);
  const rows = Array.from({ length: ROWS }, (_, row) => {
    return names.map((name) => quoted(columns[name]?.[row % (columns[name]?.length ?? 1)] ?? '')).join(delimiter);
  });
  const path = join(folder, 'd.csv');
  writeFileSync(path, `${[names.join(delimiter), ...rows].join('\n')}\n`);
  return path;
};
const Y = ['0.5', '1.5', '2.5', '3.25', '7.125'];
const load = (columns: Parameters<typeof write>[0], spec: object = {}, delimiter = ','): Promise<Dataset> => {
  write({ ...columns, ...('y' in columns ? {} : { y: Y }) }, delimiter);
  const data = { file: 'd.csv', target: 'y', selectionFile: 'd.csv', ...spec };
  return loadDataset(dataSpecSchema.parse(data), { baseFolder: folder });
};
/** Of the column `a`, as a model sees the first rows. */
const read = async (cells: readonly string[], delimiter = ',', others = {}): Promise<readonly number[]> => {
  const { selection, inputShape } = await load({ a: cells, word: ['u', 'v'], ...others }, {}, delimiter);
  return cells.map((_, row) => selection.inputs[row * (inputShape[0] as number)] as number);
};
const refusal = (cells: readonly string[], delimiter = ',', others = {}) =>
  read(cells, delimiter, others).then(
    (values) => ({ code: `read as ${values}`, message: '' }),
    (error: { code: string; message: string }) => error,
  );

test('the minus of mathematics is a minus, with marks and units, too', async () => {
  expect(await read(['\u22120.5', '1.5', '\u22122'])).toEqual([-0.5, 1.5, -2]);
  expect(await read(['\u22121,5', '2,25'], ';')).toEqual([-1.5, 2.25]);
  expect(await read(['\u2212$5', '$2.5'])).toEqual([-5, 2.5]);
});

test('commas before three digits alone are between thousands, all others before decimals', async () => {
  expect(await read(['3,998', '315', '1,250'])).toEqual([3998, 315, 1250]);
  expect(await read(['3,998,100', '-1,250.5'])).toEqual([3_998_100, -1250.5]);
  expect(await read(['3,5', '315', '12,3125'])).toEqual([3.5, 315, 12.3125]);
  // No group begins with 0, and none has four digits.
  expect(await read(['0,125', '0,250'])).toEqual([0.125, 0.25]);
  expect(await read(['1234,125', '2000,250'])).toEqual([1234.125, 2000.25]);
});

test('a column of both is refused, with what to write', async () => {
  for (const cells of [
    ['3,998', '1,5'],
    ['0,125', '3,998'],
    ['1,234.5', '1,5'],
    ['3.5', '1,5'],
    ['1.234', '1,5'],
  ]) {
    const { code, message } = await refusal(cells);
    expect([cells, code]).toEqual([cells, 'data-commas']);
    expect(message).toContain('`columns: { a: decimal-comma }` or `columns: { a: thousands-comma }`');
    expect(message).toContain(`"${cells[0]}"`);
  }
});

test('between semicolons commas are before decimals wherever one must be', async () => {
  expect(await read(['3,875', '1,5', '315'], ';')).toEqual([3.875, 1.5, 315]);
  expect(await read(['3,998', '315'], ';')).toEqual([3998, 315]);
  expect(await read(['3,875', '315'], ';', { b: ['0,5', '1,5'] })).toEqual([3.875, 315]);
  // Points that group are no decimal points, also where the cell is a number by itself.
  expect(await read(['1.234,5', '2.000', '3,25'], ';')).toEqual([1234.5, 2000, 3.25]);
  expect(await read(['1.234.567', '2.000', '315'], ';')).toEqual([1_234_567, 2000, 315]);
  expect((await refusal(['1.234', '315'], ';', { b: ['0,5', '1,5'] })).code).toBe('data-commas');
  expect(await read(['1.125', '315'], ';')).toEqual([1.125, 315]);
});

test('spaces and apostrophes group digits', async () => {
  expect(await read(['1 234.5', '17.25'])).toEqual([1234.5, 17.25]);
  expect(await read(["1'234.5", '1’000', '12'])).toEqual([1234.5, 1000, 12]);
  expect(await read(['1 234,5', '12 000,25', '7,5'], ';')).toEqual([1234.5, 12_000.25, 7.5]);
  expect(await read(['1\u202f234.5', '1\u00a0000'])).toEqual([1234.5, 1000]);
});

test('one word among decimal commas is refused by its line, and does not make words of all', async () => {
  const cells = [...Array.from({ length: 29 }, (_, row) => `${row},5`), 'abc'];
  expect((await refusal(cells)).message).toContain('column `a` is "abc" in line 31');
  expect((await refusal(['1.5', '2.5', 'inf'])).message).toMatch(
    /"inf" in line 4.*not finite numbers[\s\S]*leave them empty/,
  );
});

test('a unit beside every number is taken off, and is part of the model', async () => {
  expect(await read(['$1,200.50', '$315', '-$7'])).toEqual([1200.5, 315, -7]);
  expect(await read(['12 %', '7.5 %'])).toEqual([12, 7.5]);
  expect(await read(['3,50 €', '1.200,00 €'], ';')).toEqual([3.5, 1200]);
  expect(await read(['7 kg', '12.5 kg'])).toEqual([7, 12.5]);
  expect((await refusal(['12 %', '12 %', '0.12'])).message).toContain('column `a` is "0.12" in line 4');
  // Words with numbers in them.
  const { encoding } = await load({ a: ['1 year', '2 years', '3 years', '10+ years'] });
  expect(encoding?.columns[0]?.kind).toBe('category');

  const { encoding: ofDollars, columns } = await load({ a: ['$1.5', '$2.5'] }).then((dataset) => {
    return { encoding: dataset.encoding, columns: dataset.encoding?.columns ?? [] };
  });
  expect(ofDollars?.columns[0]).toMatchObject({ unit: '$' });
  const raw = async (cells: readonly string[]) =>
    (await rowsAs(write({ a: cells }), columns)).rows[0]?.values.slice(0, 2);
  expect(await raw(['$7', '$8'])).toEqual(Float64Array.of(7, 8));
  expect(await raw(['7', '8'])).toEqual(Float64Array.of(7, 8));
  await expect(raw(['€7', '€8'])).rejects.toMatchObject({ code: 'data-unit' });
  const plain = (await load({ a: ['0.12', '0.5'], word: ['u', 'v'] })).encoding?.columns ?? [];
  await expect(rowsAs(write({ a: ['12 %'], word: ['u'] }), plain)).rejects.toMatchObject({
    code: 'data-not-a-number',
  });
});

test('dates have the day or the month first as the column shows, or are asked about', async () => {
  const first = async (cells: readonly string[]) => {
    const { encoding, final } = await load({ a: cells, word: ['u', 'v'] }, { finalFile: 'd.csv' });
    return { encoded: encoding?.columns[0], day: final.columns?.[0]?.values[0] };
  };
  const lastOf2019 = Date.UTC(2019, 11, 31) / 86_400_000;
  expect(await first(['31.12.2019', '01.02.2020'])).toMatchObject({
    encoded: { kind: 'date', order: 'day-first' },
    day: lastOf2019,
  });
  expect(await first(['31/12/2019', '01/02/2020'])).toMatchObject({ encoded: { order: 'day-first' }, day: lastOf2019 });
  expect(await first(['12/31/2019', '01/02/2020'])).toMatchObject({
    encoded: { order: 'month-first' },
    day: lastOf2019,
  });
  expect(await first(['2019/12/31', '2020/02/01'])).toMatchObject({ encoded: { kind: 'date' }, day: lastOf2019 });
  expect(await first(['31.12.2019'])).toMatchObject({ encoded: { kind: 'date' }, day: lastOf2019 });
  for (const cells of [
    ['01/02/2020', '03/04/2020'],
    ['31/12/2019', '12/31/2019'],
  ]) {
    await expect(first(cells)).rejects.toMatchObject({
      code: 'data-date-order',
      message: expect.stringContaining('`columns: { a: day-first }` or `columns: { a: month-first }`'),
    });
  }
  const stated = await load({ a: ['01/02/2020', '03/04/2020'] }, { columns: { a: 'month-first' } });
  const [row] = (await rowsAs(write({ a: ['12/31/2019'] }), stated.encoding?.columns ?? [])).rows;
  expect(row?.values[0]).toBe(lastOf2019);
});

test('a target is read as inputs are, also by whoever reads it again', async () => {
  const german = { y: ['1.234,5', '2.000', '3,25', '0,125', '7,5'], a: ['1', '2'] };
  for (const spec of [{}, { task: 'regression' }, { columns: { y: 'decimal-comma' } }]) {
    const { task, selection, targetReadings } = await load(german, spec, ';');
    expect([task, ...selection.targets.slice(0, 5)]).toEqual(['regression', 1234.5, 2000, 3.25, 0.125, 7.5]);
    const again = await readTargets(write(german, ';'), ['y'], { classes: [], readings: targetReadings ?? {} });
    expect([...again.targets.slice(0, 3)]).toEqual([1234.5, 2000, 3.25]);
  }
  const two = await load({ ...german, z: ['$5', '$6.5'] }, { target: ['y', 'z'] }, ';');
  expect([...two.selection.targets.slice(0, 4)]).toEqual([1234.5, 5, 2000, 6.5]);
  expect(Object.keys(two.targetReadings ?? {})).toEqual(['y', 'z']);
  const plain = await load({ a: ['1', '2'] });
  expect(plain.targetReadings).toBeUndefined();
  await expect(load({ a: ['1'], y: ['3,998', '1,5'] })).rejects.toMatchObject({ code: 'data-commas' });
  await expect(load({ a: ['1', '2'] }, { columns: { y: 'ignore' } })).rejects.toMatchObject({
    code: 'data-contradiction',
  });
  const words = await load({ a: ['1', '2'], y: ['1', '2'] }, { columns: { y: 'category' } });
  expect([words.task, words.classes]).toEqual(['classification', ['1', '2']]);
  // A label is what it was: a number in every spelling.
  expect((await load({ a: ['1', '2'], y: ['1.250', '2.5'] }, { task: 'classification' })).classes).toEqual([
    '1.25',
    '2.5',
  ]);
});

test('features and weights with commas are refused with a fix that works', async () => {
  for (const spec of [{ features: ['b'] }, { weights: 'b' }]) {
    const refused = await load({ a: ['1', '2'], b: ['0,5', '1,5'] }, spec, ';').catch(({ message }: Error) => message);
    expect(refused).toMatch(/`b` is "0,5" in line 2.*[\s\S]*Fix: Write them as plain numbers such as 1234\.5/);
  }
});

test('numbers of a target that no network holds are refused', async () => {
  await expect(load({ a: ['1', '2'], y: [...Y, '1e39'] })).rejects.toMatchObject({
    code: 'data-not-a-number',
    message: expect.stringContaining('`y` is "1e+39" in line 7'),
  });
});

test('a first line of data is no header', async () => {
  const opened = async (text: string): Promise<string> => {
    const path = join(folder, 'h.csv');
    writeFileSync(path, text);
    return lookAtTable(path).then(
      () => 'names',
      ({ code }: { code: string }) => code,
    );
  };
  const below = '5.1,3.5,1.4\n4.9,3.1,1.3\n';
  expect(await opened(`6.2,2.9,4.3\n${below}`)).toBe('data-header');
  expect(await opened(`6.2,,6.2\n${below}`)).toBe('data-header');
  expect(await opened('5.1,u,Rome\n4.9,v,Bern\n3.9,u,Rome\n')).toBe('data-header');
  expect(await opened('u,v\nu,w\nw,v\n')).toBe('data-header');
  expect(await opened(`a,b,c\n${below}`)).toBe('names');
  expect(await opened(`0,1,2\n${below}`)).toBe('names');
  expect(await opened('country,1990,2000\nBern,1.5,2\nUlm,3,4\n')).toBe('names');
  expect(await opened(`400.5,401,401.5\n${below}`)).toBe('names');
  expect(await opened('5.1,kind\n4.9,a\n3.9,b\n')).toBe('names');
});

test('nothing known in some rows is no constant', async () => {
  const { columns } = await lookAtTable(write({ a: ['none', 'children'], b: ['NA'], c: ['x'], y: Y }));
  expect(columns.map(({ odd }) => odd)).toEqual([[], ['empty', 'mostly missing'], ['constant'], []]);
});

test('what is read as it was keeps its hash, and with it its runs', async () => {
  const columns = {
    area: ['10.5', '', '1.234'],
    city: ['Bern', 'Ulm', ''],
    built: ['2024-02-29', 'NA', '2001-05-06T07:08:09Z'],
    price: ['1.234,5', '7,5'],
    code: ['1.250', '7'],
    key: Array.from({ length: ROWS }, (_, row) => `k${row}`),
  };
  const { hash } = await load(columns, { columns: { code: 'category' } });
  expect(hash).toBe('b8dedb21eebc2a740f207d013556493557449bf94c0b95f69aa58b083ce0fe32');
  expect((await load({ a: ['1.125', '2'], b: ['3', '4.5'] })).hash).toBe(
    'c71831ea758a15d1b6951ed2619b1097bec0f44caa401b0e40fe9979a97ce933',
  );
});
