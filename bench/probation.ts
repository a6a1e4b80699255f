/**
 * @file Probation in simulation: sets whose members collapse in known shares, tried as a race tries them; and races on a table of
 * losses (rows after a line with its size) of which fresh smoothed draws are made, where some of the networks collapse.
 * `npm run bench:probation -- --runs 1000 --table digits.txt --races 100`.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Fold, type Outcome, permutation, type Random, randomFrom, type Trial } from '../src/core/index.js';
import { FRESH_FROM, parseRule, planRace, type RaceSettings } from '../src/questions/race/plan/index.js';
import { estimateShare, mean, parseCriterion, quantile, standardDeviation } from '../src/stats/index.js';

const { values: given } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    table: { type: 'string' },
    races: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
  },
});
const BAR = 1;

type LossOf = (candidate: number, replicate: number) => number;

function outcomeOf(trial: Trial, loss: number): Outcome {
  return { trial, status: 'completed', loss, metrics: {}, lossPerEpoch: [], seconds: 0 };
}

/** One race with everything that follows, by one worker. */
function raced(settings: Omit<RaceSettings, 'candidates'>, candidates: number, lossOf: LossOf) {
  const ids = Array.from({ length: candidates }, (_, index) => `c${index}`);
  const race = planRace({ ...settings, candidates: ids });
  const fold = new Fold(race);
  let open: { readonly number: number; readonly ask: Trial }[] = [];
  for (;;) {
    const { slots, abandoned } = fold.advance();
    open = [...open.filter(({ number }) => !abandoned.includes(number)), ...slots];
    if (fold.end !== undefined) break;
    const { number, ask } = open.shift() as (typeof open)[number];
    fold.settle(number, outcomeOf(ask, lossOf(ids.indexOf(ask.candidate), ask.streams.init)));
  }
  const answer = race.answer(fold.state);
  const passed = answer?.reliability?.members.find(({ status }) => status === 'passed');
  return {
    winner: ids.indexOf(answer?.winner ?? ''),
    passed: passed === undefined ? -1 : ids.indexOf(passed.candidate),
    tried: answer?.reliability?.members.filter(({ status }) => status !== 'waiting').length ?? 0,
    verdict: answer?.verdict,
    trials: fold.applied,
  };
}

const shareText = (hits: number, of: number): string => {
  const { value, low, high } = estimateShare(hits, of, 0.95);
  return `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
};

/** Everybody is in the set: halving with as many survivors as there are. `rates` by place in the order in which they are tried. */
function sets(name: string, members: number, rateOf: (place: number) => number, runs: number): void {
  let [passes, wrong, trials] = [0, 0, 0];
  const field = Math.max(2, members);
  const rule = parseRule({ name: 'halving', minimumSurvivors: members === 1 ? 1 : members });
  for (let run = 0; run < runs; run++) {
    const own = randomFrom('bench-probation', given.seed, name, members, run);
    const { passed, trials: used } = raced(
      {
        rule,
        criterion: parseCriterion('median'),
        warmup: 3,
        maxReplicates: members === 1 ? 20 : 3,
        reliability: 0.95,
        collapse: { above: BAR },
      },
      field,
      (candidate, replicate) => {
        const isCollapse = replicate >= FRESH_FROM && own.uniform() < rateOf(candidate);
        return isCollapse
          ? 2 * BAR
          : 0.05 * (candidate + 1) * (members === 1 && candidate === 1 ? 5 : 1) + 0.001 * own.uniform();
      },
    );
    trials += used;
    if (passed >= 0) passes++;
    if (passed >= 0 && rateOf(passed) >= 0.05) wrong++;
  }
  console.log(
    `${name}, set of ${members}: passes ${shareText(passes, runs)}; one at 5 % or more ${shareText(wrong, runs)}; ${(trials / runs).toFixed(0)} trials with the race's`,
  );
}

const runs = Number(given.runs);
for (const members of runs === 0 ? [] : [1, 3, 10]) {
  for (const rate of [0, 0.01, 0.05]) sets(`all at ${100 * rate} %`, members, () => rate, runs);
  if (members > 1) sets('all at 5 %, the last at 0', members, (place) => (place === members - 1 ? 0 : 0.05), runs);
}
if (given.table !== undefined) onTable(given.table, Number(given.races));

/** With Silverman's bandwidth: a replicate is a column of the table for all, moved by noise of each candidate's own. */
function smoothed(rows: readonly (readonly number[])[], seed: number): LossOf {
  const widths = rows.map((row) => {
    const spread = Math.min(standardDeviation(row), (quantile(row, 0.75) - quantile(row, 0.25)) / 1.349);
    return 0.9 * spread * row.length ** -0.2;
  });
  return (candidate, replicate) => {
    const row = rows[candidate] as readonly number[];
    const column = Math.floor(randomFrom('bench-column', seed, replicate).uniform() * row.length);
    const noise = randomFrom('bench-noise', seed, candidate, replicate).normal();
    return (row[column] as number) + (widths[candidate] as number) * noise;
  };
}

/** Two of five collapse in 5 to 10 % of their trainings, to the loss of guessing among ten classes. */
function collapsing(rows: readonly (readonly number[])[], seed: number) {
  const own: Random = randomFrom('bench-who', seed);
  const chosen = new Set(permutation(rows.length, own).slice(0, Math.round(0.4 * rows.length)));
  const rates = rows.map((_, candidate) => (chosen.has(candidate) ? 0.05 + 0.05 * own.uniform() : 0));
  const plain = smoothed(rows, seed);
  const lossOf: LossOf = (candidate, replicate) => {
    const collapses = randomFrom('bench-collapse', seed, candidate, replicate).uniform() < (rates[candidate] as number);
    return collapses ? Math.log(10) : plain(candidate, replicate);
  };
  return { rates, lossOf };
}

function onTable(path: string, races: number): void {
  const [, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const rows = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const settings = { rule: parseRule({ name: 'default' }), criterion: parseCriterion('q3') };
  const q3 = rows.map((row) => quantile(row, 0.75));
  const told = { bad: 0, badWith: 0, nobody: 0, changed: 0 };
  const [extra, worse, worseWith]: [number[], number[], number[]] = [[], [], []];
  for (let race = 0; race < races; race++) {
    const { rates, lossOf } = collapsing(rows, Number(given.seed) * 1e6 + race);
    const without = raced({ ...settings, seed: race }, rows.length, lossOf);
    const probed = raced({ ...settings, seed: race, reliability: 0.95 }, rows.length, lossOf);
    if ((rates[without.winner] ?? 0) >= 0.05) told.bad++;
    if ((rates[probed.passed] ?? 0) >= 0.05) told.badWith++;
    if (probed.passed < 0) told.nobody++;
    else if (probed.passed !== without.winner) told.changed++;
    extra.push(probed.trials - without.trials);
    worse.push((q3[without.winner] ?? Number.NaN) - Math.min(...q3));
    if (probed.passed >= 0) worseWith.push((q3[probed.passed] as number) - Math.min(...q3));
  }
  console.log(
    `${path.split('/').at(-1)}, ${races} races: picks that collapse in 5 % or more ${told.bad} without, ${told.badWith} with probation; ` +
      `another than without ${told.changed}, nobody passes ${told.nobody}; extra trials ${mean(extra).toFixed(1)} on average, ` +
      `${quantile(extra, 0.5)} in the middle, ${Math.max(...extra)} at most, of ${20 * rows.length}; ` +
      `q3 above the best's ${mean(worse).toFixed(4)} without, ${mean(worseWith).toFixed(4)} with`,
  );
}
