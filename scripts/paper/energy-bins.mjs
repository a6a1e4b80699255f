/**
 * @file Trains Models 1 and 2 and the parametric baseline of an experiment, and judges each by bins of energy on the selection set.
 *
 *   node scripts/paper/energy-bins.mjs TRAININGS FOLDER
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { dataSpecSchema, loadDataset, takeSamples } from '../../dist/engine/datasets/index.js';
import { evaluateModel, exportNetwork } from '../../dist/engine/network/index.js';
import { trainInstance } from './instances.mjs';
import { appendLine, mendLines, readLines } from './lines.mjs';
import { ENERGY_EDGES } from './steps.mjs';

/** GeV; the last one is above every energy. */
const EDGES = [...ENERGY_EDGES.slice(0, -1), 100.001];
const MODELS = ['model-1', 'model-2', 'parametric'];

const [trainings, folder] = [Number(process.argv[2]), process.argv[3]];
const path = join(folder, 'trials.jsonl');
mendLines(path);
const done = new Set(readLines(path).map(({ model, replicate }) => `${model} ${replicate}`));
const { data, candidates, sample } = parse(readFileSync('examples/paper-energy.yaml', 'utf8'), { merge: true });
const dataset = await loadDataset(dataSpecSchema.parse(data), { baseFolder: '.' });
const bins = EDGES.slice(1).map((high, bin) => {
  const within = Array.from(dataset.selection.targets, (energy, row) => [energy, row]).filter(
    ([energy]) => energy >= EDGES[bin] && energy < high,
  );
  return takeSamples(
    dataset.selection,
    Int32Array.from(within, ([, row]) => row),
  );
});

for (let replicate = 0; replicate < trainings; replicate++) {
  for (const model of MODELS) {
    if (done.has(`${model} ${replicate}`)) continue;
    const configuration = candidates[model];
    const { loss, weights, seconds } = await trainInstance(dataset, configuration, replicate, sample);
    const losses = [];
    const onnx = weights && exportNetwork({ candidate: { configuration }, dataset, weights });
    for (const selection of bins) {
      const judged =
        onnx === undefined
          ? await trainInstance({ ...dataset, selection }, configuration, replicate, sample)
          : await evaluateModel(onnx, dataset, selection, configuration);
      losses.push(judged.loss);
    }
    appendLine(path, { model, replicate, loss, seconds, edges: EDGES, counts: bins.map(({ count }) => count), losses });
  }
}
