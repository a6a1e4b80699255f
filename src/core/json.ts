/**
 * @file Plain JSON values, their canonical text and its hash: how configurations, trials and experiments get
 * identities that do not depend on key order or on who wrote the file.
 */
import { createHash } from 'node:crypto';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/**
 * The text of a JSON value with object keys in code-unit order and no white space; equal values give equal text.
 * Non-finite numbers are legal here (they are not in JSON) and are written as the strings "Infinity", "-Infinity", "NaN".
 */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const object = value as JsonObject;
    const members = Object.keys(object)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key] as JsonValue)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(writableNumber(value));
}

/** SHA-256 of the canonical text, as lower-case hexadecimal digits (64 of them). */
export function hashJson(value: JsonValue): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** A number JSON cannot hold becomes its name; every other value passes through. */
export function writableNumber<T>(value: T): T | string {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/** The inverse of {@link writableNumber} for a field known to be a number. */
export function readNumber(value: number | string): number {
  return typeof value === 'number' ? value : Number(value);
}
