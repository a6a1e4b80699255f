/**
 * @file How far retrainings predict differently, what is left of that when one of them or an ensemble is delivered, and how wide conformal answers are for the
 * winner of a race and for its runner-up: digits, tables and simulated showers.
 *
 * `npm run bench:steadiness -- --table cifar10-10k.csv --keep data/steadiness.json`, some minutes on one core; `--only friedman` measures one
 * problem again, `--only none` writes the tables of docs/measurements from what is kept. The given table of image models is left out without `--table`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { StreamName } from '../src/core/index.js';
import { dataSpecSchema, loadDataset } from '../src/engine/datasets/index.js';
import { pairwiseDisagreement } from '../src/stats/index.js';
import './digits.js';
import { writeMeasured } from './measured.js';
import { distanceOf, GROUP, measureDeliveries } from './steadiness/deliveries.js';
import { type Problem, problemsWith } from './steadiness/problems.js';
import { freshTrial, openTrainer, type Retraining, raceCandidates } from './steadiness/retrain.js';
import { type ProblemFigures, tablesOf } from './steadiness/tables.js';
import { measureWidths } from './steadiness/widths.js';

const { values: given } = parseArgs({
  options: { only: { type: 'string' }, table: { type: 'string' }, keep: { type: 'string' } },
});

const LEVEL = 0.95;
/** Of the winner, with everything moving. */
const MANY = 10 * GROUP;
/** Of the runner-up, and of as many of the winner that it is compared with. */
const SOME = 20;
/** Of each stream that moves alone. */
const FEW = 8;
const STREAMS: readonly StreamName[] = ['init', 'sample', 'order'];

async function measureProblem(problem: Problem): Promise<ProblemFigures> {
  const { title, data, sample, candidates } = problem;
  const dataset = await loadDataset(dataSpecSchema.parse(data), { baseFolder: process.cwd() });
  const trained = openTrainer(dataset);
  const retrain = async (name: string, count: number, moving?: StreamName): Promise<Retraining[]> => {
    const found: Retraining[] = [];
    for (let place = 0; place < count; place++) {
      found.push(await trained.train(candidates[name] as object, freshTrial(name, place, sample, moving)));
    }
    return found;
  };
  const disagreementOf = (retrainings: readonly Retraining[]) => {
    const told = retrainings.map(({ final }) => final);
    const apart = distanceOf(dataset, told[0]?.outputs ?? 1);
    const between = (a: number, b: number) => apart(told[a]?.values ?? [], told[b]?.values ?? []);
    const { value, low, high } = pairwiseDisagreement(told.length, between, LEVEL);
    return { value, low, high };
  };
  try {
    const raced = await raceCandidates(trained, problem);
    const { winner, runnerUp } = raced;
    const all = await retrain(winner, MANY);
    const streams = { everything: disagreementOf(all) };
    for (const stream of STREAMS) {
      Object.assign(streams, { [stream]: disagreementOf(await retrain(winner, FEW, stream)) });
    }
    const compared = [candidates[winner] as object, candidates[runnerUp] as object] as const;
    return {
      ...{ title, raced, retrainings: MANY, streams },
      deliveries: await measureDeliveries(dataset, compared[0], all),
      widths: await measureWidths(dataset, compared, [all.slice(0, SOME), await retrain(runnerUp, SOME)]),
    };
  } finally {
    await trained.close();
  }
}

const { only, keep } = given;
const kept: Record<string, ProblemFigures> = keep && existsSync(keep) ? JSON.parse(readFileSync(keep, 'utf8')) : {};
for (const [name, problem] of Object.entries(problemsWith(given.table))) {
  if (only !== undefined && only !== name) continue;
  const startedAt = performance.now();
  kept[name] = await measureProblem(problem);
  console.error(`${name}: ${Math.round((performance.now() - startedAt) / 1000)} s`);
  if (keep !== undefined) writeFileSync(keep, `${JSON.stringify(kept, undefined, 1)}\n`);
}
for (const [name, rows] of Object.entries(tablesOf(kept))) writeMeasured(name, rows);
