/** @file Settles how recorded losses are raced: as asked, and what is left open as in the run, where a run is replayed. */
import { InputError, type JsonObject, type JsonValue, type RunHeader } from '../../core/index.js';
import type { Rule } from '../../questions/race/plan/index.js';
import { type Criterion, parseCriterion } from '../../stats/index.js';
import { customPartOf, customPartText } from '../custom-parts.js';
import { loggedRule } from '../logged-rule.js';
import { parseRules } from './replay-rules.js';

interface RecordedRace {
  /** Absent where the run's own is meant. */
  readonly rules?: readonly Rule[];
  readonly criterion?: string;
  readonly warmup?: number;
}

export interface SettledRace {
  readonly rules: readonly Rule[];
  readonly criterion: Criterion;
  readonly warmup: number;
}

/** Of a table; a run has its own. */
export const REPLAY_DEFAULTS = { criterion: 'q3', rule: 'default', warmup: 3 } as const;

/** `header`: of the run. @throws InputError for a rule or criterion that is meant and that only the run's program has. */
export function settleRace(header: RunHeader | undefined, asked: RecordedRace): SettledRace {
  const run = header && raceOfLog(header);
  if (header && !run?.rule && asked.rules === undefined) refuseCustomPart('rule', header);
  if (header && !run?.criterion && asked.criterion === undefined) refuseCustomPart('criterion', header);
  const own = asked.criterion === undefined ? run?.criterion : undefined;
  return {
    rules: asked.rules ?? (run?.rule === undefined ? parseRules([REPLAY_DEFAULTS.rule], {}) : [run.rule]),
    criterion: own ?? parseCriterion(asked.criterion ?? REPLAY_DEFAULTS.criterion),
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
    ...(isObject(rule) && customPartOf(header, 'rule') === undefined ? { rule: loggedRule(rule) } : {}),
    ...(typeof criterion === 'string' ? { criterion: parseCriterion(criterion) } : {}),
  };
}

/** Throws an InputError for a rule or criterion that only the program of the run has. */
export function refuseCustomPart(part: 'rule' | 'criterion', header: RunHeader): void {
  const custom = customPartOf(header, part);
  if (custom === undefined) return;
  throw new InputError({
    code: `custom-${part}`,
    what: customPartText(part, custom),
    allowed: `--${part} with the name of a built-in ${part}`,
    fix: `Choose one with --${part}.`,
  });
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
