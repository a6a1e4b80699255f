/** @file One rule on recorded losses: the race, its cost, and how far off its winner is, over random orders of the trials. */
import {
  type InputError,
  inputError,
  type Outcome,
  permutation,
  type Random,
  randomFrom,
} from '../../../core/index.js';
import { type Criterion, type Estimate, estimateMean, estimateShare } from '../../../stats/index.js';
import {
  createReplay,
  type LossTable,
  type RaceAnswer,
  type Replay,
  type ReplaySettings,
  type Rule,
  replayRace,
  type Standing,
} from '../../race/plan/index.js';
import {
  bestOf,
  completePart,
  criterionOverTable,
  inOrder,
  judgeTable,
  type ReplayFindings,
  regretAt,
} from './judged-table.js';
import { gapsOf, outcomesAsked, type ReplaySource, tableOf, trialsIn } from './recorded-trials.js';

/** What a table is replayed by; a run has its own. */
export const REPLAY_DEFAULTS = { criterion: 'q3', rule: 'default', warmup: 3 } as const;

export interface RecordedRace {
  readonly source: ReplaySource;
  readonly criterion: Criterion;
  readonly rule: Rule;
  /** Of rules that race in rounds. */
  readonly warmup: number;
  /** 0-based positions among the source's replicates; those not named are not used. Default: all, in order. */
  readonly replicateOrder?: readonly number[] | undefined;
  /** Random orders for the Monte-Carlo figures; 0 = none. */
  readonly orders: number;
  /** Of the random orders. */
  readonly seed: number;
  /** Of what is raced, where the losses may be negated scores; `minimize` where absent. */
  readonly direction?: 'minimize' | 'maximize';
}

export interface ReplayConclusion extends Pick<Replay, 'description' | 'decisions' | 'end'> {
  /** Positions of the replicates in use. */
  readonly order: readonly number[];
  readonly standings: readonly Standing[];
  /** Absent where the table ends before the first decision. */
  readonly answer: RaceAnswer | undefined;
  /** By candidate, in the order of the standings. */
  readonly outcomes: readonly Outcome[];
  readonly figures: ReplayFindings;
}

/**
 * Races to the end. What the function that it gives tells takes longer than many a race. `asInRun`: how a run raced under its own
 * adaptive rule: its log holds what that race asked for, and no more.
 * @throws InputError for settings that do not fit each other or the table.
 */
export function raceOnRecord(request: RecordedRace, asInRun?: ReplaySettings): () => ReplayConclusion {
  const { source } = request;
  const order = replicatesInUse(request);
  checkOrder(order, source);
  const table = tableOf(source);
  const replay = replayRace(asInRun ?? settingsFor(request, order.length), inOrder(table, order));
  return () => conclude(request, replay, { table, order });
}

export function replicatesInUse({ source, replicateOrder }: RecordedRace): readonly number[] {
  return replicateOrder ?? [...source.columns.keys()];
}

interface TableInUse {
  readonly table: LossTable;
  readonly order: readonly number[];
}

function conclude(request: RecordedRace, replay: Replay, use: TableInUse): ReplayConclusion {
  const { source } = request;
  const { order } = use;
  const { description, decisions, end } = replay;
  const standings = replay.standings();
  const asked = { order, asked: replay.asked };
  const missing = gapsOf(source, asked);
  const answer = answerOf(replay, missing);
  const ids = standings.map(({ candidate }) => candidate);
  return {
    ...{ description, decisions, end, order, standings, answer },
    outcomes: outcomesAsked(source, asked, ids),
    figures: figuresOf(request, { missing, pick: answer?.winner ?? undefined }, use),
  };
}

interface Raced {
  readonly missing: number;
  readonly pick: string | undefined;
}

/** A race that had to go on without trials it asked for has come to no end of its own. */
function answerOf(replay: Replay, missing: number): RaceAnswer | undefined {
  const answer = replay.answer();
  if (answer === undefined || answer.verdict === null || missing === 0) return answer;
  return { ...answer, verdict: 'stopped' };
}

/** How far off the pick is on the whole table, and how rules fare over random orders of the replicates in use. */
function figuresOf(request: RecordedRace, { missing, pick }: Raced, { table, order }: TableInUse): ReplayFindings {
  const { source, criterion, orders, seed } = request;
  const { candidates } = table;
  const judged = judgeTable(criterion, table);
  const { best, values, indices } = judged;
  const place = pick === undefined ? -1 : candidates.indexOf(pick);
  const value = values[place] ?? Number.NaN;
  return {
    replicates: order.length,
    recorded: source.columns.length,
    trials: trialsIn(source, order),
    complete: indices.length,
    missing,
    best: best === null ? null : { candidate: candidates[best] as string, value: values[best] as number },
    value: Number.isNaN(value) ? null : value,
    regret: regretAt(judged, place),
    simulation:
      orders === 0 || best === null
        ? null
        : simulateOrders(settingsFor(request, order.length), completePart(inOrder(table, order), judged), {
            orders,
            random: randomFrom('replay-orders', seed),
          }),
  };
}

/** @throws InputError for a warm-up that is longer than the table, or one replicate of which nothing can be told. */
function settingsFor({ criterion, rule, warmup, direction }: RecordedRace, replicates: number): ReplaySettings {
  if (rule.kind === 'adaptive') {
    if (replicates < 2) throw oneReplicate(rule.settings.name);
    return { criterion, rule, ...(direction === undefined ? {} : { direction }) };
  }
  checkWarmup(warmup, replicates);
  return { criterion, rule, warmup };
}

function oneReplicate(rule: string): InputError {
  return inputError`too-few-replicates: There is 1 replicate in use. The rule ${rule} needs more, to see how losses vary.
    Allowed: at least 2 replicates
    Fix: Add replicates to the table, or use more of them.`;
}

function checkWarmup(warmup: number, replicates: number): void {
  if (warmup <= replicates) return;
  throw inputError`warmup-too-long: --warmup is ${warmup}, but there ${replicates === 1 ? 'is 1 replicate' : `are ${replicates} replicates`} in use.
    Allowed: ${replicates === 1 ? '1' : `1 to ${replicates}`}
    Fix: Lower --warmup, or use more replicates.`;
}

function checkOrder(order: readonly number[], { columns, replicates }: ReplaySource): void {
  const wrong = order.find((position) => !Number.isSafeInteger(position) || position < 0 || position >= columns.length);
  const repeated = order.find((position, place) => order.indexOf(position) !== place);
  if (wrong === undefined && repeated === undefined && order.length > 0) return;
  const names = replicates.length === 0 ? 'none' : `${replicates[0]} ... ${replicates.at(-1)}`;
  throw inputError`replicate-order: ${wrong !== undefined ? `--replicate-order: there is no replicate at position ${wrong}; there are ${columns.length} (${names}).` : `--replicate-order: ${repeated === undefined ? 'it names no replicate' : `position ${repeated} appears twice`}.`}
    Allowed: different whole numbers from 0 to ${columns.length - 1}, separated by commas
    Fix: Correct the list, or leave it out to use all replicates in the order of the table.`;
}

interface SimulationOptions {
  /** Random orders, at least 2. */
  readonly orders: number;
  readonly random: Random;
  /** Of the intervals; default 0.95. */
  readonly level?: number;
}

interface OrderSimulation {
  readonly orders: number;
  /** Trials used over all cells of the table. */
  readonly cost: Estimate;
  /** Share of the orders that pick the candidate with the best criterion over the whole table. */
  readonly correct: Estimate;
  /** Share that pick one within the race's own tolerance of the best; null under a rule that states none. */
  readonly within: Estimate | null;
  /** Criterion of the pick over the whole table minus the best one's. */
  readonly regret: Estimate;
  /** Share of the orders that end by themselves with one name. */
  readonly decided: Estimate;
  /** The candidate with the best criterion over the whole table, ties by id. */
  readonly best: string;
}

/**
 * The pick of a race that ends with several left is its incumbent; if none has a finite criterion there is no pick,
 * which counts as wrong and as infinite regret.
 */
export function simulateOrders(
  settings: ReplaySettings,
  table: LossTable,
  { orders, random, level = 0.95 }: SimulationOptions,
): OrderSimulation {
  const replayer = createReplay(settings, table);
  const values = criterionOverTable(settings.criterion, table);
  const best = bestOf(values, table.candidates, [...values.keys()]) as number;
  const costs = new Float64Array(orders);
  const regrets = new Float64Array(orders);
  let correct = 0;
  let tolerated: number | null = null;
  let decided = 0;
  for (let order = 0; order < orders; order++) {
    const replicates = permutation(table.columns.length, random);
    const { trials, winner, tolerance, end } = replayer.choose(inOrder(table, replicates));
    costs[order] = trials / (table.candidates.length * table.columns.length);
    regrets[order] =
      winner === undefined ? Number.POSITIVE_INFINITY : (values[winner] as number) - (values[best] as number);
    if (winner === best) correct++;
    if (tolerance !== undefined) tolerated = (tolerated ?? 0) + Number((regrets[order] as number) <= tolerance);
    if (end === 'decided') decided++;
  }
  return {
    orders,
    cost: inRange(estimateMean(costs, level), 0, 1),
    correct: estimateShare(correct, orders, level),
    within: tolerated === null ? null : estimateShare(tolerated, orders, level),
    regret: inRange(estimateMean(regrets, level), 0, Number.POSITIVE_INFINITY),
    decided: estimateShare(decided, orders, level),
    best: table.candidates[best] as string,
  };
}

/** Student's interval knows nothing of where a figure can lie. */
function inRange({ low, high, ...estimate }: Estimate, least: number, most: number): Estimate {
  return { ...estimate, low: Math.max(least, low), high: Math.min(most, high) };
}
