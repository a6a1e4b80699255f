/** @file Arguments of the library's functions, checked before anything is loaded: callers may be plain JavaScript. */
import { badArgument, checkOptions, type Expectation, isObject, MOST_AHEAD_SHARE } from '../core/index.js';
import type { CreateRaceOptions } from './ask-tell.js';
import type { ExplainOptions } from './explain/explain-options.js';
import type { ExportSubject } from './export-trial.js';
import type { ReplayOptions } from './replay/replay.js';
import type { SelectOptions } from './select-options.js';
import type { CompareOptions, CurveOptions, MeasureOptions, StudyOptions } from './study-options.js';

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isPath = (value: unknown): boolean => typeof value === 'string' && value !== '' && !value.includes('\0');

const experiment: Expectation = {
  allowed: 'the path of an experiment file, or an experiment as an object',
  fits: (value) => isPath(value) || isObject(value),
  isRequired: true,
};
const out: Expectation = { allowed: 'the path of a run folder', fits: isPath };
const budget: Expectation = { allowed: 'an object with `trials`, `minutes` or both', fits: isObject };
const separate: Expectation = {
  allowed: 'true, or how many replicates: a whole number, at least 1',
  fits: (value) => typeof value === 'boolean' || (Number.isSafeInteger(value) && Number(value) >= 1),
};
const flag: Expectation = { allowed: 'true or false', fits: (value) => typeof value === 'boolean' };

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isListOf = (fits: (value: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.length > 0 && value.every(fits);
const isWhole = (least: number) => (value: unknown) => Number.isSafeInteger(value) && Number(value) >= least;

const text: Expectation = { allowed: 'a text', fits: isText };
const texts: Expectation = { allowed: 'a list of texts', fits: isListOf(isText) };
const count: Expectation = { allowed: 'a whole number, at least 1', fits: isWhole(1) };
const fromZero: Expectation = { allowed: 'a whole number from 0', fits: isWhole(0) };
const trainer: Expectation = { allowed: 'a function (configuration, { seeds }) => loss', fits: isFunction };

/** Of everything that trains. */
const RUN_OPTIONS = {
  experiment,
  trainer,
  out,
  fresh: flag,
  retryFailed: flag,
  acceptChangedCode: flag,
  workers: count,
  workersAt: { allowed: 'the folder, or another address, where workers are', fits: isPath },
  budget,
  signal: { allowed: 'an AbortSignal', fits: isAbortSignal },
  onEvent: { allowed: 'a function', fits: isFunction },
} as const satisfies Readonly<Record<string, Expectation>>;

const SELECT_OPTIONS: Readonly<Record<keyof SelectOptions, Expectation>> = {
  ...RUN_OPTIONS,
  separate,
  ahead: {
    allowed: `a number from 0 to ${MOST_AHEAD_SHARE}, or false`,
    fits: (value) =>
      typeof value === 'boolean' || (typeof value === 'number' && value >= 0 && value <= MOST_AHEAD_SHARE),
  },
};

const STUDY_OPTIONS: Readonly<Record<keyof StudyOptions, Expectation>> = {
  ...RUN_OPTIONS,
  candidates: texts,
  metric: text,
};

const MEASURE_OPTIONS: Readonly<Record<keyof MeasureOptions, Expectation>> = {
  ...STUDY_OPTIONS,
  vary: { allowed: 'a list such as ["init", "sample"]', fits: isListOf(isText) },
  trials: count,
  crossed: {
    allowed: '"auto", "none", or a list of levels',
    fits: (value) => value === 'auto' || value === 'none' || isListOf(isWhole(1))(value),
  },
  repeats: count,
};

const CURVE_OPTIONS: Readonly<Record<keyof CurveOptions, Expectation>> = {
  ...STUDY_OPTIONS,
  sizes: {
    allowed: 'a list of whole numbers, or a text such as "100..32000/41"',
    fits: (value) => isText(value) || isListOf(isWhole(1))(value),
    isRequired: true,
  },
  trials: count,
  criterion: text,
  spread: { allowed: '"std" or "iqr"', fits: (value) => value === 'std' || value === 'iqr' },
  tolerance: { allowed: 'an object such as { criterion: 0.1, spread: 1 }, of shares above 0', fits: isTolerance },
  adaptive: flag,
};

const COMPARE_OPTIONS: Readonly<Record<keyof CompareOptions, Expectation>> = {
  ...STUDY_OPTIONS,
  factors: texts,
  base: text,
  trials: count,
};

const REPLAY_OPTIONS: Readonly<Record<keyof ReplayOptions, Expectation>> = {
  columns: { allowed: 'an object such as { candidate: "model", loss: "loss_*" }', fits: isObject },
  direction: { allowed: '"minimize" or "maximize"', fits: (value) => value === 'minimize' || value === 'maximize' },
  criterion: text,
  rule: { allowed: 'the name of a rule, or { name, ... } with its options', fits: (v) => isText(v) || isObject(v) },
  warmup: count,
  replicateOrder: { allowed: 'a list of whole numbers from 0', fits: isListOf(isWhole(0)) },
  orders: fromZero,
  seed: fromZero,
};

const EXPORT_OPTIONS: Readonly<Record<keyof ExportSubject | 'onWarning', Expectation>> = {
  candidate: text,
  replicate: fromZero,
  onWarning: { allowed: 'a function', fits: isFunction },
};

const EXPLAIN_OPTIONS: Readonly<Record<keyof ExplainOptions, Expectation>> = {
  target: { allowed: 'the name of a column, or a list of them', fits: (v) => isText(v) || isListOf(isText)(v) },
  metric: text,
  instances: fromZero,
  candidate: text,
  repeats: count,
  rows: { allowed: 'a whole number, at least 2', fits: isWhole(2) },
  seed: fromZero,
  onProgress: { allowed: 'a function', fits: isFunction },
  onWarning: { allowed: 'a function', fits: isFunction },
};

const RACE_OPTIONS: Readonly<Record<keyof CreateRaceOptions, Expectation>> = {
  experiment,
  out,
  budget,
  separate,
};

const EXAMPLE = "{ experiment: 'experiment.yaml' }";

/** @throws InputError for the first option that `select` cannot use. */
export function checkSelectOptions(options: unknown): void {
  checkOptions('select', options, SELECT_OPTIONS, EXAMPLE);
}

/** @throws InputError for the first option that `createRace` cannot use. */
export function checkRaceOptions(options: unknown): void {
  checkOptions('createRace', options, RACE_OPTIONS, EXAMPLE);
}

/** @throws InputError for the first option that `check` cannot use. */
export function checkCheckOptions(options: unknown): void {
  checkOptions('check', options, { experiment, trainer }, EXAMPLE);
}

/** @throws InputError for the first option that `measure` cannot use. */
export function checkMeasureOptions(options: unknown): void {
  checkOptions('measure', options, MEASURE_OPTIONS, EXAMPLE);
}

/** @throws InputError for the first option that `curve` cannot use. */
export function checkCurveOptions(options: unknown): void {
  checkOptions('curve', options, CURVE_OPTIONS, "{ experiment: 'experiment.yaml', sizes: [100, 300, 1000] }");
}

/** @throws InputError for the first option that `compare` cannot use. */
export function checkCompareOptions(options: unknown): void {
  checkOptions('compare', options, COMPARE_OPTIONS, EXAMPLE);
}

/** @throws InputError for the first option that `replay` cannot use. */
export function checkReplayOptions(options: unknown): void {
  checkOptions('replay', options, REPLAY_OPTIONS, "{ criterion: 'mean' }");
}

/** @throws InputError for the first option that `exportModel` cannot use. */
export function checkExportOptions(options: unknown): void {
  checkOptions('exportModel', options, EXPORT_OPTIONS, '{ replicate: 3 }');
}

/** @throws InputError for the first option that `explain` cannot use. */
export function checkExplainOptions(options: unknown): void {
  checkOptions('explain', options, EXPLAIN_OPTIONS, "{ metric: 'mae' }");
}

/** @throws InputError for anything but a path. */
export function checkPath(name: string, path: unknown): void {
  if (!isPath(path)) throw badArgument(name, path, 'a path');
}

/** @throws InputError for anything but a whole number from 0, or Infinity. */
export function checkMost(most: unknown): void {
  if (most === Number.POSITIVE_INFINITY || (Number.isSafeInteger(most) && Number(most) >= 0)) return;
  throw badArgument('ask: most', most, 'a whole number from 0, or nothing for all there are');
}

/** @throws InputError for anything but a text. */
export function checkTrialId(id: unknown): void {
  if (typeof id !== 'string') throw badArgument('tell: id', id, 'the `id` of a trial that ask() gave');
}

function isTolerance(value: unknown): boolean {
  if (!isObject(value)) return false;
  return Object.entries(value as object).every(
    ([key, share]) => ['criterion', 'spread'].includes(key) && typeof share === 'number' && share > 0,
  );
}

/** By what is used of it: signals of other realms and of polyfills work as well. */
function isAbortSignal(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return 'aborted' in value && typeof value.aborted === 'boolean' && 'addEventListener' in value;
}
