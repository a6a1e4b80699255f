/** @file The settings that a space says anything of, by dotted name: what stands at each, and which must be said by whoever fills it in. */
import type { JsonObject, JsonValue } from '../../core/index.js';
import { readRange } from '../range-syntax.js';
import { isLiteral } from '../written-space.js';

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

export function dotted(name: string, key: string | number): string {
  return name === '' ? String(key) : `${name}.${key}`;
}

/** Whether a value is one of several that a setting may have. */
export function isOpen(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length > 1;
  return isPart(value) && !isLiteral(value) && (readRange(value) !== undefined || alternativesOf(value) !== undefined);
}

/** `{ oneOf: [...] }`. */
export function alternativesOf(value: JsonValue): readonly JsonValue[] | undefined {
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
