/** @file The options of rules: their names, defaults and ranges, and the refusal of what is out of range or unknown. */
import { InputError } from '../core/index.js';
import { CORRECTIONS, type Correction, type LeveneCenter } from '../stats/index.js';

export const SIDES = ['two', 'one'] as const;
/** `two`: does the rival differ from the incumbent? `one`: is it worse? */
export type Sided = (typeof SIDES)[number];

/** A rule's name with its options; each rule knows some of them and refuses the others. */
export interface RuleSettings {
  readonly name: string;
  /** Every rule. Ask it at the first decision and at every m-th round after; default 1. */
  readonly testEvery?: number;
  /** Every rule. Never leave fewer; default 1. */
  readonly minimumSurvivors?: number;
  /** `fraction`: share of the candidates that stays, above 0 and below 1. */
  readonly share?: number;
  /** `threshold`: how much worse than the incumbent is too much, in units of the loss. */
  readonly margin?: number;
  /** `threshold`: the same as a share of the incumbent's criterion (of its size, where that is negative). */
  readonly ratio?: number;
  /** Tests. A rival leaves when p < alpha; default 0.05. */
  readonly alpha?: number;
  /** Tests. Default `two`, as published. */
  readonly sided?: Sided;
  /** Tests. Over the rivals of one decision; default `none`, as published. */
  readonly correction?: Correction;
  /** `levene`. Default `median`. */
  readonly center?: LeveneCenter;
}

export type RuleOption = Exclude<keyof RuleSettings, 'name'>;

interface NumberRange {
  readonly fallback?: number;
  readonly allowed: string;
  readonly accepts: (value: number) => boolean;
}

export const RANGES = {
  count: { fallback: 1, allowed: 'a whole number, at least 1', accepts: (v) => Number.isSafeInteger(v) && v >= 1 },
  alpha: { fallback: 0.05, allowed: 'a number above 0 and below 1', accepts: (v) => v > 0 && v < 1 },
  share: { allowed: 'a number above 0 and below 1', accepts: (v) => v > 0 && v < 1 },
  excess: { allowed: 'a finite number, at least 0', accepts: (v) => Number.isFinite(v) && v >= 0 },
} as const satisfies Record<string, NumberRange>;

/** The number under `option`, or the default of its range; refuses what is out of range, and nothing without a default. */
export function numberOption(settings: RuleSettings, option: RuleOption, range: NumberRange): number {
  const value = settings[option] ?? range.fallback;
  if (typeof value === 'number' && range.accepts(value)) return value;
  throw optionError(settings, option, value, range.allowed);
}

export function choiceOption<Choice extends string>(
  settings: RuleSettings,
  option: RuleOption,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const value = settings[option] ?? choices[0];
  const choice = choices.find((known) => known === value);
  if (choice !== undefined) return choice;
  throw optionError(settings, option, value, choices.join(', '));
}

/** Options every test has. */
export function testOptions(settings: RuleSettings): { alpha: number; sided: Sided; correction: Correction } {
  return {
    alpha: numberOption(settings, 'alpha', RANGES.alpha),
    sided: choiceOption(settings, 'sided', SIDES),
    correction: choiceOption(settings, 'correction', CORRECTIONS),
  };
}

/** Refuses options that are not among `known`. */
export function requireKnownOptions(settings: RuleSettings, known: readonly RuleOption[]): void {
  const unknown = Object.keys(settings).find((key) => key !== 'name' && !(known as readonly string[]).includes(key));
  if (unknown === undefined) return;
  throw new InputError({
    code: 'unknown-rule-option',
    what: `Rule "${settings.name}" has no option "${unknown}"`,
    allowed: known.join(', '),
    fix: `Remove ${unknown}, or choose a rule that has it.`,
  });
}

function optionError(settings: RuleSettings, option: RuleOption, value: unknown, allowed: string): InputError {
  return new InputError({
    code: 'rule-option',
    what: `Option ${option} of rule "${settings.name}" is ${value === undefined ? 'missing' : JSON.stringify(value)}`,
    allowed,
    fix: `Change ${option}.`,
  });
}
