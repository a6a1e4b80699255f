/** @file Settles how recorded losses are raced: as asked, and what is left open as in the run, where a run is replayed. */
import { hashJson, inputError, type JsonObject, type JsonValue, type RunHeader } from '../../core/index.js';
import { parseRule, type ReplaySettings, type Rule, type RuleSettings } from '../../questions/race/plan/index.js';
import type { RecordedRace } from '../../questions/replay/plan/index.js';
import { type Criterion, describeCriterion, parseCriterion, type ToldOf } from '../../stats/index.js';
import { customPartOf, customPartText } from '../ask/custom-parts.js';
import { figureOfPlan } from '../ask/raced-figure.js';

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

/** Of a table; a run has its own. */
export const REPLAY_DEFAULTS = { criterion: 'q3', rule: 'default', warmup: 3 } as const;

/** `header`: of the run. @throws InputError for a rule or criterion that is meant and that only the run's program has. */
export function settleRace(header: RunHeader | undefined, asked: AskedSettings): SettledRace {
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
export function raceAsInRun({ source, criterion, rule, replicateOrder }: RecordedRace): ReplaySettings | undefined {
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

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
