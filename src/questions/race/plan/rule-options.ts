/** @file Declares the options of rules, each with its range, default and help, and reads them from settings. */
import { inputError, type JsonObject } from '../../../core/index.js';

/** A rule's name with its options: which there are is known by the rule alone. */
export type RuleSettings = JsonObject & { readonly name: string };

/** Two values between which others lie. */
export type DeclaredBounds = readonly [least: number, most: number];

type OptionValue = number | string | DeclaredBounds;

/** One option of a rule: a number, a word or two bounds. */
export interface RuleOption<Value extends OptionValue = OptionValue> {
  /** One line for `--help`; the default is added to it. */
  readonly help: string;
  /** What is accepted, for messages. */
  readonly allowed: string;
  /** The words it takes; absent where it takes a number. */
  readonly choices?: readonly string[];
  /** Absent where the user has to give one. */
  readonly fallback?: Value;
  accepts(value: unknown): value is Value;
}

export type RuleOptions = Readonly<Record<string, RuleOption>>;

export type ValuesOf<Options extends RuleOptions> = {
  readonly [Name in keyof Options]: Options[Name] extends RuleOption<infer Value> ? Value : never;
};

interface NumberRange {
  readonly allowed: string;
  readonly contains: (value: number) => boolean;
}

export const RANGES = {
  count: { allowed: 'a whole number, at least 1', contains: (v) => Number.isSafeInteger(v) && v >= 1 },
  /** A level or a share. */
  between: { allowed: 'a number above 0 and below 1', contains: (v) => v > 0 && v < 1 },
  /** An amount or a ratio. */
  atLeastZero: { allowed: 'a finite number, at least 0', contains: (v) => Number.isFinite(v) && v >= 0 },
} as const satisfies Record<string, NumberRange>;

/** An option that takes a number; without `fallback` it must be given. */
export function numberOption(help: string, { allowed, contains }: NumberRange, fallback?: number): RuleOption<number> {
  const accepts = (value: unknown): value is number => typeof value === 'number' && contains(value);
  return { help, allowed, accepts, ...(fallback === undefined ? {} : { fallback }) };
}

/** An option that takes one of some words; the first is the default. */
export function choiceOption<Choice extends string>(
  help: string,
  choices: readonly [Choice, ...Choice[]],
): RuleOption<Choice> {
  const accepts = (value: unknown): value is Choice => choices.some((winner) => winner === value);
  return { help, allowed: choices.join(', '), choices, accepts, fallback: choices[0] };
}

/** An option that takes an amount in units of the loss, a share such as `5 %`, or a word. */
export function amountOption<Word extends string>(help: string, word: Word): RuleOption<number | string> {
  const accepts = (value: unknown): value is number | string =>
    typeof value === 'number'
      ? RANGES.atLeastZero.contains(value)
      : typeof value === 'string' && (value === word || parseShare(value) !== undefined);
  return {
    help,
    allowed: `${RANGES.atLeastZero.allowed}, a share below 100 % such as "5 %", or ${word}`,
    accepts,
    fallback: word,
  };
}

/** An option that takes two ends, `[0, 1]` or `0 to 1`, or a word for none; see {@link parseBounds}. */
export function boundsOption<Word extends string>(help: string, word: Word): RuleOption<DeclaredBounds | string> {
  return {
    help,
    allowed: `two numbers, the smaller first, such as [0, 1], or ${word}`,
    accepts: (value): value is DeclaredBounds | string => value === word || parseBounds(value) !== undefined,
    fallback: word,
  };
}

/** `[0, 1]` or `0 to 1`; undefined for anything else. */
export function parseBounds(given: unknown): DeclaredBounds | undefined {
  const ends: unknown = typeof given === 'string' ? given.split(/\s+to\s+/).map(Number) : given;
  if (!Array.isArray(ends) || ends.length !== 2 || !ends.every(Number.isFinite)) return undefined;
  const [least, most] = ends as [number, number];
  return least < most ? [least, most] : undefined;
}

/** `5 %` as 0.05; undefined for anything that is no share above 0 and below 1. */
export function parseShare(text: string): number | undefined {
  const share = Number(/^\s*(\d+(?:\.\d*)?|\.\d+)\s*%\s*$/.exec(text)?.[1]) / 100;
  return share > 0 && share < 1 ? share : undefined;
}

/**
 * The value of every option, defaults filled in.
 * @throws InputError for a value that is out of range, and for a missing one that has no default.
 */
export function readOptions<Options extends RuleOptions>(settings: RuleSettings, options: Options): ValuesOf<Options> {
  const values = Object.entries(options).map(([name, option]) => {
    const value = settings[name] ?? option.fallback;
    if (option.accepts(value)) return [name, value] as const;
    throw inputError`rule-option: Option ${name} of rule "${settings.name}" is ${value === undefined ? 'missing' : JSON.stringify(value)}
      Allowed: ${option.allowed}
      Fix: ${value === undefined ? 'Give' : 'Change'} ${name}.`;
  });
  return Object.fromEntries(values) as ValuesOf<Options>;
}

/** Refuses settings that none of the options is about. */
export function requireKnownOptions({ name, ...given }: RuleSettings, options: RuleOptions): void {
  const unknown = Object.keys(given).find((option) => !Object.hasOwn(options, option));
  if (unknown === undefined) return;
  throw inputError`unknown-rule-option: Rule "${name}" has no option "${unknown}"
    Allowed: ${Object.keys(options).join(', ')}
    Fix: Remove ${unknown}, or choose a rule that has it.`;
}
