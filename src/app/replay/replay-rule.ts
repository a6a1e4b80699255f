/** @file Replays one rule on recorded losses: the race, its cost, and how far off its choice is. */
import { hashJson, InputError, type JsonObject, type RunHeader, randomFrom } from '../../core/index.js';
import {
  inOrder,
  type LossTable,
  type RaceAnswer,
  type Replay,
  type ReplaySettings,
  type Rule,
  replayRace,
  simulateOrders,
} from '../../questions/race/plan/index.js';
import type { Direction, ReplayFigures, ReportInput } from '../../report/index.js';
import { type Criterion, describeCriterion } from '../../stats/index.js';
import { areFailuresApart } from '../count-failures.js';
import { customPartOf } from '../custom-parts.js';
import { loggedRule } from '../logged-rule.js';
import { figureOfPlan } from '../raced-figure.js';
import { completePart, judgeTable, regretAt } from './judged-table.js';
import { gapsOf, outcomesAsked, tableOf, trialsIn } from './recorded-trials.js';
import type { ReplaySource } from './replay-source.js';

export interface ReplayRequest {
  readonly source: ReplaySource;
  readonly criterion: Criterion;
  readonly rule: Rule;
  /** Of rules that race in rounds. */
  readonly warmup: number;
  readonly direction: Direction;
  /** 0-based positions among the source's replicates; those not named are not used. Default: all, in order. */
  readonly replicateOrder?: readonly number[];
  /** Random orders for the Monte-Carlo figures; 0 = none. */
  readonly orders: number;
  /** Of the random orders. */
  readonly seed: number;
  readonly command: string | null;
}

interface ReplayedRule {
  readonly input: ReportInput;
  readonly seconds: {
    /** All rounds and decisions. */
    readonly race: number;
    /** Intervals, tests and random orders. */
    readonly answer: number;
  };
}

/**
 * Everything a report needs of the replay.
 * @throws InputError for settings that do not fit each other or the table.
 */
export function replayRule(request: ReplayRequest): ReplayedRule {
  const { source, criterion } = request;
  // A log says itself what was raced; a table is told.
  const figure = source.header && figureOfPlan(source.header.plan);
  const direction = figure?.direction ?? request.direction;
  const order = request.replicateOrder ?? source.columns.map((_, position) => position);
  checkOrder(order, source);
  const own = settingsOfRun(request);
  const table = tableOf(source, own === undefined || own.areFailuresApart);
  const settings = own?.settings ?? settingsFor(request, order.length);
  const startedAtMs = performance.now();
  const replay = replayRace(settings, inOrder(table, order));
  const racedAtMs = performance.now();
  const standings = replay.standings();
  const asked = { order, asked: replay.asked };
  const missing = gapsOf(source, asked);
  const answer = answerOf(replay, missing);
  const input: ReportInput = {
    header: headerOf(request, replay, order),
    status: replay.end,
    outcomes: outcomesAsked(
      source,
      asked,
      standings.map(({ candidate }) => candidate),
    ),
    decisions: replay.decisions,
    standings,
    stretches: [],
    direction,
    ...(figure === undefined ? {} : { metric: figure.metric }),
    criterion,
    exhaustiveReplicates: order.length,
    replicateOrder: order,
    final: null,
    modelFile: null,
    data: { name: source.name, hash: source.hash, simulated: source.simulated, split: {} },
    command: request.command,
    files: [],
    ...(answer === undefined ? {} : { answer }),
    replay: figuresOf(request, { missing, pick: answer?.choice }, { table, order }),
  };
  const seconds = {
    race: (racedAtMs - startedAtMs) / 1000,
    answer: (performance.now() - racedAtMs) / 1000,
  };
  return { input, seconds };
}

interface Raced {
  readonly missing: number;
  readonly pick: string | undefined;
}

/** A race that had to go on without trials it asked for has come to no end of its own. */
function answerOf(replay: Replay, missing: number): RaceAnswer | undefined {
  const answer = replay.answer();
  if (answer?.verdict === undefined || missing === 0) return answer;
  return { ...answer, verdict: 'provisional' };
}

/** How far off the pick is on the whole table, and how rules fare over random orders of the replicates in use. */
function figuresOf(
  request: ReplayRequest,
  { missing, pick }: Raced,
  { table, order }: { readonly table: LossTable; readonly order: readonly number[] },
): ReplayFigures {
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

function headerOf({ source, direction, seed }: ReplayRequest, replay: Replay, order: readonly number[]): RunHeader {
  const { finalTrials: _, ...description } = replay.description;
  const experiment: JsonObject = { replay: source.name, direction, replicates: source.replicates };
  return {
    name: source.header?.name ?? source.name,
    identity: source.header?.identity ?? source.hash,
    identityParts: source.header?.identityParts ?? { data: source.hash },
    seed: source.header?.seed ?? seed,
    plan: { ...description, replicateOrder: order },
    experiment,
    candidates: source.candidates,
  };
}

/** @throws InputError for a warm-up that is longer than the table, or one replicate of which nothing can be told. */
function settingsFor({ criterion, rule, warmup }: ReplayRequest, replicates: number): ReplaySettings {
  if (rule.kind === 'adaptive') {
    if (replicates < 2) throw oneReplicate(rule.settings.name);
    return { criterion, rule };
  }
  checkWarmup(warmup, replicates);
  return { criterion, rule, warmup };
}

interface RunSettings {
  readonly settings: ReplaySettings;
  /** False of a race that an earlier version began. */
  readonly areFailuresApart: boolean;
}

/** A run under its own adaptive rule is raced as it was: its log holds what that race asked for, and no more. */
function settingsOfRun({ source, criterion, rule, replicateOrder }: ReplayRequest): RunSettings | undefined {
  const { header } = source;
  if (header === undefined || replicateOrder !== undefined || rule.kind !== 'adaptive') return undefined;
  const { plan, seed } = header;
  const isSame =
    hashJson(settingsOf(header)) === hashJson(rule.settings) &&
    hashJson(plan.criterion ?? null) === hashJson(describeCriterion(criterion));
  if (!isSame || typeof plan.maxReplicates !== 'number') return undefined;
  const costs = Array.isArray(plan.costs) ? { costs: plan.costs.map(Number) } : {};
  return {
    settings: { criterion, rule, seed, maxReplicates: plan.maxReplicates, recorded: false, ...costs },
    areFailuresApart: areFailuresApart(plan, rule),
  };
}

/** Of the run's rule, as it was; null where only a program has it. */
function settingsOf(header: RunHeader): JsonObject | null {
  if (customPartOf(header, 'rule') !== undefined) return null;
  return loggedRule(header.plan.rule as JsonObject).settings;
}

function oneReplicate(rule: string): InputError {
  return new InputError({
    code: 'too-few-replicates',
    what: `There is 1 replicate in use. The rule ${rule} needs more: it must see how losses vary.`,
    allowed: 'at least 2 replicates',
    fix: 'Add replicates to the table, or use more of them.',
  });
}

function checkWarmup(warmup: number, replicates: number): void {
  if (warmup <= replicates) return;
  throw new InputError({
    code: 'warmup-too-long',
    what: `--warmup is ${warmup}, but there ${replicates === 1 ? 'is 1 replicate' : `are ${replicates} replicates`} in use.`,
    allowed: replicates === 1 ? '1' : `1 to ${replicates}`,
    fix: 'Lower --warmup, or use more replicates.',
  });
}

function checkOrder(order: readonly number[], { columns, replicates }: ReplaySource): void {
  const wrong = order.find((position) => !Number.isSafeInteger(position) || position < 0 || position >= columns.length);
  const repeated = order.find((position, place) => order.indexOf(position) !== place);
  if (wrong === undefined && repeated === undefined && order.length > 0) return;
  const names = replicates.length === 0 ? 'none' : `${replicates[0]} ... ${replicates.at(-1)}`;
  throw new InputError({
    code: 'replicate-order',
    what:
      wrong !== undefined
        ? `--replicate-order: there is no replicate at position ${wrong}; there are ${columns.length} (${names}).`
        : `--replicate-order: ${repeated === undefined ? 'it names no replicate' : `position ${repeated} appears twice`}.`,
    allowed: `different whole numbers from 0 to ${columns.length - 1}, separated by commas`,
    fix: 'Correct the list, or leave it out to use all replicates in the order of the table.',
  });
}
