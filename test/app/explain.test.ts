/** @file What a run's winner and a model file rely on: from the library and the command line, with what is refused. */
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Explanation, explain, predict, type Result, type SelectOptions, select } from '../../dist/app/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

const undone: (() => void)[] = [];
const folder = temporaryFolder((undo) => void undone.push(undo));
const [table, run, alone] = ['d.csv', 'run', 'alone.onnx'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
const header = 'size,twin,town,noise,price';
const rows = Array.from({ length: 150 }, (_, row) => {
  const size = ((row * 37) % 101) / 10;
  const town = row % 3;
  return [
    size,
    (size * 2 + (row % 2) / 100).toFixed(2),
    'abc'[town],
    (row * 53) % 17,
    (3 * size + 8 * town).toFixed(3),
  ];
});
const write = (path: string, cells: readonly (readonly unknown[])[], first = header) =>
  writeFileSync(path, `${[first, ...cells.map(String)].join('\n')}\n`);

const ask = (out: string, rule: string, budget: SelectOptions['budget'] = {}) =>
  select({
    experiment: {
      name: 'prices',
      data: { file: table, target: 'price', split: { pool: 0.6, selection: 0.2, final: 0.2 } },
      space: {
        layers: [{ dense: { units: [3, 4] } }],
        optimizer: { name: 'adam', learningRate: 0.04 },
        epochs: 20,
      },
      race: { rule, warmup: 2, maxReplicates: 3, finalTrials: 4, criterion: 'median' },
    },
    out,
    workers: 1,
    budget,
  });

let found: Explanation;

beforeAll(async () => {
  write(table, rows);
  await ask(run, 'halving');
  copyFileSync(join(run, 'model.onnx'), alone);
  found = await explain(run);
});
afterAll(() => {
  for (const undo of undone) undo();
});

const importanceOf = ({ columns }: Explanation, name: string) => columns.find(({ column }) => column === name);

test('several trainings of the winner on the final set: those that chose nobody first, and the file beside them', () => {
  expect(found).toMatchObject({ spread: 'retrainings', model: join(run, 'model.onnx'), run });
  expect(found.instances.map(({ replicate }) => replicate)).toEqual([1_000_000, 1_000_001, 1_000_002, 1_000_003, 0]);
  expect(found.data).toEqual({ name: 'the final set', rows: 30, of: 30 });
  expect(found.metric).toEqual({ name: 'loss', figure: 'loss (rmse)', better: 'low' });
  const town = importanceOf(found, 'town');
  expect(town?.isClear).toBe(true);
  expect(town?.values).toHaveLength(5);
  expect([town?.least, town?.most]).toEqual([Math.min(...(town?.values ?? [])), Math.max(...(town?.values ?? []))]);
  expect(importanceOf(found, 'noise')?.isClear).toBe(false);
  expect(found.agreement?.all?.w).toBeGreaterThan(0);
});

test('columns that say the same are shuffled together besides', () => {
  const [group, ...others] = found.groups;
  expect(others).toEqual([]);
  expect(group?.columns).toEqual(['size', 'twin']);
  const alike = ['size', 'twin'].map((name) => importanceOf(found, name)?.importance as number);
  expect(group?.importance).toBeGreaterThan(Math.max(...alike));
});

test('the result says what the columns are', () => {
  const { data } = JSON.parse(readFileSync(join(run, 'result.json'), 'utf8')) as Result;
  expect(data).toMatchObject({ task: 'regression', classes: [], inputShape: [6] });
  expect(data.columns?.map(({ name, role, encoding, width, scale }) => [name, role, encoding, width, scale])).toEqual([
    ['size', 'input', 'number', 1, 'standardise'],
    ['twin', 'input', 'number', 1, 'standardise'],
    ['town', 'input', 'one-hot', 3, 'standardise'],
    ['noise', 'input', 'number', 1, 'standardise'],
    ['price', 'target', 'number', 1, 'standardise'],
  ]);
});

test('weights that are not kept are trained again, to the same figures', async () => {
  rmSync(join(run, 'artifacts'), { recursive: true });
  expect(await explain(run)).toEqual(found);
});

test('a file alone: shuffles have a spread, retrainings are not known; a column of one value counts nothing', async () => {
  const given = join(folder, 'given.csv');
  write(
    given,
    rows.map(([size, twin, town, , price]) => [price, town, twin, size, 7]),
    'price,town,twin,size,noise',
  );
  const one = await explain(alone, given, { metric: 'mae', repeats: 4 });
  expect(one).toMatchObject({ spread: 'model', run: null, agreement: null, exported: null });
  expect(importanceOf(one, 'noise')).toMatchObject({ importance: 0, least: 0, most: 0, isClear: false });
  const { values } = await predict(alone, given);
  const errors = rows.map(([, , , , price], row) => Math.abs((values[row] as number) - Number(price)));
  expect(one.value).toBeCloseTo(errors.reduce((sum, error) => sum + error, 0) / errors.length, 5);
  expect(await explain(alone, given, { metric: 'mae', repeats: 4 })).toEqual(one);
  expect(await explain(alone, given, { metric: 'mae', repeats: 4, seed: 1 })).not.toEqual(one);
  const some = await explain(join(run, 'model.onnx'), given, { instances: 0, rows: 20 });
  expect(some).toMatchObject({ spread: 'model', run, data: { name: 'given.csv', rows: 20, of: 150 } });
});

test('the command line: within 80 columns, as a table for programs, and as JSON', async () => {
  const args = ['explain', run, '--instances', '3'];
  vi.stubEnv('COLUMNS', '80');
  const { stdout, status } = await surefoot(args, folder);
  vi.unstubAllEnvs();
  expect(status).toBe(0);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(stdout).toContain('3 trainings of');
  expect(stdout).toMatch(/^size .*group 1/m);
  const csv = (await surefoot([...args, '--csv'], folder)).stdout.trim().split('\n');
  expect(csv[0]).toBe(
    'column,importance,least,most,error,p_value,clear,exported,instance.1000000,instance.1000001,instance.1000002',
  );
  expect(csv.slice(1).map((line) => line.split(',')[0])).toContain('size + twin');
  const json = JSON.parse((await surefoot([...args, '--json'], folder)).stdout);
  expect(json).toMatchObject({ format: 'surefoot-explanation', version: 1, repeats: 10, seed: 0 });
});

test('what is kept stands on the page of the run', async () => {
  const says = (text: RegExp) => text.test(readFileSync(join(run, 'report.html'), 'utf8'));
  expect(says(/What the model relies on/)).toBe(false);
  expect((await surefoot(['explain', run, '--keep'], folder)).stderr).toContain('surefoot report');
  expect(JSON.parse(readFileSync(join(run, 'explanation.json'), 'utf8'))).toEqual(JSON.parse(JSON.stringify(found)));
  expect((await surefoot(['report', run], folder)).status).toBe(0);
  expect(says(/What the model relies on[\s\S]*figure-reliance[\s\S]*Group 1, at least 1.00 alike: size, twin/)).toBe(
    true,
  );
  const kept = await surefoot(['explain', alone, table, '--keep'], folder);
  expect([kept.status, kept.stderr]).toEqual([2, expect.stringContaining('a model file without a run')]);
});

test('refuses what cannot be explained, and says why', async () => {
  await expect(explain(alone)).rejects.toMatchObject({ code: 'explain-data' });
  await expect(explain(run, undefined, { metric: 'rmsee' })).rejects.toMatchObject({
    code: 'explain-metric',
    fix: 'Did you mean "rmse"?',
  });
  const short = join(folder, 'short.csv');
  write(short, rows.slice(0, 1));
  await expect(explain(alone, short)).rejects.toMatchObject({ code: 'explain-rows' });
  await expect(explain(alone, short, { target: 'prices' })).rejects.toMatchObject({ code: 'data-column' });
  const narrow = join(folder, 'narrow.csv');
  write(
    narrow,
    rows.map(([size, twin, , noise]) => [size, twin, noise]),
    'size,twin,sound',
  );
  await expect(predict(alone, narrow)).rejects.toMatchObject({
    code: 'data-column',
    what: `${narrow} lacks columns that the model needs: \`town\`, \`noise\`.`,
    allowed: expect.stringContaining('size, twin, town, noise'),
  });
  expect(await predict(run, table)).toEqual(await predict(join(run, 'model.onnx'), table));
  await expect(predict(folder, table)).rejects.toMatchObject({ what: `${folder} is a folder that holds no run.` });
  const open = join(folder, 'open');
  await ask(open, 'welch', { trials: 4 });
  await expect(explain(open)).rejects.toMatchObject({ code: 'explain-open' });
  expect((await explain(open, table, { instances: 1 })).columns).toHaveLength(4);
});
