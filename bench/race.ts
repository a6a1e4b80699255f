/**
 * @file What rules cost on a table of losses, and how often they are right, side by side:
 * `npm run bench:race -- --table FILE --candidate COLUMN --loss 'loss_*' --criterion mean --orders 400`.
 * As recorded, the table's replicates are the truth and come in random order; with `--fresh` every race gets independent
 * normals with each candidate's own mean and standard deviation, and the truth is known. Replicates are used one by one
 * (a table has no workers to keep busy): `--window 96` shows what running ahead costs. `--peers` adds irace and Optuna,
 * which proposes settings: `--ignore seconds` names columns that are none.
 */
import { parseArgs } from 'node:util';
import type { JsonObject } from '../src/core/index.js';
import { readRecordedLosses } from '../src/datasets/index.js';
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
import { criterionOf, NORMAL } from './calibration/laws.js';
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
  /** Share whose pick is within the tolerance of the best. */
  readonly within: Estimate;
  /** Share whose pick is further from the best than certified; null where the rule certifies nothing. */
  readonly exceeded: Estimate | null;
  readonly tolerance: Estimate;
  readonly milliseconds: number;
}

const { values: given } = parseArgs({
  options: {
    table: { type: 'string' },
    candidate: { type: 'string', default: 'candidate' },
    loss: { type: 'string', default: 'loss*' },
    direction: { type: 'string', default: 'minimize' },
    criterion: { type: 'string', default: 'mean' },
    orders: { type: 'string', default: '400' },
    rows: { type: 'string' },
    ignore: { type: 'string', default: '' },
    rules: { type: 'string' },
    window: { type: 'string', default: '0' },
    peers: { type: 'boolean', default: false },
    'peer-orders': { type: 'string', default: PEER_ORDERS },
    fresh: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
if (given.table === undefined) {
  console.error('Name a table of losses: --table FILE (see the head of bench/race.ts for the other options).');
  process.exitCode = 2;
} else if (Number(given.orders) < 2 || Number(given['peer-orders']) < 2) {
  console.error('Intervals need at least two orders: --orders 400 --peer-orders 20.');
  process.exitCode = 2;
} else {
  await compare(given.table);
}

async function compare(path: string): Promise<void> {
  const { table, settings: columns } = await readTable(path);
  const criterion = parseCriterion(given.criterion);
  const replicates = table.columns.length;
  const settings = {
    candidates: table.candidates.length,
    replicates,
    criterion,
    recorded: !given.fresh,
    window: Number(given.window),
  };
  const rules = given.rules?.split(/\s+/) ?? LOCATION_RULES.filter((rule) => fits(rule, criterion));
  const all: Figures[] = [];
  print(head(table, replicates));
  for (const rule of rules) report(measure(parseContender(rule, settings), table, criterion, Number(given.orders)));
  if (given.peers) {
    const own = all.find(({ rule }) => rule === 'default')?.cost.value ?? 0.1;
    const budget = Math.round(own * table.candidates.length * replicates);
    for (const peer of createPeers(columns, budget))
      report(measure(peer, table, criterion, Number(given['peer-orders'])));
  }
  if (given.json) console.log(JSON.stringify(all, undefined, 2));

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

async function readTable(path: string): Promise<{ table: LossTable; settings: readonly JsonObject[] }> {
  const recorded = await readRecordedLosses(path, { candidate: given.candidate, loss: given.loss });
  const [from = 0, to = recorded.candidates.length - 1] = given.rows?.split('-').map(Number) ?? [];
  const sign = given.direction === 'maximize' ? -1 : 1;
  const candidates = recorded.candidates.slice(from, to + 1);
  const table = {
    candidates: candidates.map(({ id }) => id),
    columns: recorded.columns.map((column) => column.slice(from, to + 1).map((value) => sign * value)),
  };
  const ignored = given.ignore.split(',');
  const settings = candidates.map(({ configuration }) =>
    Object.fromEntries(Object.entries(configuration).filter(([name]) => !ignored.includes(name))),
  );
  return { table, settings };
}

/** Tests ask about locations; races by a tail or a spread leave them out. */
function fits(rule: string, criterion: Criterion): boolean {
  const isTest = /^(welch|paired-t|mann-whitney)/.test(rule);
  if (isTest) return criterion.kind === 'location';
  return criterion.kind !== 'spread' || rule !== 'halving(2)';
}

function measure(contender: Contender, table: LossTable, criterion: Criterion, orders: number): Figures {
  const rows = table.candidates.map((_, i) => Float64Array.from(table.columns, (column) => column[i] as number));
  const means = Float64Array.from(rows, mean);
  const deviations = Float64Array.from(rows, standardDeviation);
  const truth = given.fresh ? freshTruth(criterion, means, deviations) : criterionOverTable(criterion, table);
  const sorted = Float64Array.from(truth).sort();
  const best = sorted[0] as number;
  const top = sorted[Math.max(1, Math.floor(TOP_SHARE * truth.length)) - 1] as number;
  const startedAtMs = performance.now();
  const races = Array.from({ length: orders }, (_, order): RaceOutcome => {
    const drawn = given.fresh ? drawFresh(table, means, deviations, order) : inRandomOrder(table, order);
    return contender.race(drawn, order);
  });
  const milliseconds = (performance.now() - startedAtMs) / orders;
  const regretOf = ({ pick }: RaceOutcome) =>
    pick < 0 ? (sorted.at(-1) as number) - best : (truth[pick] as number) - best;
  const share = (hit: (race: RaceOutcome) => boolean) => estimateShare(races.filter(hit).length, orders, LEVEL);
  const average = (figure: (race: RaceOutcome) => number) => estimateMean(Float64Array.from(races, figure), LEVEL);
  const certifies = races.every(({ certificate }) => certificate !== undefined);
  return {
    rule: contender.name,
    cost: average(({ trials }) => trials / (table.candidates.length * table.columns.length)),
    pcs: share((race) => regretOf(race) === 0),
    top1: share((race) => regretOf(race) <= top - best),
    regret: average(regretOf),
    inSet: share(({ set, tolerance }) => set.some((i) => (truth[i] as number) - best <= tolerance)),
    setSize: average(({ set }) => set.length),
    within: share((race) => regretOf(race) <= race.tolerance),
    exceeded: certifies ? share((race) => regretOf(race) > (race.certificate as number)) : null,
    tolerance: average(({ tolerance }) => tolerance),
    milliseconds,
  };
}

function freshTruth(criterion: Criterion, means: Float64Array, deviations: Float64Array): Float64Array {
  const k = criterionOf(criterion, NORMAL);
  if (criterion.kind === 'spread') return deviations.map((deviation) => k * deviation);
  return means.map((center, i) => center + k * (deviations[i] as number));
}

function head({ candidates, columns }: LossTable, replicates: number): string {
  const setting = given.fresh ? 'fresh normals' : 'as recorded';
  return [
    `${candidates.length} candidates x ${columns.length} replicates, ${given.criterion}, ${setting}, ${given.orders} orders, window ${given.window}; 95 % intervals`,
    `cost: trials / ${candidates.length * replicates}; regret in 1e-4; top1: pick among the best 1 %; inSet: somebody within the tolerance of the best`,
    'rule                  cost                    pcs                  top1   regret  inSet               set    within  exceeded  ms/race',
  ].join('\n');
}

function lineOf({ rule, cost, pcs, top1, regret, inSet, setSize, within, exceeded, milliseconds }: Figures): string {
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
    (exceeded?.value.toFixed(3) ?? '-').padStart(8),
    milliseconds.toFixed(1).padStart(7),
  ].join('  ');
}
