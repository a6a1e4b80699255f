/** @file The part of the data that calibrates: of every source, and without it everything is as it was. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  DATA_PARTS,
  type Dataset,
  dataSpecSchema,
  dividedData,
  loadDataset,
} from '../../../src/engine/datasets/index.js';

const load = (spec: object, baseFolder = '/') => loadDataset(dataSpecSchema.parse(spec), { baseFolder });
const sizesOf = (dataset: Dataset) => DATA_PARTS.map((part) => dataset[part]?.count);

test('of generated data it is drawn for itself: the other parts stay what they are, and the hash tells', async () => {
  const spec = (more: object) => ({
    source: 'bumps',
    size: 5,
    split: { pool: 20, selection: 6, final: 5, seed: 3, ...more },
  });
  const [without, with7] = [await load(spec({})), await load(spec({ calibration: 7 }))];
  expect([without, with7].map(sizesOf)).toEqual([
    [20, 6, 5, undefined],
    [20, 6, 5, 7],
  ]);
  expect([with7.pool, with7.selection, with7.final]).toEqual([without.pool, without.selection, without.final]);
  // As it was before there was such a part.
  expect(without.hash).toBe('9628ec0ddd745ae7c6e6f58aa8659df958d9855499ea1ec5bfe687603e6a8267');
  expect(with7.hash).not.toBe(without.hash);
  const { calibration } = dividedData(with7)({ split: 3 }, 1);
  expect(calibration).toEqual(with7.calibration);
});

test('of a file it comes out of the pool, is disjoint, and keeps the columns that a model reads', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-calibration-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const rows = Array.from({ length: 100 }, (_, row) => `${row},${'ab'[row % 2]},${row / 2}`);
  for (const name of ['d.csv', 'e.csv']) writeFileSync(join(folder, name), `x,kind,y\n${rows.join('\n')}\n`);
  const ofFile = (more: object) => load({ file: 'd.csv', target: 'y', ...more }, folder);
  const quarter = await ofFile({ split: { calibration: 0.25 } });
  expect(sizesOf(quarter)).toEqual([35, 20, 20, 25]);
  const targets = DATA_PARTS.flatMap((part) => [...(quarter[part]?.targets ?? [])]);
  expect(new Set(targets).size).toBe(100);
  expect(quarter.calibration?.columns?.map(({ name }) => name)).toEqual(['x', 'kind']);
  expect(sizesOf(await ofFile({ split: { calibration: 15 } }))).toEqual([45, 20, 20, 15]);
  const others = { selectionFile: 'e.csv', finalFile: 'e.csv' };
  expect(sizesOf(await ofFile({ ...others, split: { calibration: 0.2 } }))).toEqual([80, 100, 100, 20]);
  expect(sizesOf(await ofFile({ selectionFile: 'e.csv', split: { calibration: 10 } }))).toEqual([65, 100, 25, 10]);
  await expect(ofFile({ split: { calibration: 70 } })).rejects.toThrow(/calibration 70 asks for 170 examples/);
  await expect(ofFile({ split: { calibration: 0.001 } })).rejects.toThrow(/data\.split\.calibration: 0\.001 of 100/);
});
