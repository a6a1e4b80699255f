/** @file Checks the options of the library's functions, and rules and criteria of users among them: callers may be plain JavaScript. */
import { type InputError, inputError } from './errors.js';
import { nearestName } from './nearest-name.js';

/** What one option may be. */
export interface Expectation {
  /** Says what is allowed. */
  readonly allowed: string;
  readonly fits: (value: unknown) => boolean;
  /** False: leaving it out is allowed. */
  readonly isRequired?: true;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * `example` is an object that would do.
 * @throws InputError for options that are no object, for one that is not known and for the first that does not fit.
 */
export function checkOptions(
  name: string,
  options: unknown,
  known: Readonly<Record<string, Expectation>>,
  example: string,
): void {
  if (!isObject(options)) throw badArgument(`${name}: options`, options, `an object such as ${example}`);
  for (const key of Object.keys(options as object)) {
    if (!Object.hasOwn(known, key)) throw unknownOption(name, key, Object.keys(known));
  }
  for (const [key, { allowed, fits, isRequired }] of Object.entries(known)) {
    const value: unknown = (options as Readonly<Record<string, unknown>>)[key];
    if (value === undefined ? isRequired === true : !fits(value)) throw badArgument(`${name}: ${key}`, value, allowed);
  }
}

/** `name` is the function's and the option's: `select: out`. */
export function badArgument(name: string, value: unknown, allowed: string): InputError {
  return inputError`bad-argument: ${value === undefined ? `${name} is missing.` : `${name} is ${describe(value)}.`}
    Allowed: ${allowed}
    Fix: Correct ${name.split(': ').at(-1)}.`;
}

/** The error of an option of a command line whose value is not allowed. */
export function badOption(
  option: string,
  text: string,
  allowed: string,
  fix = `Give ${option} such a value, or leave it out.`,
): InputError {
  return inputError`bad-option: ${option} is "${text}".
    Allowed: ${allowed}
    Fix: ${fix}`;
}

/** `known`: what there is. */
export function unknownOption(name: string, key: string, known: readonly string[]): InputError {
  // Dashes in front, which all options of a command line have, make no two names alike.
  const bare = (one: string) => one.replace(/^-+/, '');
  const nearest = nearestName(bare(key), known.map(bare));
  const near = known.find((one) => bare(one) === nearest);
  return inputError`unknown-option: ${name}: there is no option \`${key}\`.
    Allowed: ${known.join(', ')}
    Fix: ${near === undefined ? 'Leave it out.' : `Did you mean \`${near}\`?`}`;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80));
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}

/** A part of a race that a user wrote. Both members belong to the question that a run answers, and stand in its log. */
export interface CustomPart {
  /** The name in decisions, log and report: letters, digits, `+`, `.`, `_`, `-`; not the name of a built-in one. */
  readonly name: string;
  /** Change it when the part answers otherwise. */
  readonly version: number | string;
}

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}+._-]{0,39}$/u;

/**
 * Throws an InputError where a part has no name of its own or no version. `isTaken` tells
 * which names are those of built-in ones.
 */
export function requireCustomPart(
  part: 'rule' | 'criterion',
  { name, version }: CustomPart,
  isTaken: (name: string) => boolean,
): void {
  if (typeof name !== 'string' || !NAME.test(name))
    throw wrongPart(part, '', 'name', name, 'up to 40 letters, digits, +, ., _ or -, a letter or digit first');
  if (isTaken(name)) throw wrongPart(part, name, 'name', name, `a name that no built-in ${part} has`);
  const isVersion =
    typeof version === 'number' ? Number.isFinite(version) : typeof version === 'string' && version !== '';
  if (!isVersion) throw wrongPart(part, name, 'version', version, 'a number or text, such as 1');
}

export function wrongPart(
  part: 'rule' | 'criterion',
  name: string,
  member: string,
  value: unknown,
  allowed: string,
): InputError {
  return inputError`custom-${part}: ${member} of your own ${part}${name === '' ? '' : ` "${name}"`} is ${value === undefined ? 'missing' : JSON.stringify(value)}
    Allowed: ${allowed}
    Fix: ${value === undefined ? `Give it ${member}.` : `Change ${member}.`}`;
}
