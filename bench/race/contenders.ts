/** @file Rules that are raced side by side, by the names that the bench gives them. */
import { permutation, randomFrom } from '../../src/core/index.js';
import {
  type AdaptiveRuleName,
  createAdaptiveRace,
  createReplay,
  type LossTable,
  type Mechanism,
  parseRule,
} from '../../src/questions/race/plan/index.js';
import { criterionOverTable } from '../../src/questions/replay/plan/index.js';
import type { Criterion } from '../../src/stats/index.js';
import { adastop } from './adastop.js';
import { kimNelson } from './kim-nelson.js';
import { runAdaptive } from './run-adaptive.js';

/** What one race came to. */
export interface RaceOutcome {
  readonly trials: number;
  /** Index of the pick; -1 where nobody can be chosen. */
  readonly pick: number;
  readonly set: readonly number[];
  /** In units of the loss; 0 for rules that know none. */
  readonly tolerance: number;
  /** Absent for rules that give none. */
  readonly bound?: number;
  /** Trials of the pick, where a rule tells. */
  readonly ofPick?: number;
}

export interface Contender {
  readonly name: string;
  /** Races on a table whose columns stand in the order in which replicates are used. */
  race(table: LossTable, order: number): RaceOutcome;
}

export interface ContenderSettings {
  readonly candidates: number;
  readonly replicates: number;
  readonly criterion: Criterion;
  /** Whether the table's replicates are the truth. */
  readonly recorded: boolean;
  readonly window: number;
  /** By which all are judged; the indifference zone of a rule that has one. */
  readonly tolerance: number;
  /** What the adaptive rules do without. */
  readonly without: readonly Mechanism[];
}

const ADAPTIVE: Readonly<Record<string, AdaptiveRuleName>> = { default: 'default', strict: 'strict', fast: 'fast' };

/** Of AdaStop, for each pair. */
const PERMUTATIONS = 2000;

/** `exhaustive(5)`, `halving(2)`, `welch(2,0.05)`, `adastop(5,0.05)`, `kim-nelson(5,0.05)`, `fast(0.1)`, `default`, ...; throws an Error for other names. */
export function parseContender(name: string, settings: ContenderSettings): Contender {
  const parts = /^([a-z-]+)(?:\(([\d.,]+)\))?$/.exec(name);
  const rule = parts?.[1];
  const [first, second] = (parts?.[2] ?? '').split(',').filter(Boolean).map(Number);
  if (rule === undefined) throw new Error(`"${name}" is no rule of this bench`);
  const adaptive = ADAPTIVE[rule];
  if (adaptive !== undefined) return { name, race: adaptiveRunner(adaptive, first, settings) };
  if (first === undefined) throw new Error(`"${name}" needs a number of repeats or a warm-up in brackets`);
  if (rule === 'adastop') {
    const adaStop = { group: first, level: second ?? 0.05, permutations: PERMUTATIONS };
    return { name, race: (table, order) => adastop(table, adaStop, order) };
  }
  if (rule === 'kim-nelson') {
    const kn = { first, level: second ?? 0.05, zone: settings.tolerance };
    return { name, race: (table) => kimNelson(table, kn) };
  }
  if (rule === 'exhaustive') return { name, race: (table) => exhaust(table, first, settings.criterion) };
  const parsed = parseRule(second === undefined ? rule : { name: rule, alpha: second });
  return { name, race: (table) => published(table, parsed, first, settings.criterion) };
}

function adaptiveRunner(rule: AdaptiveRuleName, delta: number | undefined, settings: ContenderSettings) {
  const { candidates, criterion, replicates, recorded, window, without } = settings;
  const race = createAdaptiveRace({
    candidates,
    criterion,
    rule,
    recorded,
    window,
    without,
    maxReplicates: replicates,
    ...(delta === undefined ? {} : { delta }),
  });
  return ({ columns }: LossTable, order: number): RaceOutcome => {
    const lossOf = (candidate: number, replicate: number) => columns[replicate]?.[candidate] as number;
    const { leader, set, tolerance, bound, outcomes } = runAdaptive(race, order, lossOf).verdict;
    const shared = { trials: outcomes, pick: leader, set, tolerance };
    return rule === 'fast' ? shared : { ...shared, bound };
  };
}

function exhaust({ candidates, columns }: LossTable, repeats: number, criterion: Criterion): RaceOutcome {
  const values = criterionOverTable(criterion, { candidates, columns: columns.slice(0, repeats) });
  const pick = values.indexOf(values.reduce((least, value) => Math.min(least, value)));
  return { trials: repeats * candidates.length, pick, set: [pick], tolerance: 0 };
}

function published(
  table: LossTable,
  rule: ReturnType<typeof parseRule>,
  warmup: number,
  criterion: Criterion,
): RaceOutcome {
  const { trials, winner, set } = createReplay({ criterion, rule, warmup }, table).choose(table);
  return { trials, pick: winner ?? -1, set, tolerance: 0 };
}

/** The columns in the order of one race. */
export function inRandomOrder({ candidates, columns }: LossTable, order: number): LossTable {
  const places = permutation(columns.length, randomFrom('bench/race/order', order));
  return { candidates, columns: Array.from(places, (place) => columns[place] as Float64Array) };
}

/** Fresh trainings: independent normals with these means and standard deviations. */
export function drawFresh(
  { candidates, columns }: LossTable,
  means: Float64Array,
  deviations: Float64Array,
  order: number,
): LossTable {
  const random = randomFrom('bench/race/fresh', order);
  return {
    candidates,
    columns: columns.map(() => means.map((mean, i) => mean + (deviations[i] as number) * random.normal())),
  };
}
