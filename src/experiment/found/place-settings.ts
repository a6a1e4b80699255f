/** @file Puts the settings of a trial into a space: what the trial says stands there, and what it does not say is as the space has it. */
import { inputError, type JsonObject, type JsonValue } from '../../core/index.js';
import { readRange } from '../draws/number-range.js';
import type { NamedSpace } from '../space.js';
import { isLiteral } from '../written-space.js';
import { cellValue } from './found-trials.js';

/** A part that the trial leaves out, and one that it does not fit. */
const ABSENT = Symbol('absent');
const UNFIT = Symbol('unfit');
type Placed = JsonValue | typeof ABSENT | typeof UNFIT;

/** Names of the settings of all spaces. */
export function namesOfSpaces(spaces: readonly NamedSpace[]): readonly string[] {
  return [...new Set(spaces.flatMap(({ space }) => [...settingsOfSpace(space).keys()]))];
}

/**
 * @param told  names that the source has, on any trial
 * @throws InputError for a setting with several values of which the source says nothing.
 */
export function requireSaid(source: string, spaces: readonly NamedSpace[], told: readonly string[]): void {
  const isTold = (name: string) => told.some((one) => one === name || one.startsWith(`${name}.`));
  for (const { space, place } of spaces) {
    const name = openSettings(space, '').find((one) => !isTold(one));
    if (name === undefined) continue;
    throw inputError`setting-not-told: ${place}.${name} has several values, and ${source} has no column of it.
      Allowed: one value of \`${name}\`, or a column "${name}"
      Fix: Write the one value of \`${name}\` that its trials were trained with.`;
  }
}

/** Names of what has several values wherever it stands, outside of alternatives that may leave it out. */
function openSettings(value: JsonValue, name: string): readonly string[] {
  if (isOpen(value) && !(Array.isArray(value) && isSequence(value))) return [name];
  if (isPart(value) && isLiteral(value)) return [];
  if (!isPart(value) && !(Array.isArray(value) && isSequence(value))) return [];
  return Object.entries(value).flatMap(([key, member]) => openSettings(member, dotted(name, key)));
}

/** The configuration that a trial says, in the first space that it fits; undefined where it fits none. */
export function placeSettings(spaces: readonly NamedSpace[], settings: JsonObject): JsonObject | undefined {
  for (const { space } of spaces) {
    const names = settingsOfSpace(space);
    const all = Object.keys(settings);
    if (names.size > 0 && !all.every((name) => names.has(name))) continue;
    const placed = place(space, '', { settings, isAlternative: false });
    if (isPart(placed as JsonValue)) return names.size === 0 ? nested(settings) : (placed as JsonObject);
  }
  return undefined;
}

interface Told {
  readonly settings: JsonObject;
  /** Inside of one of several alternatives: a value that is given there is what tells it from the others. */
  readonly isAlternative: boolean;
}

function place(value: JsonValue, name: string, told: Told): Placed {
  const alternatives = alternativesOf(value);
  if (alternatives !== undefined) return placeOneOf(alternatives, name, told);
  const own = told.settings[name];
  if (own !== undefined) return placeOwn(value, own, told);
  if (Array.isArray(value)) return placeList(value as readonly JsonValue[], name, told);
  if (!isPart(value)) return value;
  if (isLiteral(value)) return value.value as JsonValue;
  if (readRange(value) !== undefined) return ABSENT;
  const members: [string, JsonValue][] = [];
  for (const [key, member] of Object.entries(value)) {
    const placed = place(member, dotted(name, key), told);
    if (placed === UNFIT) return UNFIT;
    if (placed !== ABSENT) members.push([key, placed]);
  }
  return Object.fromEntries(members);
}

function placeOwn(value: JsonValue, own: JsonValue, { isAlternative }: Told): Placed {
  const options = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  const read = asWritten(own, options);
  const isGiven = !isPart(value) || isLiteral(value);
  return isAlternative && isGiven && !options.some((option) => isSame(option, read)) ? UNFIT : read;
}

/** A text of the space that a table has as a number is that text. */
function asWritten(own: JsonValue, options: readonly JsonValue[]): JsonValue {
  if (typeof own === 'string') return own;
  const text = options.find((option) => typeof option === 'string' && cellValue(option) === own);
  return text ?? own;
}

function isSame(option: JsonValue, own: JsonValue): boolean {
  const value = isPart(option) && isLiteral(option) ? (option.value as JsonValue) : option;
  return JSON.stringify(value) === JSON.stringify(own);
}

function placeList(list: readonly JsonValue[], name: string, told: Told): Placed {
  if (!isSequence(list)) return list.length === 1 ? (list[0] as JsonValue) : ABSENT;
  const members: JsonValue[] = [];
  for (const [index, member] of list.entries()) {
    const placed = place(member, dotted(name, index), told);
    if (placed === UNFIT) return UNFIT;
    if (placed !== ABSENT) members.push(placed);
  }
  return members;
}

/** The first alternative that has all settings that the trial says below it, and contradicts none. */
function placeOneOf(alternatives: readonly JsonValue[], name: string, { settings }: Told): Placed {
  const below = Object.keys(settings).filter((one) => one.startsWith(`${name}.`));
  const own = settings[name];
  if (own !== undefined) return asWritten(own, alternatives);
  for (const alternative of alternatives) {
    if (!isPart(alternative)) continue;
    const names = [...settingsOfSpace(alternative).keys()].map((inner) => dotted(name, inner));
    if (below.length === 0 || !below.every((one) => names.includes(one))) continue;
    const placed = place(alternative, name, { settings, isAlternative: true });
    if (placed !== UNFIT) return placed;
  }
  return below.length === 0 ? ABSENT : UNFIT;
}

/** Flat settings as nested objects. */
function nested(settings: JsonObject): JsonObject {
  const whole: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(settings)) {
    const keys = name.split('.');
    let at = whole;
    for (const key of keys.slice(0, -1)) {
      if (!isPart(at[key])) at[key] = {};
      at = at[key] as Record<string, JsonValue>;
    }
    at[keys.at(-1) as string] = value;
  }
  return whole;
}

/** Names as `optimizer.learningRate` and `layers.0.units`, or as `joined` makes them; what stands at each, in all alternatives. */
export function settingsOfSpace(space: JsonValue, joined = dotted): ReadonlyMap<string, readonly JsonValue[]> {
  const found = new Map<string, JsonValue[]>();
  const visit = (value: JsonValue, name: string): void => {
    const inner = membersOf(value);
    if (inner === undefined) {
      const options = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
      found.set(name, [...(found.get(name) ?? []), ...options]);
      return;
    }
    for (const [key, member] of inner) visit(member, key === undefined ? name : joined(name, key));
  };
  visit(space, '');
  return found;
}

function dotted(name: string, key: string | number): string {
  return name === '' ? String(key) : `${name}.${key}`;
}

/** Whether a value is one of several that a setting may have. */
function isOpen(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length > 1;
  return isPart(value) && !isLiteral(value) && (readRange(value) !== undefined || alternativesOf(value) !== undefined);
}

/** `{ oneOf: [...] }`. */
function alternativesOf(value: JsonValue): readonly JsonValue[] | undefined {
  if (!isPart(value) || Object.keys(value).length !== 1 || !Array.isArray(value.oneOf)) return undefined;
  return value.oneOf as readonly JsonValue[];
}

/** Settings, parts of a sequence and alternatives inside of a value; undefined where it is a value of a setting, or a list of such. */
function membersOf(value: JsonValue): readonly (readonly [string | number | undefined, JsonValue])[] | undefined {
  const alternatives = alternativesOf(value);
  if (alternatives !== undefined) return alternatives.map((one) => [undefined, one] as const);
  if (Array.isArray(value)) return isSequence(value) ? [...(value as readonly JsonValue[]).entries()] : undefined;
  if (!isPart(value) || isLiteral(value) || readRange(value) !== undefined) return undefined;
  return Object.entries(value);
}

/** A list with objects, such as layers: its members have places of their own. */
export function isSequence(value: readonly JsonValue[]): boolean {
  return value.some(isPart);
}

export function isPart(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
