/**
 * @file Makes tables of evidence of the runs of scripts/paper/runs.mjs, also while they go on: every trial with its seeds, size,
 * loss and time. What is not there is said and left as it was.
 *
 *   node scripts/paper/export.mjs
 */
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { replay } from '../../dist/app/index.js';
import { isFailure, trialKey } from '../../dist/core/index.js';
import { openSqliteStore } from '../../dist/evidence/log/index.js';
import { parseCriterion } from '../../dist/stats/index.js';
import { readLines } from './lines.mjs';
import { RUNS } from './places.mjs';
import { isReplicate } from './say.mjs';
import { dimensionsOf, PUBLISHED } from './search-space.mjs';
import { slicesOf } from './sliced.mjs';
import { FOLDERS, LINES, PREDICTED, SHARED } from './steps.mjs';
import { readTables, rounded, tableNameOf, writeTable } from './tables.mjs';

const SEARCHED = 'search/run';
/** Significant digits that tell all numbers apart. */
const EXACT = 17;

/**
 * What a folder's log says, column by column. Failed trials are left out and counted. `longest`: of replicates on so many examples
 * the losses by epoch are kept. `digits`: of losses.
 */
function tableOf(store, { longest, isOwn = () => true, digits }) {
  // The name of its first question: a comparison of one setting calls the same candidate by that setting. What was restored has old names.
  const labels = new Map();
  const [restored, asked] = [true, false].map((is) =>
    store.questions().filter(({ header }) => (header.plan.kind === 'restored') === is),
  );
  for (const { header } of [...asked, ...restored]) {
    for (const { id, label } of header.candidates) labels.set(id, labels.get(id) ?? label);
  }
  const all = store.outcomes();
  const outcomes = all.filter((outcome) => !isFailure(outcome) && isOwn(outcome));
  const trained = new Set(outcomes.map(({ trial }) => trial.candidate));
  const known = store.candidates().filter(({ id }) => trained.has(id));
  const places = new Map(known.map(({ id }, place) => [id, place]));
  const columns = {
    candidate: outcomes.map(({ trial }) => places.get(trial.candidate)),
    init: outcomes.map(({ trial }) => trial.streams.init),
    sample: outcomes.map(({ trial }) => trial.streams.sample),
    order: outcomes.map(({ trial }) => trial.streams.order),
    noise: outcomes.map(({ trial }) => trial.streams.noise),
    repeat: outcomes.map(({ trial }) => trial.repeat),
    size: outcomes.map(({ trial }) => trial.fidelity.sampleSize),
    loss: outcomes.map(({ loss }) => rounded(loss, digits)),
    seconds: outcomes.map(({ seconds }) => rounded(seconds, 4)),
  };
  const epochs = outcomes.flatMap(({ trial: { streams, repeat, fidelity }, lossPerEpoch }, row) => {
    if (fidelity.sampleSize !== longest || lossPerEpoch.length === 0 || !isReplicate({ ...streams, repeat })) return [];
    return [[row, ...lossPerEpoch.map((loss) => rounded(loss, 5))]];
  });
  return {
    experiment: experimentOf(store),
    candidates: known.map(({ id, configuration }) => ({ name: labels.get(id), id, configuration })),
    failed: all.filter(isFailure).length,
    columns,
    epochs,
  };
}

/** Without the folder of this machine. */
function experimentOf(store) {
  const { baseFolder: _, ...experiment } = store.questions().at(-1)?.header.experiment ?? {};
  return experiment;
}

/** Fewer trainings of each candidate leave a rule nothing to decide. */
const LEAST = 6;
const ORDERS = 100;

/**
 * What the published halving and the default race do on the table of losses, over random orders of its replicates; and the default race
 * on these losses as they are, whose spreads differ.
 */
async function replayRules(folder) {
  const replayed = [];
  let recorded = 0;
  for (const [name, options] of [
    ['halving', { rule: 'halving', warmup: 5 }],
    ['default', { rule: 'default' }],
    ['losses', { rule: { name: 'default', scale: 'losses' } }],
  ]) {
    const { replay: figures, trials } = await replay(folder, { criterion: 'q3', orders: ORDERS, ...options });
    const { cost, correct, regret } = figures.simulation;
    const trainings = Math.round(cost.value * trials.exhaustive);
    replayed.push({ name, trainings, cost, correct, regret });
    recorded = figures.recorded;
  }
  return { recorded, orders: ORDERS, replayed };
}

/**
 * Where a race stands by the result in its folder, of which it has one once it has ended or was interrupted: where the published models
 * are, and what is told of the winner.
 */
function raceOf(folder, store) {
  const path = join(RUNS, folder, 'result.json');
  if (!existsSync(path)) return undefined;
  const {
    status,
    verdict,
    bound,
    tolerance,
    winner,
    survivors,
    untried,
    candidates,
    trials,
    seconds,
    members,
    decisions,
    search,
  } = JSON.parse(readFileSync(path, 'utf8'));
  const published = PUBLISHED.map(({ name, is }) => {
    const { id } = store.candidates().find(({ configuration }) => is(dimensionsOf(configuration)));
    // A search has no place for who was not trained.
    const { rank, trials: own, criterion } = candidates.find((candidate) => candidate.id === id) ?? { trials: 0 };
    return { name, id, rank, trials: own, criterion };
  });
  const configurationOf = (id) => store.candidates().find((candidate) => candidate.id === id).configuration;
  const chosen = members.find(({ standing }) => standing === 'winner');
  return {
    ...{ status, verdict, bound, tolerance, survivors, untried: untried.length, trials, seconds, published },
    contested: (decisions.at(-1)?.survivors.length ?? 1) - 1,
    ...(search && { search }),
    winner: winner && {
      id: winner.candidate,
      configuration: configurationOf(winner.candidate),
      trials: winner.trials,
      race: chosen?.race,
      fresh: chosen?.fresh,
      deviation: deviationOf(store, winner.candidate),
    },
  };
}

/** Of the losses of a candidate's trainings; undefined for a single one. */
function deviationOf(store, id) {
  const losses = store.outcomes().flatMap((outcome) => (outcome.trial.candidate === id ? [outcome.loss] : []));
  return losses.length < 2 ? undefined : rounded(parseCriterion('std').evaluate(losses));
}

/** What the study of coupled effects in a folder found, where it is one. The losses themselves are in the columns. */
function coupleOf(folder) {
  const path = join(RUNS, folder, 'couple.json');
  if (!existsSync(path)) return undefined;
  const { status, findings } = JSON.parse(readFileSync(path, 'utf8'));
  // A stage that was stopped says less than the one before it.
  if (status === 'interrupted') return undefined;
  const { table, criterion, epochs, effects, shares, savings } = findings;
  const { factors, sizes } = table;
  const [{ values }] = table.cells;
  const crossed = [values.length, values[0].length];
  return { factors, sizes, crossed, criterion, epochs, effects, shares, savings };
}

/** Whether the race itself trained it: what it took from other tables stands there. */
function ownOutcome(others) {
  const shared = new Set(
    others.flatMap((other) => {
      const log = join(RUNS, other, 'log.sqlite');
      if (!existsSync(log)) return [];
      const store = openSqliteStore(log, { readOnly: true });
      const outcomes = store.outcomes();
      store.close();
      return outcomes.map(({ trial, seconds }) => `${trialKey(trial)} ${rounded(seconds, 4)}`);
    }),
  );
  return ({ trial, seconds }) => !shared.has(`${trialKey(trial)} ${rounded(seconds, 4)}`);
}

/** Where the trainings of a table were trained: this machine joins where it trained something, and nobody changes places. */
function machinesOf(name, columns) {
  const { machines = [], columns: before } = tables[name] ?? {};
  const areSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const isNew = !areSame(columns, before) && !machines.some((one) => areSame(one, machine));
  return isNew ? [...machines, machine] : machines;
}

const { tables } = readTables();
const machine = { cpu: cpus()[0]?.model.trim() ?? 'unknown', cores: cpus().length, node: process.versions.node };

/** A table never gets shorter: a folder that was begun anew has not what others have trained. */
function update(name, { columns, ...content }) {
  const trainings = (some) => Object.values(some?.columns ?? { none: [] })[0]?.length ?? 0;
  const before = trainings(tables[name]);
  const now = trainings({ columns });
  if (now < before) {
    console.log(
      `${name}: left as it was, its table has ${before} trainings and the run folder ${now}; restore.mjs adds them`,
    );
    return;
  }
  writeTable(name, { machines: machinesOf(name, columns), ...content, columns });
  console.log(`${name}: ${now} trainings`);
}

async function main() {
  const missing = [];
  for (const folder of [...FOLDERS, ...PREDICTED]) {
    const log = join(RUNS, folder, 'log.sqlite');
    if (!existsSync(log)) {
      missing.push(folder);
      continue;
    }
    const store = openSqliteStore(log, { readOnly: true });
    const others = SHARED[folder];
    const isRace = others !== undefined;
    const longest = isRace ? undefined : Math.max(...store.outcomes().map(({ trial }) => trial.fidelity.sampleSize));
    const race = isRace ? (raceOf(folder, store) ?? tables[tableNameOf(folder)]?.race) : undefined;
    const isOwn = isRace ? ownOutcome(others) : undefined;
    // A race that is restored goes on, and makes its model again where the loss comes out as it was, bit for bit.
    const digits = isRace ? EXACT : undefined;
    const couple = coupleOf(folder) ?? tables[tableNameOf(folder)]?.couple;
    const slices = PREDICTED.includes(folder) ? await slicesOf(join(RUNS, folder)) : undefined;
    update(tableNameOf(folder), {
      ...tableOf(store, { longest, isOwn, digits }),
      ...(race && { race }),
      ...(couple && { couple }),
      ...(slices && { slices }),
    });
    const fewest = Math.floor(store.outcomes().length / store.candidates().length);
    // What was restored has not been raced again.
    const isRaced = store.questions().at(-1)?.header.plan.kind === 'race';
    if (folder === SEARCHED && fewest >= LEAST && isRaced)
      writeTable('search-replay', await replayRules(join(RUNS, folder)));
    store.close();
  }
  for (const name of LINES) {
    const path = join(RUNS, name, 'trials.jsonl');
    if (!existsSync(path)) {
      missing.push(name);
      continue;
    }
    const rows = readLines(path);
    const keys = Object.keys(rows[0] ?? {});
    const value = (one) => (typeof one === 'number' ? rounded(one) : one);
    const columns = Object.fromEntries(keys.map((key) => [key, rows.map((row) => value(row[key]))]));
    update(name, { columns });
  }
  if (missing.length > 0) console.log(`No runs, and no new table, of: ${missing.join(', ')}`);
}

await main();
