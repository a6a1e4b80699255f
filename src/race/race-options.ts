/** @file Declares what `createRace` of `surefoot/race` takes, and checks it. */
import {
  checkOptions,
  type Expectation,
  type InputError,
  inputError,
  isObject,
  type JsonObject,
  MOST_AHEAD_SHARE,
} from '../core/index.js';
import {
  type CustomRule,
  customRule,
  DELTAS,
  type RaceSettings,
  type RuleSettings,
  ruleOf,
  separateOf,
} from '../questions/race/plan/index.js';
import { type Criterion, type CustomCriterion, customCriterion, parseCriterion } from '../stats/index.js';

/** How the candidates are raced: the same settings and defaults as under `race` in an experiment file. */
export interface RaceChoices {
  /** `default`, `strict`, `fast`, or one in rounds such as `halving`; its name, with options, or one of your own. */
  readonly rule?: string | RuleSettings | CustomRule;
  /** Of a candidate's losses; default `q3`. */
  readonly criterion?: string | CustomCriterion;
  /** A difference that does not count: an amount of the loss, a share such as `5 %`, or `auto`. */
  readonly tolerance?: number | string;
  /** What the race states fails with at most this probability: 0.05 (the default), 0.1 or 0.2. */
  readonly delta?: number;
  /** Trials of all candidates before the first decision of a rule in rounds; default 3. */
  readonly warmup?: number;
  /** A training with a larger loss collapsed; default: further above the median of its candidate than ten typical spreads. */
  readonly collapse?: { readonly above: number };
  /** Share of the winner's trainings that must come out, from 0.5 to 0.99: shown on probation by fresh trials after the race. */
  readonly reliability?: number;
  /** Fresh trials after the race of those that may be chosen; default 20. */
  readonly finalTrials?: number;
  /** Most trials of any candidate in the race; default 20. */
  readonly maxReplicates?: number;
  /**
   * Where `ask(most)` has places left, it gives trials that the race is likely to ask for soon: it decides the same sooner, for trainings
   * that it may never ask for. So many of these, as a share of the trials used: 0 to 4. Default 0.25; with `trials` 0.
   */
  readonly ahead?: number;
}

export interface RaceOptions<Configuration = JsonObject> {
  /** Names, or configurations by name; two at least. */
  readonly candidates: readonly string[] | Readonly<Record<string, Configuration>>;
  readonly race?: RaceChoices;
  /** Of the seeds of all trials; default 1. */
  readonly seed?: number;
  /** Most trials in all, a whole number; default: as many as the race asks for. */
  readonly trials?: number;
  /** Goes on where the race ended in a tie: up to so many replicates, or with true five times as many as it has. */
  readonly separate?: number | boolean;
  /** What `told` of an earlier race with the same options was: the race goes on from there. */
  readonly told?: readonly ToldTrial[];
}

/** What was told of one trial. JSON holds it: an infinite loss is null. */
export interface ToldTrial {
  readonly id: string;
  readonly loss: number | null;
  /** Why the training gave no loss; absent where it gave one. */
  readonly failed?: string;
}

const isWhole = (value: unknown, least: number): boolean => Number.isSafeInteger(value) && Number(value) >= least;

const OPTIONS: Readonly<Record<keyof RaceOptions, Expectation>> = {
  candidates: {
    allowed: 'a list of two or more different names, or an object of configurations by name',
    fits: (value) =>
      candidateNamesIn(value).length > 1 && new Set(candidateNamesIn(value)).size === candidateNamesIn(value).length,
    isRequired: true,
  },
  race: { allowed: 'an object such as { rule: "default", criterion: "q3" }', fits: isObject },
  seed: { allowed: 'a whole number from 0', fits: (value) => isWhole(value, 0) },
  trials: { allowed: 'a whole number, at least 1', fits: (value) => isWhole(value, 1) },
  separate: {
    allowed: 'true, or how many replicates: a whole number, at least 1',
    fits: (value) => typeof value === 'boolean' || isWhole(value, 1),
  },
  told: {
    allowed: 'the `told` of an earlier race: a list of { id, loss }, the loss a number or null, each id once',
    fits: (value) =>
      Array.isArray(value) && value.every(isTold) && new Set(value.map(({ id }) => id)).size === value.length,
  },
};

function isTold(value: unknown): value is ToldTrial {
  if (!isObject(value)) return false;
  const { id, loss } = value as Partial<Record<keyof ToldTrial, unknown>>;
  return typeof id === 'string' && (loss === null || typeof loss === 'number');
}

const isNumber = (value: unknown): boolean => typeof value === 'number';
const isWord = (value: unknown): boolean => typeof value === 'string' && value !== '';

const CHOICES: Readonly<Record<keyof RaceChoices, Expectation>> = {
  rule: { allowed: 'the name of a rule, { name, ... }, or a rule of your own', fits: (v) => isWord(v) || isObject(v) },
  criterion: { allowed: 'the name of a criterion, or one of your own', fits: (v) => isWord(v) || isObject(v) },
  // The rule that takes it says which amounts and shares are allowed.
  tolerance: { allowed: 'a number or a text', fits: (value) => isNumber(value) || isWord(value) },
  delta: { allowed: DELTAS.join(', '), fits: (value) => DELTAS.some((delta) => delta === value) },
  collapse: {
    allowed: '{ above: ... }, a loss',
    fits: (value) => isObject(value) && Number.isFinite((value as { readonly above?: unknown }).above),
  },
  // The plan says which shares are allowed.
  reliability: { allowed: 'a number', fits: isNumber },
  warmup: { allowed: 'a whole number, at least 1', fits: (value) => isWhole(value, 1) },
  finalTrials: { allowed: 'a whole number from 0', fits: (value) => isWhole(value, 0) },
  maxReplicates: { allowed: 'a whole number, at least 1', fits: (value) => isWhole(value, 1) },
  ahead: {
    allowed: `a number from 0 to ${MOST_AHEAD_SHARE}`,
    fits: (value) => isNumber(value) && Number(value) >= 0 && Number(value) <= MOST_AHEAD_SHARE,
  },
};

/** Names of candidates, in their order; none where that is no list of texts and no object. */
export function candidateNamesIn(candidates: unknown): readonly string[] {
  if (Array.isArray(candidates)) return candidates.every(isWord) ? candidates : [];
  return isObject(candidates) ? Object.keys(candidates as object) : [];
}

/**
 * What is raced, and how.
 * @throws InputError for the first option that cannot be raced.
 */
export function raceSettingsOf(options: RaceOptions<unknown>): RaceSettings {
  checkOptions('createRace', options, OPTIONS, "{ candidates: ['small', 'large'] }");
  const choices = options.race ?? {};
  checkOptions('createRace: race', choices, CHOICES, '{ criterion: "q3" }');
  const { rule: given = 'default', criterion = 'q3', tolerance, delta, warmup, finalTrials, maxReplicates } = choices;
  const own = isOwnRule(given) ? customRule(given) : undefined;
  const named = typeof given === 'string' || own !== undefined ? { name: own?.name ?? String(given) } : given;
  const rule = ruleOf({ rule: named as RuleSettings, warmup, tolerance, delta }, own);
  const separate = separateOf(options.separate, rule, maxReplicates);
  return {
    candidates: candidateNamesIn(options.candidates),
    criterion: criterionOf(criterion),
    rule,
    seed: options.seed ?? 1,
    ...(warmup === undefined ? {} : { warmup }),
    ...(finalTrials === undefined ? {} : { finalTrials }),
    ...(maxReplicates === undefined ? {} : { maxReplicates }),
    ...(separate === undefined ? {} : { separate }),
    ...(choices.reliability === undefined ? {} : { reliability: choices.reliability }),
    ...(choices.collapse === undefined ? {} : { collapse: choices.collapse }),
  };
}

function isOwnRule(rule: RaceChoices['rule']): rule is CustomRule {
  return typeof rule === 'object' && ('judge' in rule || 'version' in rule);
}

function criterionOf(criterion: string | CustomCriterion): Criterion {
  return typeof criterion === 'string' ? parseCriterion(criterion) : customCriterion(criterion);
}

/** What was told does not fit the options. */
export function notTold(what: string): InputError {
  return inputError`told-elsewhere: createRace: told: ${what}
    Allowed: the \`told\` of a race with the same candidates, settings and seed
    Fix: Give the options that race was made with.`;
}
