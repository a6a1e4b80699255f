/**
 * @file Judges the parametric baseline of the energy with a fresh training sample and a fresh test set each time: how much of a
 * published spread may be that of the test sets.
 *
 *   node scripts/paper/test-sets.mjs TIMES FOLDER
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { dataSpecSchema, loadDataset } from '../../dist/engine/datasets/index.js';
import { trainInstance } from './instances.mjs';
import { appendLine, mendLines, readLines } from './lines.mjs';

const TEST = 8000;

const [times, folder] = [Number(process.argv[2]), process.argv[3]];
const path = join(folder, 'trials.jsonl');
mendLines(path);
const done = readLines(path).length;
const { data, candidates, sample } = parse(readFileSync('examples/paper-energy.yaml', 'utf8'), { merge: true });
for (let replicate = done; replicate < times; replicate++) {
  const split = { pool: sample, selection: TEST, final: 1, seed: replicate + 1 };
  const dataset = await loadDataset(dataSpecSchema.parse({ ...data, split }), { baseFolder: '.' });
  const { loss, seconds } = await trainInstance(dataset, candidates.parametric, replicate, sample);
  appendLine(path, { replicate, size: sample, tested: TEST, loss, seconds });
}
