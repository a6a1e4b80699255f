/**
 * @file What it costs to find the best of a space whose settings are known, side by side: today's rule, and races that search.
 * `npm run bench:search -- --bed paper --modes today,full --worlds 5 --minutes 20 --keep FILE` on worlds drawn from the 6,912 trained
 * candidates of the paper's space (`--candidates 600` takes so many of them at random), or `--bed table --table FILE --loss 'accuracy*'
 * --direction maximize --ignore model,seconds` on recorded losses in random orders. `--criteria mean,q3 --residuals 1,2 --defiers 0,1`
 * name the cells; `--bed prediction` tells how well settings predict, beside scikit-learn's forests; `--bed early` whether what is said after a handful of
 * trainings holds; `--functions --seeds 20 --trials 300 --contenders ours,tpe` what is found of known functions, beside Optuna's samplers and random points. Races are kept in FILE one by one, and the same command goes on where it was stopped; those that the time cut off say
 * how far they came. `--tables` writes those of docs/measurements from what is kept in data/search.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Estimate, estimateMean } from '../src/stats/index.js';
import { rateText, withEnds } from './estimates.js';
import { writeMeasured } from './measured.js';
import { earlyLines, fewestWorlds, NO_WORLDS, withNextWorld } from './search/early.js';
import type { SearchField } from './search/field.js';
import {
  FUNCTION_CONTENDERS,
  FUNCTION_NAMES,
  type FunctionSearch,
  marksOf,
  searchFunction,
} from './search/functions.js';
import { functionLines } from './search/functions-table.js';
import { type Cell, isBehind, isOf, type KeptRace, readRaces, writeRaces } from './search/kept-races.js';
import { SEARCH_MODES } from './search/modes.js';
import { readPaperEvidence } from './search/paper-evidence.js';
import { drawPaperWorld, paperParts } from './search/paper-world.js';
import { comparePredictions } from './search/prediction.js';
import { drawTableWorld, readSearchTable } from './search/table-world.js';
import { searchTables } from './search/tables.js';

const { values: given } = parseArgs({
  options: {
    bed: { type: 'string', default: 'paper' },
    modes: { type: 'string', default: SEARCH_MODES.map(({ name }) => name).join(',') },
    worlds: { type: 'string', default: '3' },
    first: { type: 'string', default: '0' },
    candidates: { type: 'string' },
    criteria: { type: 'string', default: 'mean' },
    residuals: { type: 'string', default: '1' },
    defiers: { type: 'string', default: '0,1' },
    minutes: { type: 'string', default: '20' },
    keep: { type: 'string' },
    tables: { type: 'boolean', default: false },
    table: { type: 'string' },
    candidate: { type: 'string', default: 'candidate' },
    loss: { type: 'string', default: 'loss*' },
    direction: { type: 'string', default: 'minimize' },
    ignore: { type: 'string', default: '' },
    rows: { type: 'string' },
    functions: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '20' },
    trials: { type: 'string', default: '1000' },
    contenders: { type: 'string', default: FUNCTION_CONTENDERS.join(',') },
  },
});
const LEVEL = 0.95;

const bed = given.bed === 'table' ? `table ${given.rows ?? 'all'}` : `paper ${given.candidates ?? 'all'}`;
const deadline = Date.now() + 60_000 * Number(given.minutes);
const isLate = (): boolean => Date.now() > deadline;
/** Races that the time cut off begin anew. */
const kept: KeptRace[] =
  given.functions || given.bed === 'early' ? [] : readRaces(given.keep).filter(({ ended }) => ended);
const cells = cellsOf();
if (given.tables) for (const [name, rows] of Object.entries(searchTables())) writeMeasured(name, rows);
else if (given.functions) await searchFunctions();
else if (given.bed === 'prediction') for (const line of comparePredictions()) console.log(line);
else if (given.bed === 'early') {
  let figures = keptOr(NO_WORLDS);
  while (fewestWorlds(figures) < Number(given.worlds) && !isLate()) {
    figures = withNextWorld(figures);
    keep(figures);
  }
  for (const line of earlyLines(figures)) console.log(line);
} else {
  await raceAll();
  for (const line of linesOf()) console.log(line);
}

function cellsOf(): Cell[] {
  const split = (text: string): string[] => text.split(',');
  return split(given.criteria).flatMap((criterion) =>
    split(given.residuals).flatMap((residual) =>
      split(given.defiers).flatMap((defier) =>
        split(given.modes).map((mode) => ({
          ...{ mode, residual: Number(residual), defier: defier === '1' },
          criterion: criterion === 'q3' ? 'q3' : 'mean',
        })),
      ),
    ),
  );
}

async function raceAll(): Promise<void> {
  const drawField = await fieldMaker();
  const first = Number(given.first);
  for (let world = first; world < first + Number(given.worlds); world++) {
    for (const cell of cells) {
      if (isLate()) return;
      if (kept.some((one) => one.bed === bed && one.world === world && isOf(one, cell))) continue;
      race(cell, world, drawField(cell, world));
    }
  }
}

async function fieldMaker(): Promise<(cell: Cell, world: number) => SearchField> {
  if (given.bed === 'table') {
    if (given.table === undefined) throw new Error('--bed table needs --table FILE');
    const table = await readSearchTable(given.table, given);
    return (cell, world) => drawTableWorld(table, world, cell);
  }
  const parts = paperParts(readPaperEvidence());
  const some = given.candidates === undefined ? undefined : Number(given.candidates);
  return (cell, world) => drawPaperWorld(parts, world, cell, some);
}

function race(cell: Cell, world: number, field: SearchField): void {
  const mode = SEARCH_MODES.find(({ name }) => name === cell.mode);
  if (mode === undefined)
    throw new Error(`"${cell.mode}" is no mode; there are ${SEARCH_MODES.map(({ name }) => name).join(', ')}`);
  const { set, ...outcome } = mode.race(field, cell.criterion, world, isLate);
  const best = field.truth.reduce((least, value) => Math.min(least, value));
  const behind = (i: number): number => (field.truth[i] as number) - best;
  const regret = outcome.pick < 0 ? Number.POSITIVE_INFINITY : behind(outcome.pick);
  const setRegret = set.reduce((least, i) => Math.min(least, behind(i)), regret);
  const { candidates, replicates, tolerance } = field;
  kept.push({
    ...cell,
    ...outcome,
    ...{ bed, candidates, replicates, world, setSize: set.length },
    ...{ regret: regret / tolerance, setRegret: setRegret / tolerance, missedOwn: setRegret > outcome.tolerance },
  });
  const one = kept.at(-1) as KeptRace;
  console.error(
    `${nameOf(cell)} world ${world}: ${one.trainings} trainings${one.ended ? '' : ` (cut off; at most ${one.atMost})`}, regret ${(one.regret ?? Number.NaN).toFixed(2)}, set ${one.setSize} (${(one.setRegret ?? Number.NaN).toFixed(2)}), untried ${one.untried}, own ${(one.ownMs / one.trainings).toFixed(2)} ms a training`,
  );
  if (given.keep !== undefined) writeRaces(given.keep, kept);
}

/** Seed by seed, so that a bench that was stopped has as many of each. */
async function searchFunctions(): Promise<void> {
  const searches = [...keptOr<readonly FunctionSearch[]>([])];
  const trials = Number(given.trials);
  for (let seed = 1; seed <= Number(given.seeds); seed++) {
    for (const name of FUNCTION_NAMES) {
      for (const contender of FUNCTION_CONTENDERS.filter((one) => given.contenders.split(',').includes(one))) {
        if (isLate()) break;
        const at = searches.findIndex((one) => one.name === name && one.contender === contender && one.seed === seed);
        const isThere = at >= 0 && marksOf(contender, trials).every((mark) => mark in (searches[at]?.regret ?? {}));
        if (isThere) continue;
        const found = await searchFunction(name, contender, seed, trials);
        searches.splice(at < 0 ? searches.length : at, at < 0 ? 0 : 1, found);
        console.error(JSON.stringify(found));
        keep(searches);
      }
    }
  }
  for (const line of functionLines(searches)) console.log(line);
}

/** What the file has, where there is one. */
function keptOr<Value>(none: Value): Value {
  if (given.keep === undefined || !existsSync(given.keep)) return none;
  return JSON.parse(readFileSync(given.keep, 'utf8')) as Value;
}

function keep(figures: unknown): void {
  if (given.keep !== undefined) writeFileSync(given.keep, `${JSON.stringify(figures, undefined, 1)}\n`);
}

function nameOf({ mode, criterion, residual, defier }: Cell): string {
  return `${mode} ${criterion} residual x${residual}${defier ? ' defier' : ''}`;
}

function linesOf(): string[] {
  const head = `${bed}: means with 95 % intervals over worlds; missed: nobody of the set within the field's tolerance of the best; own ms: processor time of the plan a training`;
  const rows = cells.flatMap((cell) => {
    const all = kept.filter((one) => one.bed === bed && isOf(one, cell));
    const ended = all.filter((one) => one.ended);
    if (all.length === 0) return [];
    if (ended.length < 2) return all.map((one) => cutLine(cell, one));
    const average = (of: (one: KeptRace) => number): Estimate => estimateMean(Float64Array.from(ended, of), LEVEL);
    const rate = (is: (one: KeptRace) => boolean): string => rateText(ended.filter(is).length, ended.length).padEnd(20);
    const trainings = average((one) => one.trainings);
    const share = trainings.value / ((ended[0] as KeptRace).candidates * (ended[0] as KeptRace).replicates);
    return [
      [
        nameOf(cell).padEnd(34),
        String(ended.length).padStart(4),
        withEnds(trainings, 0).padEnd(22),
        share.toFixed(4),
        ...[rate((one) => isBehind(one.setRegret)), rate((one) => one.missedOwn), rate((one) => isBehind(one.regret))],
        average((one) => one.setSize)
          .value.toFixed(1)
          .padStart(6),
        average((one) => one.untried)
          .value.toFixed(0)
          .padStart(6),
        average((one) => one.ownMs / one.trainings)
          .value.toFixed(2)
          .padStart(6),
        ...[1000, 10_000].map((mark) => meanAt(ended, mark).padStart(6)),
      ].join('  '),
    ];
  });
  return [
    head,
    `${'mode'.padEnd(34)}  worlds  trainings  share  missed  missed by its own tolerance  pick not within  set  untried  own ms (all, at 1,000, at 10,000)`,
    ...rows,
  ];
}

function meanAt(all: readonly KeptRace[], mark: number): string {
  const times = all.flatMap(({ ownMsAt }) => ownMsAt?.[mark] ?? []);
  return times.length === 0 ? '-' : (times.reduce((sum, ms) => sum + ms, 0) / times.length).toFixed(2);
}

function cutLine(cell: Cell, { world, trainings, ended, atMost, setSize, regret, untried, ownMs }: KeptRace): string {
  const range = ended
    ? `${trainings} trainings`
    : `cut off after ${trainings}; at most ${atMost} if the contested take all`;
  return `${nameOf(cell).padEnd(34)}  world ${world}: ${range}, set ${setSize}, pick ${(regret ?? Number.NaN).toFixed(2)} tolerances behind, untried ${untried}, own ${(ownMs / trainings).toFixed(2)} ms`;
}
