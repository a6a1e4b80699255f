/**
 * @file Plain JSON values, how deep they may nest, their canonical text and its hash: how configurations, trials and experiments get
 * identities that do not depend on key order or on who wrote the file.
 */
import { oncePerObject } from './collections.js';
import { type InputError, inputError } from './errors.js';
import { sha256Hex } from './sha256.js';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** A record of plain values as JSON, which its type says of the fields that it names alone. */
export function asJson(record: object): JsonObject {
  return record as JsonObject;
}

/**
 * The text of a JSON value with object keys in code-unit order and no white space; equal values give equal text.
 * Non-finite numbers are legal here (they are not in JSON) and are written as the strings "Infinity", "-Infinity", "NaN".
 * `textOf` writes the members of lists and objects; it must write what this function would.
 */
export function canonicalJson(value: JsonValue, textOf: (member: JsonValue) => string = canonicalJson): string {
  if (Array.isArray(value)) return `[${value.map((member: JsonValue) => textOf(member)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const object = value as JsonObject;
    let text = '';
    for (const key of Object.keys(object).sort()) {
      const name = PLAIN_KEY.test(key) ? `"${key}"` : JSON.stringify(key);
      text += `${text === '' ? '' : ','}${name}:${textOf(object[key] as JsonValue)}`;
    }
    return `{${text}}`;
  }
  return JSON.stringify(writableNumber(value));
}

/** A key that is its own text in JSON: a million configurations have many. */
const PLAIN_KEY = /^\w+$/;

/** SHA-256 of the canonical text, as lower-case hexadecimal digits (64 of them). */
export function hashJson(value: JsonValue): string {
  return sha256Hex(canonicalJson(value));
}

/** {@link hashJson} for many values that share objects, as the configurations of a space do: each of those is written once. */
export function createSharedHash(): (value: JsonValue) => string {
  const textOf = (value: JsonValue): string =>
    value !== null && typeof value === 'object' ? textOfObject(value) : canonicalJson(value);
  const textOfObject = oncePerObject((value: JsonObject | readonly JsonValue[]) => canonicalJson(value, textOf));
  return (value) => sha256Hex(canonicalJson(value, textOf));
}

/** A number JSON cannot hold becomes its name; every other value passes through. */
export function writableNumber<T>(value: T): T | string {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/** The inverse of {@link writableNumber} for a field known to be a number. */
export function readNumber(value: number | string): number {
  return typeof value === 'number' ? value : Number(value);
}

/** Nothing that is meant is as deep. */
export const MOST_LEVELS = 100;

/** Whether lists and objects stand in one another deeper than {@link MOST_LEVELS}, or hold themselves. Calls itself not. */
export function isTooDeep(value: unknown): boolean {
  const levelOf = new Map<object, number>();
  const open: (readonly [value: unknown, level: number])[] = [[value, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [one, level] = next;
    // What several places share is looked at again only where it stands deeper.
    if (typeof one !== 'object' || one === null || (levelOf.get(one) ?? -1) >= level) continue;
    if (level > MOST_LEVELS) return true;
    levelOf.set(one, level);
    for (const member of Object.values(one)) open.push([member, level + 1]);
  }
  return false;
}

/** `what`: where it stands. */
export function tooDeep(what: string): InputError {
  return inputError`too-deep: ${what}: lists and objects stand in one another more than ${MOST_LEVELS} deep.
    Allowed: at most ${MOST_LEVELS} levels
    Fix: Write the value with fewer levels; an object that holds itself has no end.`;
}
