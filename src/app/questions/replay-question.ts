/** @file Replay as a question: what it is told, what is raced, and what its reports are made from. No log, nothing is trained. */
import { defined, hashJson, inputError, isObject, type RunHeader } from '../../core/index.js';
import type { ReplayTold } from '../../questions/index.js';
import {
  parseRule,
  powerWarning,
  type ReplaySettings,
  type Rule,
  type RuleSettings,
} from '../../questions/race/plan/index.js';
import {
  besideOneAnother,
  REPLAY_DEFAULTS,
  type RecordedRace,
  type ReplayConclusion,
  type ReplaySource,
  raceOnRecord,
} from '../../questions/replay/plan/index.js';
import {
  buildResult,
  type Direction,
  type ReplayRequest,
  type ReportInput,
  type Result,
  replayInput,
} from '../../report/index.js';
import { type Criterion, describeCriterion, parseCriterion, type ToldOf, toldOf } from '../../stats/index.js';
import { customPartOf, customPartText } from '../ask/custom-parts.js';
import { collapseOfPlan, figureOfPlan } from '../ask/raced-figure.js';
import { readReplaySource } from '../ask/replay-source.js';

/** With the rules that are set beside one another; those of the run, or the default, where absent. */
interface AskedReplay extends Omit<ReplayTold, 'rule'> {
  readonly rules?: readonly Rule[] | undefined;
  /** The command line that asks the same. */
  readonly command?: string;
}

interface ReplayedRule {
  readonly input: ReportInput;
  readonly conclusion: ReplayConclusion;
  readonly seconds: {
    /** All rounds and decisions. */
    readonly race: number;
    /** Intervals, tests and random orders. */
    readonly answer: number;
  };
}

/** One rule, as a program tells it. `losses`: a table (CSV or Parquet), a run folder, or its log. */
export async function replayTold(losses: string, { rule, ...asked }: ReplayTold): Promise<Result> {
  const rules = rule === undefined ? undefined : [parseRule(typeof rule === 'string' ? { name: rule } : rule)];
  const [replayed] = replayRules(await prepareReplay(losses, { ...asked, rules }));
  return buildResult((replayed as ReplayedRule).input);
}

/**
 * Reads the losses and settles what is raced on them: a request for each rule.
 * @throws InputError for everything that can be wrong with the path, what is there, and what is asked of it.
 */
export async function prepareReplay(losses: string, asked: AskedReplay): Promise<readonly ReplayRequest[]> {
  const { columns, direction, criterion, rules, warmup, replicateOrder, orders, seed, command = null } = asked;
  const source = await readReplaySource(losses, columns, direction);
  const { rules: raced, ...settled } = settleRace(source.header, {
    ...defined({ rules, criterion, warmup }),
    told: toldOf(figureOfSource(source)?.metric, racedDirection(source, direction)),
  });
  return raced.map((rule) => ({ ...settled, source, rule, direction, replicateOrder, orders, seed, command }));
}

/** Says what a test cannot do before it races; `areBeside`: for pages, on which every rule stands beside the others. */
export function replayRules(
  requests: readonly ReplayRequest[],
  { areBeside = false, warn = () => {} }: { readonly areBeside?: boolean; readonly warn?: (text: string) => void } = {},
): readonly ReplayedRule[] {
  const replayed = requests.map((request) => {
    const warning = powerWarning(request.rule, request.warmup, request.source.candidates.length);
    if (warning !== undefined) warn(warning);
    return replayRule(request);
  });
  if (!areBeside) return replayed;
  const rules = besideOneAnother(
    requests,
    replayed.map(({ conclusion }) => conclusion),
  );
  return replayed.map((one) => ({ ...one, input: { ...one.input, rules } }));
}

function replayRule(request: ReplayRequest): ReplayedRule {
  const { header } = request.source;
  const direction = racedDirection(request.source, request.direction);
  const startedAtMs = performance.now();
  const conclude = raceOnRecord({ ...request, direction }, raceAsInRun(request));
  const racedAtMs = performance.now();
  const conclusion = conclude();
  const seconds = { race: (racedAtMs - startedAtMs) / 1000, answer: (performance.now() - racedAtMs) / 1000 };
  const raced = {
    direction,
    ...defined({ metric: figureOfSource(request.source)?.metric }),
    ...(header === undefined ? {} : { collapse: collapseOfPlan(header.plan) }),
  };
  return { input: replayInput(request, conclusion, raced), conclusion, seconds };
}

/** The better way of the figure that a run raced, else of the table as it was said to be. */
function racedDirection(source: ReplaySource, direction: Direction): Direction {
  return figureOfSource(source)?.direction ?? direction;
}

function figureOfSource({ header }: ReplaySource) {
  return header && figureOfPlan(header.plan);
}

interface AskedSettings {
  /** Absent where the run's own is meant. */
  readonly rules?: readonly Rule[];
  readonly criterion?: string;
  /** What the criterion may be said to be of; default: the loss. */
  readonly told?: ToldOf;
  readonly warmup?: number;
}

interface SettledRace {
  readonly rules: readonly Rule[];
  readonly criterion: Criterion;
  readonly warmup: number;
}

export { REPLAY_DEFAULTS };

/** `header`: of the run. @throws InputError for a rule or criterion that is meant and that only the run's program has. */
function settleRace(header: RunHeader | undefined, asked: AskedSettings): SettledRace {
  const run = header && raceOfLog(header);
  if (header && !run?.rule && asked.rules === undefined) refuseCustomPart('rule', header);
  if (header && !run?.criterion && asked.criterion === undefined) refuseCustomPart('criterion', header);
  const own = asked.criterion === undefined ? run?.criterion : undefined;
  return {
    rules: asked.rules ?? (run?.rule === undefined ? [parseRule({ name: REPLAY_DEFAULTS.rule })] : [run.rule]),
    criterion: own ?? parseCriterion(asked.criterion ?? REPLAY_DEFAULTS.criterion, asked.told),
    warmup: asked.warmup ?? run?.warmup ?? REPLAY_DEFAULTS.warmup,
  };
}

interface LoggedRace {
  /** Absent where the rule decides trial by trial. */
  readonly warmup?: number;
  /** Absent where a program brought its own, which a log only names. */
  readonly rule?: Rule;
  readonly criterion?: Criterion;
}

export function raceOfLog(header: RunHeader): LoggedRace {
  const { warmup, rule, criterion } = header.plan;
  return {
    ...(typeof warmup === 'number' ? { warmup } : {}),
    ...(isObject(rule) && customPartOf(header, 'rule') === undefined ? { rule: parseRule(rule as RuleSettings) } : {}),
    ...(typeof criterion === 'string' ? { criterion: parseCriterion(criterion) } : {}),
  };
}

/** A run under its own adaptive rule is raced as it was; undefined where that is not what is asked. */
function raceAsInRun({ source, criterion, rule, replicateOrder }: RecordedRace): ReplaySettings | undefined {
  const { header } = source;
  if (header === undefined || replicateOrder !== undefined || rule.kind !== 'adaptive') return undefined;
  const { plan, seed } = header;
  const isSame =
    hashJson(raceOfLog(header).rule?.settings ?? null) === hashJson(rule.settings) &&
    hashJson(plan.criterion ?? null) === hashJson(describeCriterion(criterion));
  if (!isSame || typeof plan.maxReplicates !== 'number') return undefined;
  const figure = figureOfPlan(plan);
  const direction = figure === undefined ? {} : { direction: figure.direction };
  const costs = Array.isArray(plan.costs) ? { costs: plan.costs.map(Number) } : {};
  return { criterion, rule, seed, maxReplicates: plan.maxReplicates, recorded: false, ...costs, ...direction };
}

/** Throws an InputError for a rule or criterion that only the program of the run has. */
export function refuseCustomPart(part: 'rule' | 'criterion', header: RunHeader): void {
  const custom = customPartOf(header, part);
  if (custom === undefined) return;
  throw inputError`custom-${part}: ${customPartText(part, custom)}
    Allowed: --${part} with the name of a built-in ${part}
    Fix: Choose one with --${part}.`;
}
