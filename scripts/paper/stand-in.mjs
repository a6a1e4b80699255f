/**
 * @file Fits the stand-in to the published baselines of the position: the parametric one on A, and the parametric one and XGBoost on B,
 * there by the depth of the plane that positions refer to. Of the frozen data all sizes of the published figure are asked.
 *
 *   node scripts/paper/stand-in.mjs TRAININGS FOLDER
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { dataSpecSchema, loadDataset } from '../../dist/engine/datasets/index.js';
import { trainInstance } from './instances.mjs';
import { appendLine, mendLines, readLines } from './lines.mjs';
import { PYTHON, STAND_IN } from './places.mjs';
import { FIGURE } from './steps.mjs';

/** Depths that are tried, in radiation lengths; 10 is the mean depth of showers. */
const PLANES = [8.25, 8, 7, 10];
const SPLIT = { pool: 40_000, selection: 10_000, final: 1 };

const [trainings, folder] = [Number(process.argv[2]), process.argv[3]];
const path = join(folder, 'trials.jsonl');
mendLines(path);
const done = new Set(readLines(path).map(keyOf));

function keyOf({ data, plane, model, size, replicate }) {
  return [data, plane, model, size, replicate].join();
}

async function parametric(file, data, told, sizes) {
  const left = sizes.flatMap((size) =>
    Array.from({ length: trainings }, (_, replicate) => ({ ...told, model: 'parametric', size, replicate })).filter(
      (row) => !done.has(keyOf(row)),
    ),
  );
  if (left.length === 0) return;
  const experiment = parse(readFileSync(file, 'utf8'), { merge: true });
  const spec = dataSpecSchema.parse({ ...experiment.data, ...data });
  const dataset = await loadDataset(spec, { baseFolder: '.' });
  for (const row of left) {
    const { loss, seconds } = await trainInstance(dataset, experiment.candidates.parametric, row.replicate, row.size);
    appendLine(path, { ...row, loss, seconds });
  }
}

/** By Python, in a folder of its own whose rows are taken over. */
function xgboost(file, data, told, sizes) {
  const own = join(folder, `${told.data}-${told.plane}`);
  mkdirSync(own, { recursive: true });
  for (const [program, ...rest] of [
    [process.execPath, 'scripts/paper/write-data.mjs', file, own, JSON.stringify(data)],
    [PYTHON, 'scripts/paper/xgboost_baseline.py', `${trainings}`, sizes.join(','), own, 'x'],
  ]) {
    const { status } = spawnSync(program, rest, { stdio: 'inherit' });
    if (status !== 0) process.exit(status ?? 1);
  }
  for (const { size, replicate, loss, seconds } of readLines(join(own, 'trials.jsonl'))) {
    const row = { ...told, model: 'xgboost', size, replicate };
    if (!done.has(keyOf(row))) appendLine(path, { ...row, loss, seconds });
  }
}

const [onA, onB] = ['position-A', 'position-B'].map((name) => STAND_IN[name]);
await parametric(onA.experiment, { ...onA.data, split: SPLIT }, { data: 'position-A', plane: 10 }, FIGURE);
for (const plane of PLANES) {
  const told = { data: 'position-B', plane };
  const data = { ...onB.data, plane, split: SPLIT };
  const sizes = plane === onB.data.plane ? FIGURE : [FIGURE[0]];
  await parametric(onB.experiment, data, told, sizes);
  xgboost(onB.experiment, data, told, sizes);
}
