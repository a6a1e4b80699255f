/** @file Checks the baselines beside a race: fits against scikit-learn, the race's own loss, the trials' own samples. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NUMBER_METRICS, randomFrom, streamRandom } from '../../../src/core/index.js';
import { fitSimple } from '../../../src/engine/baseline/linear.js';
import {
  type Dataset,
  dataSpecSchema,
  drawSample,
  loadDataset,
  type Samples,
} from '../../../src/engine/datasets/index.js';
import { measureBaselines } from '../../../src/engine/inspection.js';
import { fillLogits, fitLogistic } from '../../../src/engine/network/linear/logistic.js';
import { temporaryFolder } from '../../evidence/log/temporary-folder.js';
import { HOUSE_COLUMNS, simulateHouses } from '../network/simulated-houses.js';

interface Reference {
  readonly train: readonly (readonly number[])[];
  readonly test: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly linear: readonly (readonly number[])[];
  readonly relative: readonly number[];
  readonly probabilities: readonly (readonly number[])[];
}

const reference: Reference = JSON.parse(
  readFileSync(new URL('../../reference/baselines.json', import.meta.url), 'utf8'),
);

const samplesOf = (rows: readonly (readonly number[])[], targets: readonly number[]): Samples => ({
  count: rows.length,
  inputs: Float32Array.from(rows.flat()),
  targets: Float32Array.from(targets),
  features: {},
});

function datasetOf(targets: readonly number[], names: readonly string[], classes: readonly string[] = []): Dataset {
  const pool = samplesOf(reference.train, targets);
  return {
    name: 'reference',
    task: classes.length > 0 ? 'classification' : 'regression',
    inputShape: [5],
    targetNames: names,
    classes,
    ...{ pool, selection: pool, final: pool },
    hash: '',
    simulated: true,
  };
}

const everyRow = Int32Array.from(reference.train.keys());
const unseen = samplesOf(reference.test, []);

describe('fits', () => {
  it('are those of scikit-learn, for several targets, a column that others make up and a constant one', () => {
    const dataset = datasetOf(reference.targets.flat(), ['a', 'b']);
    const predicted = fitSimple({
      dataset,
      ...{ lossName: 'rmse', loss: { bestConstant: 'mean', evaluate: () => 0 } },
      width: 2,
      steps: 60,
    }).fit(everyRow)(unseen);
    for (const [index, expected] of reference.linear.flat().entries()) {
      expect((predicted[index] as number) / expected).toBeCloseTo(1, 4);
    }
  });

  it('weigh examples by their targets under a relative loss', () => {
    const first = reference.targets.map(([value]) => value as number);
    const dataset = datasetOf(first, ['a']);
    const predicted = fitSimple({
      dataset,
      ...{ lossName: 'relative-rmse', loss: { bestConstant: 'relative-mean', evaluate: () => 0 } },
      width: 1,
      steps: 60,
    }).fit(everyRow)(unseen);
    for (const [index, expected] of reference.relative.entries()) {
      expect((predicted[index] as number) / expected).toBeCloseTo(1, 4);
    }
  });

  it('of classes have the probabilities of scikit-learn', () => {
    const dataset = datasetOf(reference.labels, ['label'], ['a', 'b', 'c']);
    const logits = fitSimple({
      dataset,
      ...{ lossName: 'cross-entropy', loss: { bestConstant: 'mean', evaluate: () => 0 } },
      ...{ width: 3, steps: 60 },
    }).fit(everyRow)(unseen);
    for (const [row, expected] of reference.probabilities.entries()) {
      const powers = Array.from(logits.subarray(row * 3, row * 3 + 3), Math.exp);
      const total = powers.reduce((a, b) => a + b);
      for (const [label, power] of powers.entries()) expect(power / total).toBeCloseTo(expected[label] as number, 5);
    }
  });

  it('of classes that can be told apart have small weights', () => {
    const matrix = Float64Array.of(-2, -1, 1, 2);
    const weights = fitLogistic({ matrix, width: 1, labels: [0, 0, 1, 1], classes: 2, penalty: 0.25 }, 60);
    expect(Math.max(...weights.map(Math.abs))).toBeLessThan(2);
    const logits = new Float64Array(2);
    fillLogits(weights, matrix, 2, 1, logits);
    expect(logits[1]).toBeGreaterThan((logits[0] as number) + 0.5);
  });
});

const houses: Dataset = {
  name: 'houses',
  task: 'regression',
  inputShape: [HOUSE_COLUMNS.length],
  targetNames: ['price'],
  classes: [],
  pool: simulateHouses(3000, 'pool'),
  selection: simulateHouses(1000, 'selection'),
  final: simulateHouses(1000, 'final'),
  hash: '',
  simulated: true,
};

const request = { dataset: houses, loss: 'rmse', sampleSize: 0, experimentSeed: 1, touchesFinal: false } as const;

describe('the figures', () => {
  it('are the loss of the mean and of a linear model, for 5,000 simulated houses', () => {
    const [trivial, simple] = measureBaselines({ ...request, touchesFinal: true });
    expect(trivial).toMatchObject({ name: 'mean', kind: 'trivial', replicates: 1 });
    expect(simple).toMatchObject({ name: 'linear', kind: 'simple', replicates: 1 });
    const mean = houses.pool.targets.reduce((sum, price) => sum + price / 3000, 0);
    const squares = houses.selection.targets.map((price) => (price - mean) ** 2 / 1000);
    expect(trivial?.loss).toBeCloseTo(Math.sqrt(squares.reduce((a, b) => a + b)), -1);
    expect(simple?.loss).toBeGreaterThan(45_000 * 0.95);
    expect(simple?.loss).toBeLessThan(0.6 * (trivial?.loss as number));
    expect(Object.keys(simple?.final ?? {})).toEqual(['loss', ...NUMBER_METRICS.map(({ name }) => name)]);
    expect(simple?.final?.loss).toBe(simple?.final?.rmse);
    expect(simple?.selection).toMatchObject({ loss: simple?.loss, rmse: simple?.loss });
  });

  it('leave the final set alone unless they are told', () => {
    const unread = {
      ...houses.final,
      get targets(): Float32Array {
        throw new Error('the final set was touched');
      },
    };
    const dataset = { ...houses, final: unread };
    expect(measureBaselines({ ...request, dataset }).map(({ final }) => final)).toEqual([null, null]);
    expect(() => measureBaselines({ ...request, dataset, touchesFinal: true })).toThrow('was touched');
  });

  it('are means over the samples of the first five replicates', () => {
    const [trivial] = measureBaselines({ ...request, sampleSize: 20 });
    const losses = [0, 1, 2, 3, 4].map((replicate) => {
      const rows = drawSample(houses, 20, streamRandom(1, 'sample', replicate));
      const mean = rows.reduce((sum, row) => sum + (houses.pool.targets[row] as number) / 20, 0);
      const squares = houses.selection.targets.map((price) => (price - mean) ** 2 / 1000);
      return Math.sqrt(squares.reduce((a, b) => a + b));
    });
    expect(trivial?.replicates).toBe(5);
    expect((trivial?.loss as number) / (losses.reduce((a, b) => a + b) / 5)).toBeCloseTo(1, 5);
  });

  it.each([
    ['mse', 'mean'],
    ['rmse', 'mean'],
    ['mae', 'median'],
    ['relative-rmse', 'constant'],
    ['relative-squared-error', 'constant'],
  ])('under %s have the best constant, the %s', (loss, name) => {
    const [trivial] = measureBaselines({ ...request, dataset: { ...houses, selection: houses.pool }, loss });
    expect(trivial?.name).toBe(name);
    for (const factor of [0.98, 1.02]) {
      const pool = { ...houses.pool, targets: houses.pool.targets.map((price) => price * factor) };
      const [other] = measureBaselines({ ...request, dataset: { ...houses, pool, selection: houses.pool }, loss });
      expect(other?.loss).toBeGreaterThan(trivial?.loss as number);
    }
  });

  it.each(['cross-entropy', 'binary-cross-entropy'])('of classes are chance and a logistic model, under %s', (loss) => {
    const random = randomFrom('classes');
    const draw = (count: number): Samples => {
      const targets = new Float32Array(count).map(() => Number(random.uniform() < 0.7));
      const inputs = targets.map((label) => label + random.normal());
      return { count, inputs, targets, features: {} };
    };
    const [pool, selection, final] = [draw(2000), draw(2000), draw(2000)];
    const dataset = { ...datasetOf([], ['label'], ['no', 'yes']), inputShape: [1], pool, selection, final };
    const [trivial, simple] = measureBaselines({ ...request, dataset, loss, touchesFinal: true });
    expect(trivial).toMatchObject({ name: 'class shares', kind: 'trivial' });
    expect(trivial?.loss).toBeCloseTo(-0.7 * Math.log(0.7) - 0.3 * Math.log(0.3), 1);
    expect(trivial?.final?.accuracy).toBe(final.targets.reduce((sum, label) => sum + label, 0) / 2000);
    expect(simple?.name).toBe('logistic');
    expect(simple?.loss).toBeLessThan((trivial?.loss as number) - 0.05);
  });

  it('have no simple one where it would take too long, and none at all where the loss has no meaning', () => {
    const wide = { ...houses.pool, inputs: new Float32Array(3000 * 3000) };
    expect(measureBaselines({ ...request, dataset: { ...houses, pool: wide } }).map(({ kind }) => kind)).toEqual([
      'trivial',
    ]);
    const hurried = measureBaselines({ ...request, effort: 1e-6 });
    expect(hurried.map(({ kind }) => kind)).toEqual(['trivial']);
    const pool = { ...houses.pool, targets: new Float32Array(3000) };
    expect(measureBaselines({ ...request, dataset: { ...houses, pool }, loss: 'relative-rmse' })).toEqual([]);
    expect(measureBaselines({ ...request, loss: 'of-my-own' })).toEqual([]);
  });
});

it('takes every column but the embedded ones, whose levels are no quantities', async () => {
  const folder = temporaryFolder();
  const rows = Array.from({ length: 30 }, (_, row) => {
    return [['Rome', 'Paris', ''][row % 3], 1 + (row % 2), ['yes', 'no'][row % 2], 3 + (row % 3), row + 0.5].join(',');
  });
  writeFileSync(join(folder, 'd.csv'), `city,a,open,size,y\n${rows.join('\n')}\n`);
  const spec = { file: 'd.csv', target: 'y', columns: { city: 'embedded' }, features: ['size'] };
  const dataset = await loadDataset(dataSpecSchema.parse(spec), { baseFolder: folder });
  const all = Int32Array.from({ length: dataset.pool.count }, (_, row) => row);
  const task = { dataset, lossName: 'rmse', loss: { evaluate: () => 0 }, width: 1, steps: 60 };
  const fitted = fitSimple(task).fit(all);
  const { pool } = dataset;
  const width = pool.inputs.length / pool.count;
  const before = fitted(pool);
  const other = pool.inputs.map((value, place) => (place % width === width - 1 ? 3 - value : value));
  expect(fitted({ ...pool, inputs: other })).toEqual(before);
  const size = (pool.features.size as Float32Array).map((value) => value + 1);
  expect(fitted({ ...pool, features: { size } })).not.toEqual(before);
});
