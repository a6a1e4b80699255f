/**
 * @file Surefoot beside other tools, on real trainings: `npm run bench:real -- --seeds 1-10`. Three tasks (bench/real/*.yaml), spaces of
 * four or five numbers, budgets of 60 and 300 trainings. Each of eleven contenders picks a network; 50 trainings on replicates that no contender has used say what
 * it is worth. A seed draws all randomness of trainings and of searches anew; data and their split stay. What they spend, and what they say of their pick:
 *
 * - search: `createRace` on the space, with its defaults. The budget holds the 20 fresh trainings of its winner, of which it tells q3.
 * - search-all: the same without fresh trainings, by 60. It tells q3 of those that chose the winner.
 * - race: TPE by half of the budget; then its best (6 of 60, 12 of 300) race by the default rule, as `surefoot recheck` has it, within the other half. It tells
 *   q3 of the winner's fresh trainings, or of those of the race where the budget left none.
 * - tpe-1: Optuna's TPE; each proposal is trained once, all with the same seed. It tells the best value.
 * - tpe-3: the same with the mean of three seeds, the same for all; a third of the proposals.
 * - shortlist: the list of `race`; the other half trains each equally often (5 and 12 times). It tells the lowest q3.
 * - adastop: the same list and trainings; groups of 5 until all pairs are told apart, or the half is used up. It tells the mean of those of its pick.
 * - kim-nelson: the same list; 5 trainings of each, then one more of all who are left, with half of a standard deviation as indifference zone. Likewise.
 * - irace: on the space, its defaults, replicates as instances. It tells the mean of its elite's. Budgets below 180 it refuses.
 * - smac, ax: SMAC3's and Ax's handling of seeds, written anew from their documents in bench/real/peers.py, which says what is not there.
 *
 * All but Surefoot's and the shortlist choose by means. A claim is compared with the same statistic of the 50. All trainings are kept in the folder: contenders
 * share them, and an interrupted bench goes on. What it found stands in docs/measurements/field.csv; `--pages` makes the table of the documents of it.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { sourceOf } from '../src/app/ask/experiment-source.js';
import type { JsonObject } from '../src/core/index.js';
import './digits.js';
import { writeMeasured } from './measured.js';
import { PYTHON, pythonEnvironment } from './python.js';
import { BUDGETS, type Budget, lossOf, type Picked, pickAll, STATISTICS } from './real/contenders.js';
import { openPeers, type Peers } from './real/peers.js';
import { parametersOf } from './real/space.js';
import { fieldTable, keepRows, keptRows, QUOTED_IN, type Row, TABLE, taskRows } from './real/table.js';
import { openTrainings, type Trainings } from './real/trainings.js';

const TASKS = ['digits', 'table', 'images'];
/** Where they look for the tables of bench/real/data.py. */
const FOLDER = 'node_modules/.cache/surefoot-bench-real';
const JUDGED_BY = 50;
/** Beyond the fresh trainings of any race. */
const JUDGED_FROM = 2_000_000;

const { values: given } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1-10' },
    pages: { type: 'boolean', default: false },
  },
});
if (given.pages) writePages();
else await compare();

async function compare(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  execFileSync(PYTHON, ['bench/real/data.py', FOLDER], { env: pythonEnvironment(1) });
  const peers = openPeers();
  // The larger budget first: the other uses its trainings.
  for (const budget of BUDGETS.toReversed()) {
    for (const seed of parseSeeds(given.seeds)) {
      for (const task of TASKS) {
        const kept = keptRows();
        if (kept.some((row) => row.task === task && row.seed === seed && row.budget === budget)) continue;
        keepRows([...kept, ...(await rowsOf(task, seed, budget, peers))]);
      }
    }
  }
  peers.close();
}

async function rowsOf(task: string, seed: number, budget: Budget, peers: Peers): Promise<readonly Row[]> {
  const started = performance.now();
  const experiment = parse(readFileSync(`bench/real/${task}.yaml`, 'utf8')) as JsonObject;
  const trainings = await openTrainings(sourceOf({ ...experiment, seed }), FOLDER);
  const parameters = parametersOf(experiment.space as JsonObject);
  const picks = await pickAll({ trainings, experiment, parameters, seed, peers }, budget);
  const rows: Row[] = [];
  for (const [contender, picked] of Object.entries(picks)) {
    rows.push({ task, budget, seed, contender, ...(await judge(trainings, picked)) });
  }
  await trainings.close();
  console.error(`${task}, seed ${seed}, budget ${budget}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return rows;
}

async function judge(trainings: Trainings, { candidate, statistic, claimed, trainings: spent }: Picked) {
  const losses = new Float64Array(JUDGED_BY);
  for (let index = 0; index < JUDGED_BY; index++)
    losses[index] = await lossOf(trainings, candidate, JUDGED_FROM + index);
  return { trainings: spent, claimed, found: STATISTICS[statistic](losses), q3: STATISTICS.q3(losses) };
}

function writePages(): void {
  writeMeasured('field-tasks', taskRows(keptRows()));
  for (const [page, budgets] of Object.entries(QUOTED_IN)) {
    writeFileSync(page, readFileSync(page, 'utf8').replace(TABLE, fieldTable(keptRows(), budgets)));
  }
}

/** `1-3,6`: 1, 2, 3 and 6. */
function parseSeeds(text: string): readonly number[] {
  return text.split(',').flatMap((part) => {
    const [first = 1, last = first] = part.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
