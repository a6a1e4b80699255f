/** @file Splits by groups and in time: nothing that belongs together is torn apart, and nobody is judged on the past. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { randomFrom } from '../../../src/core/index.js';
import { millisecondsOf } from '../../../src/engine/datasets/columns/dates.js';
import { splitByGroup, splitByTime } from '../../../src/engine/datasets/held-together.js';
import { dataSpecSchema, loadDataset, type Samples } from '../../../src/engine/datasets/index.js';

const PARTS = ['pool', 'selection', 'calibration', 'final'] as const;
const sizesOf = (count: number) => {
  const [selection, final, calibration] = [Math.floor(count / 5), Math.floor(count / 5), Math.floor(count / 6)];
  return { pool: count - selection - final - calibration, selection, final, calibration };
};

test('groups stay whole, everything is used once, and sizes are met to within the largest group', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { minLength: 60, maxLength: 300 }), fc.nat(), (groups, seed) => {
      const sizes = sizesOf(groups.length);
      const parts = splitByGroup(groups, sizes, randomFrom('test', seed), 'g');
      expect(PARTS.flatMap((part) => [...parts[part]]).sort((a, b) => a - b)).toEqual([...groups.keys()]);
      const homes = PARTS.map((part) => new Set([...parts[part]].map((index) => groups[index])));
      const counts = new Map<number, number>();
      for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
      expect(homes.reduce((sum, { size }) => sum + size, 0)).toBe(counts.size);
      const largest = Math.max(...counts.values());
      for (const part of PARTS) expect(Math.abs(parts[part].length - sizes[part])).toBeLessThanOrEqual(2 * largest);
    }),
  );
});

test('no part looks behind another, and one moment is in one part', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 60, maxLength: 300 }), fc.nat(), (times, seed) => {
      fc.pre(new Set(times).size > times.length / 2);
      const parts = splitByTime(times, sizesOf(times.length), randomFrom('test', seed), 't');
      const inParts = PARTS.map((part) => [...parts[part]].map((index) => times[index] as number));
      for (const [place, own] of inParts.slice(1).entries()) {
        expect(Math.max(...(inParts[place] as number[]))).toBeLessThan(Math.min(...own));
      }
      expect(PARTS.flatMap((part) => [...parts[part]]).sort((a, b) => a - b)).toEqual([...times.keys()]);
    }),
  );
});

test.each([
  ['2024-02-29', Date.UTC(2024, 1, 29)],
  ['2024-02-29T13:45', Date.UTC(2024, 1, 29, 13, 45)],
  ['2024-02-29 13:45:10.5Z', Date.UTC(2024, 1, 29, 13, 45, 10, 500)],
  ['2024-02-29T13:45:10+02:30', Date.UTC(2024, 1, 29, 11, 15, 10)],
  ['2023-02-29', Number.NaN],
  ['2023-13-01', Number.NaN],
  ['29.02.2024', Number.NaN],
])('%s is read as what ISO 8601 says', (text, expected) => {
  expect(millisecondsOf(text)).toBe(expected);
});

test('a file is split by its column, which is no input', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-split-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const rows = Array.from({ length: 100 }, (_, row) => {
    const day = new Date(Date.UTC(2024, 0, 1 + ((row * 37) % 100))).toISOString().slice(0, 10);
    return `p${row % 20},${day},${row},${((row * 37) % 100) / 2}`;
  });
  writeFileSync(join(folder, 'd.csv'), `patient,day,x,y\n${rows.join('\n')}\n`);
  const load = (split: object, inputs = {}) =>
    loadDataset(dataSpecSchema.parse({ file: 'd.csv', target: 'y', split, ...inputs }), { baseFolder: folder });
  const byPatient = await load({ by: 'patient' }, { inputs: 'x' });
  const patients = ({ inputs }: Samples) => new Set([...inputs].map((x) => x % 20));
  const homes = [byPatient.pool, byPatient.selection, byPatient.final].map(patients);
  expect(homes.map(({ size }) => size)).toEqual([12, 4, 4]);
  expect(new Set(homes.flatMap((home) => [...home])).size).toBe(20);

  const inTime = await load(
    { time: 'day', pool: 0.5, selection: 0.2, final: 0.2, calibration: 0.1 },
    { inputs: ['x'] },
  );
  expect(inTime.inputShape).toEqual([1]);
  const ends = PARTS.map((part) => [...(inTime[part]?.targets ?? [])]).map((own) => [
    Math.min(...own),
    Math.max(...own),
  ]);
  expect(ends).toEqual([
    [0, 24.5],
    [25, 34.5],
    [35, 39.5],
    [40, 49.5],
  ]);
  await expect(load({ by: 'patient', time: 'day' })).rejects.toMatchObject({ code: 'data-contradiction' });
});
