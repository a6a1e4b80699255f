/**
 * @file What fewer than ten rows say moves no prediction far: rare, missing and new levels, missing numbers, a value that stands alone in
 * its column, and inputs far outside. `scripts/tables/rare-levels.mjs` counts the same over real tables.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { randomFrom } from '../../../src/core/index.js';
import { openModel } from '../../../src/engine/built-in.js';
import { type Dataset, dataSpecSchema, loadDataset, type RawColumn } from '../../../src/engine/datasets/index.js';
import { trainModel } from '../../../src/engine/network/index.js';
import { examples } from '../../examples.js';

/** A column of words of which `rare` has few rows and decides all in them, a number that is rarely missing, and one that differs in a row. */
async function rareTable(seed: number, isClasses: boolean): Promise<Dataset> {
  const random = randomFrom('rare', seed);
  const count = 160 + random.below(300);
  const rareRows = 1 + random.below(8);
  const rows = Array.from({ length: count }, (_, row) => {
    const isRare = row < rareRows;
    const job = isRare ? ['odd', ''][seed % 2] : ['fixed', 'partly', 'other'][random.below(3)];
    const size = 10 * random.uniform();
    const wanted = (job === 'fixed' ? 3 : 0) + size + 2 * random.uniform() + (isRare ? 500 : 0);
    const y = isClasses ? (wanted > 7 ? 'good' : 'bad') : wanted;
    return [job, row % 90 === 7 ? '' : size, row === rareRows ? 1 : 0, y].join(',');
  });
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-rare-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'd.csv'), ['job,size,flag,y', ...rows].join('\n'));
  return loadDataset(dataSpecSchema.parse({ file: 'd.csv', target: 'y' }), { baseFolder: folder });
}

/** Numbers in spreads of the target, or log odds; and how far they may move. */
function scoresOf(outputs: Float32Array, { pool, classes }: Dataset): { scores: number[]; most: number } {
  if (classes.length > 0) {
    return {
      scores: Array.from({ length: outputs.length / 2 }, (_, row) => outputs[2 * row]! - outputs[2 * row + 1]!),
      most: 1,
    };
  }
  const mean = pool.targets.reduce((sum, value) => sum + value, 0) / pool.count;
  const spread = Math.sqrt(pool.targets.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pool.count);
  return { scores: Array.from(outputs, (output) => output / spread), most: 0.5 };
}

const LAYERS = [[], [{ dense: { units: 16 } }]];
const ROWS = 20;

test.each(Array.from({ length: examples(4, 60) }, (_, seed) => seed))(
  'are as good as unknown, table %i',
  async (seed) => {
    const dataset = await rareTable(seed, seed % 4 > 1);
    const layers = LAYERS[seed % 2] as (typeof LAYERS)[number];
    const trained = await trainModel({ layers, epochs: 8, optimizer: { name: 'adamw', learningRate: 0.01 } }, dataset, {
      seed,
    });
    const model = await openModel(trained?.model as Uint8Array, 'm.onnx');
    onTestFinished(() => model.close());
    const columns = dataset.final.columns as readonly RawColumn[];
    const scoresWith = async (name: string, cell: string | number) => {
      const changed = columns.map((column): RawColumn => {
        const values = column.name === name ? Array(dataset.final.count).fill(cell) : [...column.values];
        return (
          column.kind === 'category' ? { ...column, values } : { ...column, values: Float64Array.from(values) }
        ) as RawColumn;
      });
      const rows = changed.map((column) => ({ ...column, values: column.values.slice(0, ROWS) }) as RawColumn);
      return scoresOf(await model.outputs(rows, ROWS), dataset);
    };
    const encoding = dataset.encoding?.columns.find(({ name }) => name === 'job');
    const levels = encoding?.kind === 'category' ? encoding.levels : [];
    expect(levels).toEqual(['fixed', 'other', 'partly']);
    const { most, scores: fresh } = await scoresWith('job', 'never seen');
    const usual = await Promise.all(levels.map((level) => scoresWith('job', level)));
    for (const [row, score] of fresh.entries()) {
      const all = usual.map(({ scores }) => scores[row] as number);
      expect(score).toBeGreaterThan(Math.min(...all) - most);
      expect(score).toBeLessThan(Math.max(...all) + most);
    }
    for (const level of ['odd', '']) expect((await scoresWith('job', level)).scores).toEqual(fresh);

    // Nothing is learned from one row, and nothing said of what lies beyond the fences.
    expect((await scoresWith('flag', 1)).scores).toEqual((await scoresWith('flag', 0)).scores);
    const far = await scoresWith('size', 1e6);
    expect(far.scores).toEqual((await scoresWith('size', 1e9)).scores);
    const within = await scoresWith('size', 40);
    expect(far.scores).toEqual(within.scores);
  },
);
