/** @file Trials as values: what a program, or a file of JSON, says that a search has found, each with its settings and what it reached. */
import {
  type Direction,
  type InputError,
  inputError,
  isObject,
  isPlainList,
  isTooDeep,
  type JsonObject,
  type JsonValue,
  tooDeep,
} from '../../core/index.js';
import {
  type FoundAsked,
  type FoundTrial,
  type FoundTrials,
  requireKnownSettings,
  requireValues,
} from './found-trials.js';

/** A trial of another search. NaN (in JSON null): it has no value; Infinity: it diverged. */
export type KnownTrial = { readonly settings: Readonly<Record<string, unknown>> } & (
  | { readonly loss: number | null }
  | { readonly value: number | null }
);

/** All that a search has found, as a value. */
export interface KnownTrials {
  /** What it is called in the answer; default: `a list of trials`. */
  readonly name?: string;
  /** The way in which a `value` is better. A `loss` is minimised. */
  readonly direction?: Direction;
  readonly trials: readonly KnownTrial[];
}

const NAME = 'a list of trials';
const ALLOWED =
  '{ trials: [{ settings: { rate: 0.1 }, loss: 0.3 }] }; with `value` in place of `loss` also `direction`; and a `name`';
/** What JSON has in the place of values that are no numbers there. */
const WORDS = new Map<unknown, number>([
  [null, Number.NaN],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/**
 * @param told  nothing of it has been checked
 * @param known  names of the settings that there can be; empty: all can be
 * @throws InputError for anything but trials with settings and one kind of value.
 */
export function trialsOfValues(told: unknown, known: readonly string[], asked: FoundAsked = {}): FoundTrials {
  if (isTooDeep(told)) throw tooDeep('from');
  const { name: source = NAME, direction = asked.direction, trials } = shapeOf(told);
  const value = trials.some((one) => isObject(one) && 'loss' in one) ? 'loss' : 'value';
  const found = trials.map((one, index) => trialOf(source, value, one, { index, known }));
  requireValues({ source, value, trials: found });
  const names = [...new Set(found.flatMap(({ settings }) => Object.keys(settings)))];
  requireKnownSettings(
    source,
    names.map((one) => ({ name: one, column: one })),
    known,
  );
  return { source, value, direction: directionOf(source, value, direction), isWhole: false, names, trials: found };
}

type Shape = Pick<KnownTrials, 'name' | 'direction'> & { readonly trials: readonly JsonObject[] };

function shapeOf(told: unknown): Shape {
  if (!isObject(told)) throw bad('Trials that are given are no object.');
  const shape = told as Readonly<Record<string, unknown>>;
  const { name = undefined, direction = undefined, trials } = shape;
  const strange = Object.keys(shape).find((key) => !['name', 'direction', 'trials'].includes(key));
  if (strange !== undefined) throw bad(`Trials that are given have \`${strange}\`.`);
  if (name !== undefined && (typeof name !== 'string' || name === '')) throw bad('The `name` of trials is no text.');
  if (direction !== undefined && direction !== 'minimize' && direction !== 'maximize')
    throw bad(`The \`direction\` of trials is ${JSON.stringify(direction)}.`);
  if (!Array.isArray(trials)) throw bad('`trials` is no list.');
  return shape as Partial<Shape> as Shape;
}

function trialOf(
  source: string,
  value: 'loss' | 'value',
  one: unknown,
  { index, known }: { readonly index: number; readonly known: readonly string[] },
): FoundTrial {
  const place = `trial ${index}`;
  const trial = (isObject(one) ? one : {}) as JsonObject;
  const number = WORDS.get(trial[value]) ?? trial[value];
  const strange = Object.keys(trial).find((key) => key !== 'settings' && key !== value);
  if (!isObject(trial.settings) || typeof number !== 'number' || strange !== undefined)
    throw bad(
      `${source}, ${place}: ${(JSON.stringify(one) ?? String(one)).slice(0, 200)} is no trial with \`settings\` and a number as its \`${value}\`.`,
    );
  const settings = JSON.parse(JSON.stringify(trial.settings)) as JsonObject;
  return { place, settings: flat(settings, known), value: number };
}

/** By dotted name. What the space has as one value stays one; a setting that is null is not there. */
function flat(settings: JsonObject, known: readonly string[], before = ''): JsonObject {
  const members = Object.entries(settings).flatMap(([key, value]): [string, JsonValue][] => {
    const name = `${before}${key}`;
    if (value === null) return [];
    if (typeof value !== 'object' || known.includes(name)) return [[name, value]];
    if (Array.isArray(value) && isPlainList(value)) return [[name, value]];
    return Object.entries(flat(value as JsonObject, known, `${name}.`));
  });
  return Object.fromEntries(members);
}

function directionOf(source: string, value: 'loss' | 'value', asked: Direction | undefined): Direction {
  if (asked !== undefined && (value === 'value' || asked === 'minimize')) return asked;
  if (asked === undefined && value === 'loss') return 'minimize';
  throw bad(
    asked === undefined
      ? `${source} does not say whether a smaller or a larger \`value\` is better.`
      : `${source} is to be maximised, and a \`loss\` is what is minimised.`,
  );
}

function bad(what: string): InputError {
  return inputError`told-trials: ${what}
    Allowed: ${ALLOWED}
    Fix: Correct what is given as trials.`;
}
