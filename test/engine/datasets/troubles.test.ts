/** @file Everything that is wrong with a file, at once, by the lines that an editor shows. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { InputError } from '../../../src/core/index.js';
import { type Dataset, dataSpecSchema, loadDataset, lookAtTable } from '../../../src/engine/datasets/index.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'surefoot-troubles-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const load = (text: string, spec: object): Promise<Dataset> => {
  writeFileSync(join(folder, 'd.csv'), text);
  return loadDataset(dataSpecSchema.parse({ file: 'd.csv', target: 'kind', ...spec }), { baseFolder: folder });
};
const refusal = async (text: string, spec: object = {}): Promise<InputError> => {
  const error = await load(text, spec).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InputError);
  return error as InputError;
};

test('columns, lines, names, weights and times in one message, each with its fix', async () => {
  const text = [
    'area,city,built,day,weight,kind,city',
    '12,Ulm,2001-02-03,2024-01-01,1,a,x',
    '13,"Bo\nnn",2001-02-30,2024-01-02,-1,b,x',
    'big,Ulm,2001-02-04,never,1,a,x',
    '',
    '1e39,Ulm,2001-02-05,2024-01-04,,b,x',
    '14,Ulm,nope,2024-01-05,1,c,x,',
    '15,Ulm,2001-02-06,2024-01-06,1,,x',
  ].join('\n');
  const spec = { weights: 'weight', features: ['nothing'], split: { time: 'day' } };
  const error = await refusal(text, spec);
  expect(error.code).toBe('data-troubles');
  const reasons = error.message.split('\n').filter((line) => /^\d\. /.test(line));
  expect(reasons).toEqual([
    '1. columns 2 and 7 are both called `city`.',
    '2. the header line names 7 columns, but line 8 has 8 cells.',
    expect.stringMatching(/^3\. data\.features: there is no column `nothing`/),
    '4. column `area` is "big" in line 5, "1e+39" in line 7: not finite numbers as the others in it.',
    '5. column `built` is "2001-02-30" in line 3, "nope" in line 8: not dates as the others in it.',
    '6. column `weight` is "-1" in line 3, empty in line 7: not weights.',
    '7. column `day` is "never" in line 5: no times, so these rows belong to no part.',
  ]);
  expect(error.message.match(/^ {3}Fix: /gm)).toHaveLength(7);
  const straight = await refusal(text.replace('1,c,x,', '1,c,x'), spec);
  expect(straight.message).toContain('6. column `day`');
  expect(straight.message).toContain('7. the target `kind` is empty in line 9.');
});

test('a target of which nothing is known is no class, unless it is stated as one', async () => {
  const table = (labelOf: (row: number) => string) =>
    `a,kind\n${Array.from({ length: 40 }, (_, row) => `${row},${labelOf(row)}`).join('\n')}\n`;
  for (const word of ['NA', '', ' n/a', 'nan', 'None', '?']) {
    for (const spec of [{}, { task: 'classification' }, { task: 'regression' }]) {
      const { code, what, message } = await refusal(
        table(() => word),
        spec,
      );
      expect([code, what]).toEqual([
        'data-target-missing',
        expect.stringMatching(/d\.csv: all 40 cells of the target `kind` are missing\.$/),
      ]);
      expect(message).toMatch(/Allowed: a value in every row; [\s\S]*Fix: Choose another column as the target/);
    }
  }
  const some = table((row) => ['none', 'mild', 'severe'][row % 3] as string);
  expect((await refusal(some)).message).toMatch(
    /`kind` is "none" in line 2, "none" in line 5, "none" in line 8, and 11 more: missing\.[\s\S]* list `classes`/,
  );
  expect((await load(some, { classes: ['none', 'mild', 'severe'] })).classes).toEqual(['none', 'mild', 'severe']);
  const numbers = table((row) => (row === 4 ? 'NA' : String(row % 2)));
  expect((await refusal(numbers)).what).toMatch(/: the target `kind` is "NA" in line 6: missing\.$/);
});

test('files that are no text, quotes that nobody closes, and tables before an experiment is written', async () => {
  const table = `a,b,kind\n1,"x\ny",u\n\n2,z,v\n`;
  const looked = async (content: string | Buffer) => {
    writeFileSync(join(folder, 'l.csv'), content);
    const error = await lookAtTable(join(folder, 'l.csv')).catch((thrown: unknown) => thrown);
    return error instanceof InputError ? error.what : '';
  };
  expect(await looked(table)).toBe('');
  expect(await looked(Buffer.from(`\ufeff${table}`, 'utf16le'))).toBe('');
  expect(await looked(gzipSync(table))).toMatch(/l\.csv: it is compressed by gzip: unpack it\.$/);
  expect(await looked('PK\x03\x04...')).toMatch(/it is a ZIP archive, as spreadsheets are/);
  expect(await looked(`${table}3,\0,u\n`)).toMatch(/it is not text: it contains bytes of value 0/);
  expect(await looked(Buffer.from(`${table}3,Zürich,u\n`, 'latin1'))).toMatch(
    /line 6 is not UTF-8 but another encoding/,
  );
  expect(await looked(`${table}3,"w,u\n4,z,v\n`)).toMatch(/a quote that begins after line 5 is never closed/);
  expect(await looked(table.replace('b', 'a'))).toMatch(/columns 1 and 2 are both called `a`/);
  expect(await looked(`${table}3\n`)).toMatch(/the header line names 3 columns, but line 6 has 1 cell\.$/);
  expect(await looked('a,b,kind\n')).toMatch(/it holds no examples/);
});

test('many of a kind are counted', async () => {
  const rows = Array.from({ length: 400 }, (_, row) => `${row % 5 === 0 ? `w${row}` : row},${row / 7}`);
  const error = await refusal(`a,y\n${rows.join('\r\n')}\n`, { target: 'y' });
  expect(error.what).toContain('column `a` is "w0" in line 2, "w5" in line 7, "w10" in line 12, and 77 more:');
});

test('rare classes are named together, and one group that is everything beside a cell', async () => {
  const rows = Array.from({ length: 30 }, (_, row) => `${row},one,${['rare', 'odd', 'odd'][row] ?? 'often'}`);
  const text = `a,g,kind\n${rows.join('\n')}\n`;
  const rare = await refusal(text);
  expect(rare).toMatchObject({ code: 'data-class-rare' });
  expect(rare.what).toContain('class "odd" has 2 examples, class "rare" has 1 example, too few for 3 parts');
  const grouped = await refusal(text.replace('\n3,', '\n1e39,'), { split: { by: 'g' } });
  expect(grouped.message).toMatch(
    /1\. column `a` is "1e\+39" in line 5[\s\S]*2\. data\.split\.by: column `g` has 1 group/,
  );
});

test('ten thousand categories are text, left out and said so', async () => {
  const rows = Array.from({ length: 20_000 }, (_, row) => `${row % 9},c${row % 10_000},${row % 2 ? 'a' : 'b'}`);
  const text = `a,city,kind\n${rows.join('\n')}\n`;
  const { encoding } = await load(text, {});
  expect(encoding?.left).toMatchObject([
    { name: 'city', reason: 'text, or an identifier: 8391 different values in 12000 rows' },
  ]);
});

test('the line is where the row begins in an editor, whatever line breaks and empty lines come before', () => {
  const cell = fc.constantFrom('plain', '"two\nlines"', '"a\n\nb"', '""');
  const row = fc.record({ isBad: fc.boolean(), text: cell, gap: fc.constantFrom('', '\n', '\n\n') });
  return fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 8, maxLength: 20 }), fc.boolean(), async (drawn, hasCarriage) => {
      fc.pre(drawn.some(({ isBad }) => isBad) && drawn.filter(({ isBad }) => isBad).length * 2 < drawn.length);
      const rows = drawn.map(
        ({ isBad, text, gap }, place) => `${gap}${isBad ? `BAD${place}` : place},${text},${place / 3}`,
      );
      const plain = `a,b,y\n${rows.join('\n')}\n`;
      const written = hasCarriage ? plain.replaceAll('\n', '\r\n') : plain;
      const lines = plain.split('\n');
      const error = await refusal(written, { target: 'y' });
      const named = [...error.message.matchAll(/"(BAD\d+)" in line (\d+)/g)];
      expect(named.length).toBeGreaterThan(0);
      for (const [, token = '', line] of named) expect(lines[Number(line) - 1]).toMatch(new RegExp(`^${token},`));
    }),
    { numRuns: 40 },
  );
});
