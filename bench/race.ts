/**
 * @file What rules cost on a table of losses, and how often they are right, side by side:
 * `npm run bench:race -- --table FILE --candidate COLUMN --loss 'loss_*' --criterion mean --orders 400`.
 * As recorded, the table's replicates are the truth and come in random order; with `--fresh` every race gets independent
 * normals with each candidate's own mean and standard deviation, and the truth is known. Replicates are used one by one
 * (a table has no workers to keep busy): `--window 96` shows what running ahead costs. `--peers` adds irace and Optuna,
 * which proposes settings: `--ignore seconds` names columns that are none. `--field q3-loading-90` instead of a table races a field of
 * candidates that are not alike (bench/calibration/unlike.ts, or of families.ts: `--field "noisier-5/plain noisier-3"`, where a
 * family stands for its cells by the mean, told one by one and pooled), by the mean with Kim and Nelson's procedure and AdaStop beside. All rules are judged
 * by one tolerance, `--within`: half of the standard deviation of one retraining where absent. `--without "panel unit"` takes mechanisms
 * out of the adaptive rules (src/questions/race/plan/adaptive/settings.ts).
 */
import { parseArgs } from 'node:util';
import { type JsonObject, randomFrom } from '../src/core/index.js';
import { readRecordedLosses } from '../src/engine/datasets/index.js';
import type { LossTable } from '../src/questions/race/plan/index.js';
import { criterionOverTable } from '../src/questions/replay/plan/index.js';
import {
  type Criterion,
  type Estimate,
  estimateMean,
  estimateShare,
  mean,
  parseCriterion,
  standardDeviation,
} from '../src/stats/index.js';
import { FAMILY_CELLS } from './calibration/families.js';
import { createFamilyScenario, findFamilyCell } from './calibration/family-scenario.js';
import { criterionOf, NORMAL } from './calibration/laws.js';
import { mechanismsCalled } from './calibration/mechanisms.js';
import { createUnlike, UNLIKE } from './calibration/unlike.js';
import { type Contender, drawFresh, inRandomOrder, parseContender, type RaceOutcome } from './race/contenders.js';
import { createPeers } from './race/peers.js';

const LOCATION_RULES = [
  'exhaustive(5)',
  'exhaustive(10)',
  'exhaustive(15)',
  'halving(2)',
  'halving(3)',
  'halving(5)',
  'welch(2,0.05)',
  'welch(3,0.05)',
  'paired-t(2,0.01)',
  'mann-whitney(3,0.05)',
  'fast(0.05)',
  'fast(0.1)',
  'fast(0.2)',
  'default',
  'strict',
];
/** By the mean alone. */
const OF_MEANS = ['kim-nelson(5,0.05)', 'kim-nelson(10,0.05)', 'adastop(5,0.05)'];
/** AdaStop permutes all pairs, which take seconds a race where there are more candidates. */
const MOST_OF_ADASTOP = 10;
const LEVEL = 0.95;
/** Other tools take seconds a race. They get as many trainings as the default rule used on average. */
const PEER_ORDERS = '20';
/** A pick among this share of the candidates, at least one, counts as a top one. */
const TOP_SHARE = 0.01;

interface Figures {
  readonly rule: string;
  /** Trials over candidates x replicates. */
  readonly cost: Estimate;
  /** Share of races that pick the best. */
  readonly pcs: Estimate;
  /** Share that pick one of the best 1 %. */
  readonly top1: Estimate;
  /** Criterion of the pick minus the best one's. */
  readonly regret: Estimate;
  /** Share with somebody within the tolerance of the best in the set: the best itself, where the rule knows no tolerance. */
  readonly inSet: Estimate;
  readonly setSize: Estimate;
  /** Share whose pick is within the rule's tolerance of the best. */
  readonly within: Estimate;
  /** Share with nobody in the set who is within the one tolerance of the best, and share that names one alone who is not. */
  readonly missed: Estimate;
  readonly falseClear: Estimate;
  /** Share whose pick is further from the best than certified; null where the rule certifies nothing. */
  readonly exceeded: Estimate | null;
  readonly tolerance: Estimate;
  readonly milliseconds: number;
}

const { values: given } = parseArgs({
  options: {
    table: { type: 'string' },
    field: { type: 'string' },
    'field-candidates': { type: 'string', default: '10' },
    within: { type: 'string' },
    candidate: { type: 'string', default: 'candidate' },
    loss: { type: 'string', default: 'loss*' },
    direction: { type: 'string', default: 'minimize' },
    criterion: { type: 'string', default: 'mean' },
    orders: { type: 'string', default: '400' },
    rows: { type: 'string' },
    ignore: { type: 'string', default: '' },
    rules: { type: 'string' },
    window: { type: 'string', default: '0' },
    without: { type: 'string', default: '' },
    peers: { type: 'boolean', default: false },
    'peer-orders': { type: 'string', default: PEER_ORDERS },
    fresh: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
/** What rules race on: losses by order, and what is true of them. */
interface Source {
  /** The field, or how the table is read. */
  readonly name: string;
  readonly candidates: readonly string[];
  readonly replicates: number;
  readonly criterion: Criterion;
  readonly truth: Float64Array;
  /** By which all rules are judged. */
  readonly tolerance: number;
  /** Columns of settings, for tools that propose them. */
  readonly settings: readonly JsonObject[];
  draw(order: number): LossTable;
}

if ((given.table === undefined) === (given.field === undefined)) {
  console.error(
    'Name a table of losses or a field: --table FILE or --field NAME (see the head of bench/race.ts for the other options).',
  );
  process.exitCode = 2;
} else if (Number(given.orders) < 2 || Number(given['peer-orders']) < 2) {
  console.error('Intervals need at least two orders: --orders 400 --peer-orders 20.');
  process.exitCode = 2;
} else {
  const fields = given.field === undefined ? [] : fieldsCalled(given.field);
  const sources = given.table === undefined ? fields.map(unlikeField) : [await readTable(given.table)];
  const races: Figures[][] = [];
  for (const source of sources) races.push(compare(source));
  for (const name of given.field?.split(/\s+/) ?? [])
    pool(
      name,
      races.filter((_, place) => fields[place]?.startsWith(`${name}/`)),
    );
}

function compare(source: Source): Figures[] {
  const { candidates, replicates, criterion } = source;
  const settings = {
    candidates: candidates.length,
    replicates,
    criterion,
    recorded: given.field === undefined && !given.fresh,
    window: Number(given.window),
    tolerance: source.tolerance,
    without: mechanismsCalled(given.without),
  };
  const own = LOCATION_RULES.filter((rule) => fits(rule, criterion));
  const asked = given.rules?.split(/\s+/) ?? [...own, ...(criterion.name === 'mean' ? OF_MEANS : [])];
  const rules = asked.filter((rule) => candidates.length <= MOST_OF_ADASTOP || !rule.startsWith('adastop'));
  const all: Figures[] = [];
  print(head(source));
  for (const rule of rules) report(measure(parseContender(rule, settings), source, Number(given.orders)));
  if (given.peers) {
    const own = all.find(({ rule }) => rule === 'default')?.cost.value ?? 0.1;
    const budget = Math.round(own * candidates.length * replicates);
    for (const peer of createPeers(source.settings, budget))
      report(measure(peer, source, Number(given['peer-orders'])));
  }
  if (given.json) console.log(JSON.stringify(all, undefined, 2));
  return all;

  function report(figures: Figures): void {
    all.push(figures);
    print(lineOf(figures));
  }
  /** With `--json`, lines go elsewhere, so that a long run can be watched. */
  function print(line: string): void {
    if (given.json) console.error(line);
    else console.log(line);
  }
}

/** Of a family: means over its cells, and shares of all races; nothing of a field that is none. */
function pool(family: string, cells: readonly (readonly Figures[])[]): void {
  const average = (of: readonly Figures[], figure: (figures: Figures) => number) =>
    of.reduce((sum, figures) => sum + figure(figures), 0) / of.length;
  for (const rule of new Set(cells.flat().map((figures) => figures.rule))) {
    const found = cells.flat().filter((figures) => figures.rule === rule);
    const races = found.length * Number(given.orders);
    const missed = estimateShare(Math.round(races * average(found, (one) => one.missed.value)), races, LEVEL);
    const line = [
      `${family} (${found.length} cells)`.padEnd(24),
      rule.padEnd(20),
      `cost ${average(found, (one) => one.cost.value).toFixed(3)}`,
      `missed ${missed.value.toFixed(3)} (${missed.low.toFixed(3)}-${missed.high.toFixed(3)})`,
      `worst ${Math.max(...found.map((one) => one.missed.value)).toFixed(3)}`,
      `false ${average(found, (one) => one.falseClear.value).toFixed(3)}`,
      `set ${average(found, (one) => one.setSize.value).toFixed(1)}`,
    ];
    console.error(line.join('  '));
  }
}

/** Names of fields; a family stands for its cells by the mean, by which its opponents race. */
function fieldsCalled(names: string): readonly string[] {
  return names.split(/\s+/).flatMap((name) => {
    const cells = FAMILY_CELLS.filter((cell) => cell.name.startsWith(`${name}/`) && cell.criterion === 'mean');
    return cells.length === 0 ? [name] : cells.map((cell) => cell.name);
  });
}

function unlikeField(name: string): Source {
  const row = UNLIKE.find((one) => one.name === name);
  const cell = FAMILY_CELLS.find((one) => one.name === name);
  const found = row ?? cell;
  if (found === undefined)
    throw new Error(
      `"${name}" is no field; there are ${[...UNLIKE, ...FAMILY_CELLS].map((one) => one.name).join(', ')}`,
    );
  const count = cell?.candidates ?? Number(given['field-candidates']);
  const { maxReplicates: replicates = 20 } = found;
  const criterion = parseCriterion(found.criterion);
  const { truth, drawLosses } =
    row === undefined
      ? createFamilyScenario(findFamilyCell(name), criterion, replicates)
      : createUnlike(row, count, criterion, replicates);
  const candidates = Array.from({ length: count }, (_, i) => `c${i}`);
  return {
    ...{ name, candidates, replicates, criterion, truth, settings: candidates.map(() => ({})) },
    // Losses of these fields have a standard deviation of 1.
    tolerance: Number(given.within ?? found.tolerance ?? 0.5),
    draw: (order) => {
      const lossOf = drawLosses(randomFrom('bench/race/field', name, order));
      const columns = Array.from({ length: replicates }, (_, replicate) =>
        Float64Array.from(candidates, (_, i) => lossOf(i, replicate)),
      );
      return { candidates, columns };
    },
  };
}

async function readTable(path: string): Promise<Source> {
  const recorded = await readRecordedLosses(path, { candidate: given.candidate, loss: given.loss });
  const [from = 0, to = recorded.candidates.length - 1] = given.rows?.split('-').map(Number) ?? [];
  const sign = given.direction === 'maximize' ? -1 : 1;
  const chosen = recorded.candidates.slice(from, to + 1);
  const table = {
    candidates: chosen.map(({ id }) => id),
    columns: recorded.columns.map((column) => column.slice(from, to + 1).map((value) => sign * value)),
  };
  const criterion = parseCriterion(given.criterion);
  const rows = table.candidates.map((_, i) => Float64Array.from(table.columns, (column) => column[i] as number));
  const means = Float64Array.from(rows, mean);
  const deviations = Float64Array.from(rows, standardDeviation);
  const ignored = given.ignore.split(',');
  return {
    name: given.fresh ? 'fresh normals' : 'as recorded',
    candidates: table.candidates,
    replicates: table.columns.length,
    criterion,
    truth: given.fresh ? freshTruth(criterion, means, deviations) : criterionOverTable(criterion, table),
    tolerance: Number(given.within ?? 0.5 * parseCriterion('median').evaluate(deviations)),
    settings: chosen.map(({ configuration }) =>
      Object.fromEntries(Object.entries(configuration).filter(([name]) => !ignored.includes(name))),
    ),
    draw: (order) => (given.fresh ? drawFresh(table, means, deviations, order) : inRandomOrder(table, order)),
  };
}

/** Tests ask about locations; races by a tail or a spread leave them out. */
function fits(rule: string, criterion: Criterion): boolean {
  const isTest = /^(welch|paired-t|mann-whitney)/.test(rule);
  if (isTest) return criterion.kind === 'location';
  return criterion.kind !== 'spread' || rule !== 'halving(2)';
}

function measure(contender: Contender, source: Source, orders: number): Figures {
  const { truth, replicates, tolerance: common } = source;
  const sorted = Float64Array.from(truth).sort();
  const best = sorted[0] as number;
  const top = sorted[Math.max(1, Math.floor(TOP_SHARE * truth.length)) - 1] as number;
  const startedAtMs = performance.now();
  const races = Array.from({ length: orders }, (_, order): RaceOutcome => contender.race(source.draw(order), order));
  const milliseconds = (performance.now() - startedAtMs) / orders;
  const behind = (i: number) => (truth[i] as number) - best;
  const regretOf = ({ pick }: RaceOutcome) => (pick < 0 ? (sorted.at(-1) as number) - best : behind(pick));
  const share = (hit: (race: RaceOutcome) => boolean) => estimateShare(races.filter(hit).length, orders, LEVEL);
  const average = (figure: (race: RaceOutcome) => number) => estimateMean(Float64Array.from(races, figure), LEVEL);
  const certifies = races.every(({ bound }) => bound !== undefined);
  return {
    rule: contender.name,
    cost: average(({ trials }) => trials / (truth.length * replicates)),
    pcs: share((race) => regretOf(race) === 0),
    top1: share((race) => regretOf(race) <= top - best),
    regret: average(regretOf),
    inSet: share(({ set, tolerance }) => set.some((i) => behind(i) <= tolerance)),
    setSize: average(({ set }) => set.length),
    within: share((race) => regretOf(race) <= race.tolerance),
    missed: share(({ set }) => !set.some((i) => behind(i) <= common)),
    falseClear: share(({ set }) => set.length === 1 && behind(set[0] as number) > common),
    exceeded: certifies ? share((race) => regretOf(race) > (race.bound as number)) : null,
    tolerance: average(({ tolerance }) => tolerance),
    milliseconds,
  };
}

function freshTruth(criterion: Criterion, means: Float64Array, deviations: Float64Array): Float64Array {
  const k = criterionOf(criterion, NORMAL);
  if (criterion.kind === 'spread') return deviations.map((deviation) => k * deviation);
  return means.map((center, i) => center + k * (deviations[i] as number));
}

function head({ name, candidates, replicates, criterion, tolerance }: Source): string {
  return [
    `${candidates.length} candidates x ${replicates} replicates, ${criterion.name}, ${name}, ${given.orders} orders, window ${given.window}; 95 % intervals`,
    `cost: trials / ${candidates.length * replicates}; regret in 1e-4; top1: pick among the best 1 %; inSet: somebody within the rule's tolerance of the best`,
    `missed: nobody in the set within ${tolerance.toPrecision(3)} of the best; false: one alone is named, who is not`,
    'rule                  cost                    pcs                  top1   regret  inSet               set    within  missed                false  exceeded  ms/race',
  ].join('\n');
}

function lineOf(figures: Figures): string {
  const { rule, cost, pcs, top1, regret, inSet, setSize, within, missed, falseClear, exceeded, milliseconds } = figures;
  const interval = ({ value, low, high }: Estimate, digits: number) =>
    `${value.toFixed(digits)} (${low.toFixed(digits)}-${high.toFixed(digits)})`;
  return [
    rule.padEnd(20),
    interval(cost, 4).padEnd(22),
    interval(pcs, 3).padEnd(19),
    top1.value.toFixed(3),
    (regret.value * 1e4).toFixed(2).padStart(7),
    interval(inSet, 3).padEnd(18),
    setSize.value.toFixed(2).padStart(5),
    within.value.toFixed(3).padStart(7),
    interval(missed, 3).padEnd(20),
    falseClear.value.toFixed(3),
    (exceeded?.value.toFixed(3) ?? '-').padStart(8),
    milliseconds.toFixed(1).padStart(7),
  ].join('  ');
}
