/** @file Linear models as candidates: they are raced, delivered, explained and predicted with as networks are. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { explain, predict, type Result, select } from '../../dist/app/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere } from './command-line-here.js';

const rows = Array.from({ length: 150 }, (_, row) => {
  const size = ((row * 37) % 101) / 10;
  return [size, 'abc'[row % 3], 3 * size + 8 * (row % 3) + ((row * 53) % 17) / 40, size > 5 ? 'big' : 'small'];
});

test.each([
  ['numbers', 'price', { penalty: [0, 0.01, 1], mix: [0, 1] }, { refit: true }],
  ['classes', 'kind', { penalty: [0.001, 1], classWeights: ['balanced', null] }, 'nearest'],
])('%s', async (_, target, space, deliver) => {
  const folder = temporaryFolder(onTestFinished);
  const table = join(folder, 'd.csv');
  writeFileSync(table, ['size,town,price,kind', ...rows].join('\n'));
  const experiment = {
    name: 'line',
    data: { file: table, target, inputs: ['size', 'town'] },
    trainer: 'linear',
    space: space as object,
    race: { finalTrials: 3 },
    deliver,
  };
  const out = join(folder, 'run');
  const { result } = await select({ experiment: experiment as never, out, workers: 1 });
  const { winner, verdict } = result as Result;
  // Trainings that are all alike have no range.
  const { stdout } = await surefootHere(['report', out], folder);
  expect(stdout).toMatch(/ in each of 3 fresh\s/);
  expect(stdout).not.toContain('Another training');
  expect(['decided', 'tied']).toContain(verdict);
  const losses = winner?.finalDistribution?.metrics.loss?.values.map(Number) ?? [];
  expect([losses.length, new Set(losses).size]).toEqual([3, 1]);
  const model = join(out, 'model.onnx');
  const { values, labels } = await predict(model, table);
  if (target === 'price') {
    const errors = rows.map((row, place) => (row[2] as number) - (values[place] as number));
    expect(Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / rows.length)).toBeLessThan(0.2);
  } else {
    expect(labels.filter((label, place) => label === rows[place]?.[3]).length).toBeGreaterThan(140);
  }
  const { columns } = await explain(out);
  expect(readFileSync(model).length).toBeLessThan(10_000);
  expect(columns.map(({ column }) => column)).toContain('size');
});

test('race beside networks', async () => {
  const folder = temporaryFolder(onTestFinished);
  const table = join(folder, 'd.csv');
  writeFileSync(table, ['size,town,price,kind', ...rows].join('\n'));
  const experiment = {
    name: 'both',
    data: { file: table, target: 'price', inputs: ['size', 'town'] },
    models: {
      net: { trainer: 'network', space: { layers: [{ dense: { units: 2 } }], epochs: 1 } },
      line: { trainer: 'linear', space: { penalty: [0.001, 10] } },
    },
    race: { finalTrials: 2 },
  };
  const { result } = await select({ experiment: experiment as never, out: join(folder, 'run'), workers: 1 });
  const { winner, candidates } = result as Result;
  expect([winner?.label, candidates.length]).toEqual(['line penalty=0.001', 3]);
});
