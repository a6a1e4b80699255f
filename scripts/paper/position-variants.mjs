/**
 * @file Trains Models 3 and 4 for the position with one thing changed at a time, in the data or in the training: what makes the
 * barycentre worth something? 2,000 examples, as published otherwise.
 *
 *   node scripts/paper/position-variants.mjs TRAININGS FOLDER
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { dataSpecSchema, loadDataset } from '../../dist/engine/datasets/index.js';
import { trainInstance } from './instances.mjs';
import { appendLine, mendLines, readLines } from './lines.mjs';

const SIZE = 2000;
const CELLS = 225;
const WIDTH = 15;

/** What variants change: preset B, photons hit the central cell, deposits in GeV. */
const DATA = { source: 'calorimeter', spectrum: 'B', target: 'x' };

/** `data`: settings of the source. `change`: of the configuration. `each`: of every example, after the barycentre was taken. */
const VARIANTS = {
  'as published': {},
  'target in cells, not standardised': { change: { target: 'none' } },
  'inputs standardised': { change: { inputs: 'standardise' } },
  'logarithms of deposits': { each: (cells) => cells.map((deposit) => Math.log1p(Math.max(0, deposit))) },
  'clusters as shares of their sum': { data: { normalise: true } },
  'barycentre in tenths of a cell': { barycentre: 10 },
  'barycentre in hundredths of a cell': { barycentre: 100 },
  'loss mse': { change: { loss: 'mse' } },
  'learning rate 0.001': { change: { optimizer: { name: 'adamw', learningRate: 0.001, weightDecay: 0.1 } } },
  'ReLU in place of PReLU': { activation: 'relu' },
  'no angles': { data: { angles: false } },
  'position at the front': { data: { plane: 0 } },
  'cells three times as wide': { data: { cellSize: 1.05 } },
  'no noise, no background': { data: { noise: 0, background: 0 } },
  'photons hit 3 x 3 cells': { data: { impact: 3 } },
  '3 x 3 cells, counted from the hottest': { data: { impact: 3 }, hottest: true },
  '3 x 3 cells, shares': { data: { impact: 3, normalise: true } },
  'Dataset A': { data: { spectrum: 'A' } },
  'Dataset A, shares': { data: { spectrum: 'A', normalise: true } },
  'Dataset A, 3 x 3 cells': { data: { spectrum: 'A', impact: 3 } },
  'Dataset A, 3 x 3 cells, barycentre in tenths': { data: { spectrum: 'A', impact: 3 }, barycentre: 10 },
  'Dataset A, 3 x 3 cells, shares': { data: { spectrum: 'A', impact: 3, normalise: true } },
};

/** The published settings, deposits as they are, whatever the example does. */
const PUBLISHED = { loss: 'rmse', inputs: 'none' };

function configurationOf(candidate, { change = {}, activation = 'prelu' }) {
  if (candidate.baseline !== undefined) return candidate;
  const layers = candidate.layers.map((layer) => {
    const [[kind, settings]] = Object.entries(layer);
    if (settings.activation === undefined) return layer;
    const joins = settings.join === undefined ? {} : { join: 'bx + by' };
    return { [kind]: { ...settings, activation, ...joins } };
  });
  return { ...candidate, ...PUBLISHED, ...change, layers };
}

/** The barycentre of every cluster as the features bx and by, and what else a variant makes of the examples. */
function prepare(samples, { each, barycentre = 1, hottest = false }) {
  const { count } = samples;
  const features = { ...samples.features, bx: new Float32Array(count), by: new Float32Array(count) };
  const inputs = new Float32Array(samples.inputs);
  const targets = new Float32Array(samples.targets);
  for (let row = 0; row < count; row++) {
    const cells = inputs.subarray(row * CELLS, (row + 1) * CELLS);
    const origin = hottest ? coordinates(cells.indexOf(cells.reduce((most, cell) => Math.max(most, cell)))) : [0, 0];
    const total = cells.reduce((sum, cell) => sum + cell, 0) || 1;
    const [x, y] = [0, 1].map(
      (axis) => cells.reduce((sum, cell, place) => sum + cell * coordinates(place)[axis], 0) / total,
    );
    features.bx[row] = barycentre * (x - origin[0]);
    features.by[row] = barycentre * (y - origin[1]);
    targets[row] -= origin[0];
    if (each !== undefined) cells.set(each(cells));
  }
  return { ...samples, inputs, targets, features };
}

const coordinates = (cell) => [(cell % WIDTH) - 7, Math.floor(cell / WIDTH) - 7];

const [trainings, folder] = [Number(process.argv[2]), process.argv[3]];
const path = join(folder, 'trials.jsonl');
mendLines(path);
const done = new Set(readLines(path).map(({ variant, model, replicate }) => `${variant} ${model} ${replicate}`));
const { candidates } = parse(readFileSync('examples/paper-position.yaml', 'utf8'), { merge: true });

for (const [variant, settings] of Object.entries(VARIANTS)) {
  const left = Object.keys(candidates).flatMap((model) =>
    Array.from({ length: trainings }, (_, replicate) => [model, replicate]).filter(
      ([, replicate]) => !done.has(`${variant} ${model} ${replicate}`),
    ),
  );
  if (left.length === 0) continue;
  const own = { ...DATA, ...settings.data };
  const spec = dataSpecSchema.parse({ ...own, split: { pool: 40_000, selection: 4000, final: 1 } });
  const plain = await loadDataset(spec, { baseFolder: '.' });
  const dataset = { ...plain, pool: prepare(plain.pool, settings), selection: prepare(plain.selection, settings) };
  for (const [model, replicate] of left) {
    const judgedOn = candidates[model].baseline === undefined ? dataset : plain;
    const { metrics, seconds } = await trainInstance(
      judgedOn,
      configurationOf(candidates[model], settings),
      replicate,
      SIZE,
    );
    appendLine(path, { variant, model, replicate, size: SIZE, loss: metrics.rmse, seconds });
  }
}
