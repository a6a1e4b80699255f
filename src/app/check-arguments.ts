/** @file Arguments of the library's functions, checked before anything is loaded: callers may be plain JavaScript. */
import { badArgument, checkOptions, type Expectation, isObject } from '../core/index.js';
import type { CreateRaceOptions } from './ask-tell.js';
import type { SelectOptions } from './select-options.js';

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

const SELECT_OPTIONS: Readonly<Record<keyof SelectOptions, Expectation>> = {
  experiment,
  trainer: { allowed: 'a function (configuration, { seeds }) => loss', fits: isFunction },
  out,
  fresh: flag,
  retryFailed: flag,
  acceptChangedCode: flag,
  workers: {
    allowed: 'a whole number, at least 1',
    fits: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
  },
  budget,
  separate,
  signal: { allowed: 'an AbortSignal', fits: isAbortSignal },
  onEvent: { allowed: 'a function', fits: isFunction },
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

/** @throws InputError for anything but a whole number from 0, or Infinity. */
export function checkMost(most: unknown): void {
  if (most === Number.POSITIVE_INFINITY || (Number.isSafeInteger(most) && Number(most) >= 0)) return;
  throw badArgument('ask: most', most, 'a whole number from 0, or nothing for all there are');
}

/** @throws InputError for anything but a text. */
export function checkTrialId(id: unknown): void {
  if (typeof id !== 'string') throw badArgument('tell: id', id, 'the `id` of a trial that ask() gave');
}

/** By what is used of it: signals of other realms and of polyfills work as well. */
function isAbortSignal(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return 'aborted' in value && typeof value.aborted === 'boolean' && 'addEventListener' in value;
}
