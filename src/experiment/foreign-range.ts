/**
 * @file Finds what tuners of other makes write as a range, or as a list of choices under a name: Optuna, Ray Tune, Ax, SMAC, irace, Hyperopt,
 * W&B, Keras and SciPy, by the words in range-names.json.
 */
import type { JsonObject, JsonValue } from '../core/index.js';
import NAMES from './range-names.json' with { type: 'json' };

/** What somebody wrote that is no value: a range, or a list of choices under a name. */
export interface ForeignRange {
  /** Its ends where they can be told; a normal distribution has none. */
  readonly ends?: readonly [low: number, high: number];
  /** The alternatives, where it is a list under a name. */
  readonly choices?: readonly JsonValue[];
  readonly isLog: boolean;
  readonly isWhole: boolean;
}

/**
 * The range that `value` is: `{ logUniform: [1e-5, 1e-1] }`, `{ low: 1, high: 9, log: true }`, `1e-5..1e-1`, `loguniform(1e-5, 1e-1)`,
 * `[uniform, 0, 1]`, a list under `choice`. Undefined for everything else: an object with any key that no range has is none.
 */
export function foreignRangeIn(value: JsonValue): ForeignRange | undefined {
  if (typeof value === 'string') return rangeInText(value);
  if (Array.isArray(value)) return rangeInList(value);
  return value === null || typeof value !== 'object' ? undefined : rangeInObject(value as JsonObject);
}

function rangeInObject(object: JsonObject): ForeignRange | undefined {
  const kinds = Object.keys(object).filter((key) => isKind(key, object[key] as JsonValue));
  // What an object without a kind is called may be anybody's.
  const own = Object.keys(object).filter(
    (key) => !kinds.includes(key) && !(plainName(key) === 'name' && kinds.length > 0),
  );
  const kindNames = kinds.map((key) => object[key] as string);
  const details = own.filter(isDetail);
  const isLog = kindNames.some(isLogarithmic) || details.some((key) => saysLog(key, object));
  const found = endsAmong(own, kindNames.some(isInterval));
  if (found !== undefined) {
    const [low, high] = found.keys.map((key) => numberOf(object[key] as JsonValue));
    const others = own.filter((key) => !found.keys.includes(key));
    if (low === undefined || high === undefined || !others.every(isDetail)) return undefined;
    const ends = found.areMoments ? {} : { ends: [low, high] as const };
    return { ...ends, isLog, isWhole: kindNames.some(isWholeNumbered) };
  }
  const names = own.filter((key) => !details.includes(key) || own.length === 1);
  const [name] = names;
  if (name === undefined || names.length > 1) return undefined;
  const inner = object[name] as JsonValue;
  if (isChoice(name)) return Array.isArray(inner) && inner.every(isScalar) ? choicesOf(inner) : undefined;
  if (!isInterval(name)) return undefined;
  const range = pairIn(inner) ?? (Array.isArray(inner) ? undefined : foreignRangeIn(inner));
  if (range === undefined) return undefined;
  const all = [name, ...kindNames];
  return { ...range, isLog: range.isLog || isLog || all.some(isLogarithmic), isWhole: all.some(isWholeNumbered) };
}

/** `[uniform, 0, 1]`, and one range in brackets: `[1e-5:1e-1]` is a list of one text. */
function rangeInList(list: readonly JsonValue[]): ForeignRange | undefined {
  if (list.length === 1 && typeof list[0] === 'string') return rangeInText(`[${list[0]}]`);
  const names = list.filter((member): member is string => typeof member === 'string');
  const rest = list.filter((member) => typeof member === 'number');
  const [name] = names;
  if (name === undefined || names.length > 1 || rest.length < 2 || list.length > 4 || !isDistribution(name))
    return undefined;
  const [low, high] = rest as [number, number];
  return { ends: [low, high], isLog: isLogarithmic(name), isWhole: isWholeNumbered(name) };
}

const NUMBER = '[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?';
/** Numbers beside these are ends of a range. */
const BETWEEN = '\\.{2,3}|\\u2026|\\u2013|\\u2014|~|\\s-\\s|\\sto\\s';
/** These stand in dates, times and shapes, too. */
const MAYBE_BETWEEN = '-|:';
const TWO_ENDS = new RegExp(
  `^([[(]?)\\s*(${NUMBER})\\s*?(${BETWEEN}|${MAYBE_BETWEEN})\\s*(${NUMBER})(?:\\s*:\\s*(${NUMBER}))?\\s*([\\])]?)$`,
);
/** Inside braces YAML ends a text at the comma: the bracket may be left open. */
const CALL = /^([A-Za-z_][\w.]*)\s*\(([^()]*)/;

function rangeInText(text: string): ForeignRange | undefined {
  const trimmed = text.trim();
  const call = CALL.exec(trimmed);
  if (call !== null) return rangeInCall(call[1] as string, call[2] as string);
  const match = TWO_ENDS.exec(trimmed);
  if (match === null) return undefined;
  const [, bracket, low = '', between = '', second = '', third = second] = match;
  const isSure = bracket !== '' || new RegExp(`^(?:${BETWEEN})$`).test(between) || /[.eE]/.test(low + second);
  const ends = [Number(low), Number(third)] as const;
  return isSure && ends[0] !== ends[1] ? { ends, isLog: false, isWhole: false } : undefined;
}

function rangeInCall(name: string, inside: string): ForeignRange | undefined {
  if (isChoice(name)) return { isLog: false, isWhole: false, choices: [] };
  if (!isCalled(name)) return undefined;
  const numbers = inside.split(',').flatMap((part) => numberOf(part.replace(/^.*=/, '').trim()) ?? []);
  const [low, high] = numbers;
  if (low === undefined) return undefined;
  const ends = high === undefined ? {} : { ends: [low, high] as const };
  return { ...ends, isLog: isLogarithmic(name) || /log/i.test(inside), isWhole: isWholeNumbered(name) };
}

/** A pair of numbers, or a pair and a step. */
function pairIn(value: JsonValue): ForeignRange | undefined {
  if (!Array.isArray(value) || value.length < 2 || value.length > 3) return undefined;
  const [low, high] = value.map(numberOf);
  const areNumbers = value.every((member: JsonValue) => numberOf(member) !== undefined);
  return areNumbers ? { ends: [low as number, high as number], isLog: false, isWhole: false } : undefined;
}

const choicesOf = (choices: readonly JsonValue[]): ForeignRange => ({ choices, isLog: false, isWhole: false });

function saysLog(key: string, object: JsonObject): boolean {
  return plainName(key).includes('log') && object[key] === true;
}

function isScalar(value: JsonValue): boolean {
  return value === null || typeof value !== 'object';
}

/** A number, or one in quotes. */
function numberOf(value: JsonValue): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && new RegExp(`^${NUMBER}$`).test(value.trim()) ? Number(value) : undefined;
}

const among = (...names: readonly string[]): ReadonlySet<string> => new Set(names.join(' ').split(' '));
/** Names of distributions, which no setting has. */
const DISTRIBUTIONS = among(NAMES.distributions);
const INTERVALS = among(NAMES.distributions, NAMES.intervals);
/** Names of irace, which writes `r (0.1, 1)`; they are names only where brackets follow. */
const BEFORE_BRACKETS = among(NAMES.distributions, NAMES.intervals, NAMES.beforeBrackets);
const CHOICES = among(NAMES.choices);
/** Of a scale or a type; beside a range they say what kind of one it is. */
const SCALES = among(NAMES.scales);
/** Settings of a range beside its ends, with any value. */
const DETAILS = among(NAMES.details);
/** Settings of a range that name its kind: only with a name that is one of a kind. */
const KINDS = among(NAMES.kinds);

/** `log_uniform`, `logUniform` and `tune.loguniform` are one name. */
const plainName = (name: string): string =>
  name
    .replace(/^.*\./, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

const isDistribution = (name: string): boolean => DISTRIBUTIONS.has(plainName(name));
const isInterval = (name: string): boolean => INTERVALS.has(plainName(name));
const isCalled = (name: string): boolean => BEFORE_BRACKETS.has(plainName(name));
const isChoice = (name: string): boolean => CHOICES.has(plainName(name));
const isLogarithmic = (name: string): boolean => plainName(name).includes('log') || plainName(name) === 'geomspace';
const isWholeNumbered = (name: string): boolean => /int(?!erval)|randrange|arange/.test(plainName(name));

/** Whether `value` under `key` names what kind of a range stands there. */
function isKind(key: string, value: unknown): value is string {
  return KINDS.has(plainName(key)) && typeof value === 'string' && (isInterval(value) || SCALES.has(plainName(value)));
}

const isDetail = (key: string): boolean => DETAILS.has(plainName(key));

/** Of these keys the two that are the ends of a range, or, where its kind is said beside them, its middle and spread. */
function endsAmong(keys: readonly string[], isDistributed: boolean): Ends | undefined {
  const named = new Map(keys.map((key) => [plainName(key), key]));
  const find = (pairs: readonly string[], areMoments: boolean): Ends[] =>
    pairs.flatMap((pair) => {
      const [one, other] = pair.split(' ').map((name) => named.get(name));
      return one === undefined || other === undefined ? [] : [{ keys: [one, other], areMoments }];
    });
  return [...find(NAMES.ends, false), ...(isDistributed ? find(NAMES.moments, true) : [])][0];
}

/** The keys of two numbers. */
interface Ends {
  readonly keys: readonly [string, string];
  readonly areMoments: boolean;
}
