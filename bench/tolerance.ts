/**
 * @file How much the tolerance `auto` differs from seed to seed: simulated fields (gaps in standard deviations, best of 1) and, where one
 * is given, a table of rows of losses after a line with its size, its replicates in random order.
 * `npm run bench:tolerance -- --table digits.txt --runs 200`.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { permutation, type Random, randomFrom } from '../src/core/index.js';
import { createAdaptiveRace } from '../src/questions/race/plan/index.js';
import { mean, parseCriterion, quantile, standardDeviation } from '../src/stats/index.js';
import { type Condition, createScenario, type Field } from './calibration/scenario.js';
import { runAdaptive } from './race/run-adaptive.js';

interface Cell {
  readonly name: string;
  readonly criterion: string;
  readonly candidates: number;
  readonly recorded: boolean;
  drawLosses(random: Random): (candidate: number, replicate: number) => number;
}

const FIELDS: readonly (readonly [number, Condition, Field, string, level?: number])[] = [
  [10, 'normal', '0.6', 'q3'],
  [50, 'normal', 'dense', 'q3'],
  [50, 'blocks', 'dense', 'q3'],
  [10, 'unequal', '0.6', 'q3'],
  [10, 'lognormal', '0.6', 'q3'],
  [50, 'growing-fast', 'wide', 'q3', 6],
  [50, 'normal', 'dense', 'std'],
];

const { values: given } = parseArgs({
  options: { table: { type: 'string' }, runs: { type: 'string', default: '200' } },
});
const runs = Number(given.runs);
console.log(`auto over ${runs} seeds: mean, standard deviation over mean, 5 % to 95 %; scales at the end`);
for (const cell of [...FIELDS.map(simulated), ...(given.table === undefined ? [] : recorded(given.table))]) {
  console.log(lineOf(cell));
}

function simulated([candidates, condition, field, criterion, level = 0]: (typeof FIELDS)[number]): Cell {
  const { drawLosses } = createScenario(candidates, condition, field, parseCriterion(criterion), 20, level);
  return { name: `${candidates} ${condition} ${field}`, criterion, candidates, recorded: false, drawLosses };
}

function recorded(path: string): readonly Cell[] {
  const [, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const rows = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const replicates = rows[0]?.length ?? 0;
  const drawLosses = (random: Random) => {
    const order = permutation(replicates, random);
    return (candidate: number, replicate: number) => rows[candidate]?.[order[replicate] as number] as number;
  };
  const shared = { name: path.split('/').at(-1) as string, candidates: rows.length, recorded: true, drawLosses };
  return ['mean', 'q3', 'std'].map((criterion) => ({ ...shared, criterion }));
}

function lineOf({ name, criterion, candidates, recorded: isRecorded, drawLosses }: Cell): string {
  const race = createAdaptiveRace({ candidates, criterion: parseCriterion(criterion), recorded: isRecorded });
  const scales = new Map<string, number>();
  const tolerances = Array.from({ length: runs }, (_, run) => {
    const { state, verdict } = runAdaptive(race, run, drawLosses(randomFrom('bench/tolerance', name, run)));
    scales.set(state.scale.name, (scales.get(state.scale.name) ?? 0) + 1);
    return verdict.tolerance;
  });
  const average = mean(tolerances);
  const ends = [0.05, 0.95].map((probability) => quantile(tolerances, probability).toPrecision(3));
  const variation = (standardDeviation(tolerances) / average).toFixed(2);
  const counts = [...scales].map(([scale, count]) => `${scale} ${count}`).join(', ');
  return [`${name} ${criterion}`.padEnd(30), average.toPrecision(3), variation, ends.join(' to '), counts].join('  ');
}
