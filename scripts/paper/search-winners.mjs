/**
 * @file Trains afresh, under another seed, what the searches chose: by the published halving and by the default race, each by replay
 * of the table of losses, and by Optuna.
 *
 *   node scripts/paper/search-winners.mjs TRAININGS FOLDER WORKERS
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { replay } from '../../dist/app/index.js';
import { trainWinners, writeWinners } from './fresh-winners.mjs';
import { readLines } from './lines.mjs';

const [trainings, folder, workers] = process.argv.slice(2);
const experiment = parse(readFileSync(join(folder, 'search.yaml'), 'utf8'));
const space = JSON.parse(readFileSync(join(folder, 'space.json'), 'utf8'));
const configurationOf = (id) => space.find((one) => one.id === id).configuration;

async function choiceOf(rule, options) {
  const { winner } = await replay(join(folder, 'run'), { criterion: 'q3', rule, ...options });
  return configurationOf(winner.candidate);
}

/** What several have chosen stands there once, under all their names: `halving-default`. */
function withoutDoubles(winners) {
  const names = new Map();
  for (const [name, configuration] of Object.entries(winners)) {
    const key = JSON.stringify(configuration);
    names.set(key, [...(names.get(key) ?? []), name]);
  }
  return Object.fromEntries([...names].map(([key, own]) => [own.join('-'), JSON.parse(key)]));
}

const path = join(folder, 'winners.yaml');
if (!existsSync(path)) {
  const tried = readLines(join(folder, 'trials.jsonl'));
  const best = tried.reduce((left, right) => (right.loss < left.loss ? right : left));
  const winners = withoutDoubles({
    halving: await choiceOf('halving', { warmup: 5 }),
    default: await choiceOf('default', {}),
    tpe: configurationOf(best.candidate),
  });
  writeWinners(path, experiment, winners);
}
process.exitCode = trainWinners(path, { trainings, workers, out: join(folder, 'winners') });
