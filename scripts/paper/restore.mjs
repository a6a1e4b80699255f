/**
 * @file Makes run folders of the tables of evidence, so that scripts/paper/runs.mjs goes on where these end, on another machine or in
 * a fresh clone. A log that is there gets the trainings that it lacks. Models and most losses by epoch are in no table.
 *
 *   npm run build && node scripts/paper/restore.mjs [TABLE...]
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeExperimentValue } from '../../dist/app/ask/experiment-source.js';
import { prepareExperiment } from '../../dist/app/ask/prepare-experiment.js';
import { openRun } from '../../dist/app/folder/run-folder.js';
import { RUNS } from './places.mjs';
import { rowsOf } from './say.mjs';
import { FOLDERS, LINES, SHARED } from './steps.mjs';
import { readTables, tableNameOf } from './tables.mjs';

/** What these trials were trained by, as a log of theirs would say it. */
async function headerOf({ experiment, candidates }) {
  const { name, data, trainer, seed } = experiment;
  const [{ configuration }] = candidates;
  const prepared = await prepareExperiment(
    takeExperimentValue({ name, data, trainer, seed, candidates: { any: configuration } }),
  );
  await prepared.backend.close?.();
  const known = candidates.map(({ name: label, id, configuration }) => ({ id, label, configuration }));
  return { ...prepared.headerOf(name, known, { kind: 'restored' }), experiment };
}

/** Outcomes of a table's rows. Older tables say neither `noise` nor `repeat`: it goes with the order, and repeats come after the first. */
function outcomesOf({ candidates, columns, epochs = [] }) {
  const curves = new Map(epochs.map(([row, ...losses]) => [row, losses.map(Number)]));
  const seen = new Map();
  return rowsOf({ columns }).map((row) => {
    const { candidate, init, sample, order, noise = order, size, loss, seconds } = row;
    const key = [candidate, init, sample, order, noise, size].join();
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return {
      trial: {
        candidate: candidates[candidate].id,
        streams: { init, sample, order, noise },
        fidelity: { sampleSize: size, epochs: 0 },
        repeat: row.repeat ?? before,
      },
      status: Number.isFinite(Number(loss)) ? 'completed' : 'diverged',
      loss: Number(loss),
      metrics: {},
      lossPerEpoch: curves.get(row.index) ?? [],
      seconds: Number(seconds),
    };
  });
}

/** Of all tables: each has those alone that it trained itself. */
async function restoreLog(table, folder, others) {
  const all = [table, ...others].flatMap(({ candidates }) => candidates);
  const header = await headerOf({ ...table, candidates: [...new Map(all.map((one) => [one.id, one])).values()] });
  const { store, close } = openRun(folder, header, { fresh: false });
  const question = store.ask({ header });
  let added = 0;
  for (const one of [table, ...others]) {
    const missing = outcomesOf(one).filter(({ trial }) => question.outcome(trial) === undefined);
    if (missing.length > 0) question.append(missing);
    added += missing.length;
  }
  close();
  return added;
}

function restoreLines({ columns }, folder) {
  const path = join(folder, 'trials.jsonl');
  if (existsSync(path)) return 0;
  mkdirSync(folder, { recursive: true });
  const lines = rowsOf({ columns }).map(({ index: _, ...row }) => `${JSON.stringify(row)}\n`);
  writeFileSync(path, lines.join(''));
  return lines.length;
}

async function main() {
  const { tables, problems } = readTables();
  const asked = process.argv.slice(2);
  const known = [...FOLDERS, ...LINES];
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    console.error(`There is no table "${unknown}"; there are ${known.join(', ')}.`);
    process.exit(2);
  }
  for (const problem of problems) console.log(problem);
  for (const name of asked.length === 0 ? known : asked) {
    const table = tables[tableNameOf(name)];
    const others = (SHARED[name] ?? []).flatMap((other) => tables[tableNameOf(other)] ?? []);
    const [first, ...rest] = table === undefined ? others : [table, ...others];
    const restore = FOLDERS.includes(name) ? restoreLog : restoreLines;
    const added = first === undefined ? undefined : await restore(first, join(RUNS, name), rest);
    console.log(added === undefined ? `${name}: there is no table of it` : `${name}: ${added} trainings added`);
  }
}

await main();
