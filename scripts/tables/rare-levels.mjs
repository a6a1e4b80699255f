/**
 * @file Counts predictions that a level of fewer than ten rows moves too far, over all tables: of a text column a level that is rare, or
 * missing, or new; of numbers a cell that is missing. Each table as it is, with cells emptied in two rows of each column, and with a level
 * of each text column made rare. Too far is more than half of the target's standard deviation, or of classes a log odds by more than 1:
 * from what the row is given on average over the levels that are not rare (of numbers: where the cell holds their mean), and beyond all that
 * these levels give.
 *
 *   node scripts/tables/rare-levels.mjs [--engine dist] [--only houses,cars]
 *
 * The tables of suite.json, which `run.mjs` makes; of large ones every second row, or third, and so on. `--engine` takes another
 * build, for before and after.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  CONFIGURATIONS,
  countMoved,
  emptied,
  isText,
  madeRare,
  readTable,
  statedColumns,
  writeTable,
} from './rare-rows.mjs';

const { values: flags } = parseArgs({
  options: {
    engine: { type: 'string', default: 'dist' },
    only: { type: 'string' },
  },
});
const CACHE = process.env.TABLES_CACHE ?? resolve('node_modules/.cache/surefoot-tables');
const MOST_ROWS = 2000;
const work = mkdtempSync(join(tmpdir(), 'surefoot-rare-'));
const engine = await import(resolve(flags.engine, 'engine/index.js'));
const datasets = await import(resolve(flags.engine, 'engine/datasets/index.js'));
const { openModel } = await import(resolve(flags.engine, 'engine/built-in.js'));
const suite = {
  ...JSON.parse(readFileSync('scripts/tables/suite.json', 'utf8')),
  friedman: { file: resolve('examples/friedman.csv'), target: 'y' },
};
const only = flags.only?.split(',');

const SPLIT = { pool: 0.6, selection: 0.2, final: 0.2 };

try {
  console.log('| table | rows | far from the mean | beyond all levels | of | farthest | loss of the final set |');
  console.log('|---|---|---|---|---|---|---|');
  const all = { fromMean: 0, beyondAll: 0, of: 0 };
  for (const [name, entry] of Object.entries(suite)) {
    if (only !== undefined && !only.includes(name)) continue;
    const { file = join(CACHE, `${name}.csv`), target, identifiers = [], leaks = [] } = entry;
    const table = readTable(file, target, [...identifiers, ...leaks], MOST_ROWS);
    const task = isText(table, target) ? 'classification' : 'regression';
    const found = { fromMean: 0, beyondAll: 0, of: 0, farthest: 0 };
    const losses = [];
    const path = join(work, 'table.csv');
    for (const changed of [table, emptied(table), madeRare(table)]) {
      if (changed === undefined) continue;
      writeFileSync(path, writeTable(changed));
      for (const configuration of CONFIGURATIONS) {
        const data = { file: path, target, task, split: SPLIT, columns: statedColumns(changed) };
        const dataset = await engine.readData(data);
        const trained = await engine.trainModel(configuration, dataset, { seed: 1 });
        if (trained === undefined) continue;
        if (changed === table) losses.push(trained.final.loss.toPrecision(4));
        const model = await openModel(trained.model, name);
        const counted = await countMoved(model, dataset, datasets);
        await model.close();
        for (const key of Object.keys(all)) found[key] += counted[key];
        found.farthest = Math.max(found.farthest, counted.farthest);
      }
    }
    for (const key of Object.keys(all)) all[key] += found[key];
    const { fromMean, beyondAll, of, farthest } = found;
    const cells = [name, table.rows.length, fromMean, beyondAll, of, farthest.toPrecision(3), losses.join(', ')];
    console.log(`| ${cells.join(' | ')} |`);
  }
  console.log(`\n${all.fromMean} of ${all.of} predictions far from the mean, ${all.beyondAll} beyond all levels.`);
} finally {
  rmSync(work, { recursive: true });
}
