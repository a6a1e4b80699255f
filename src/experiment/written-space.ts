/** @file Walks a space as it is written, with the path of everything in it: for what must be said of words, and not of candidates. */
import type { JsonObject, JsonValue } from '../core/index.js';
import type { Path } from './yaml-source.js';

/** What stands in place of a setting, a part of a sequence, or an alternative. */
export interface WrittenValue {
  readonly value: JsonValue;
  readonly path: Path;
  /** The nearest key around it that names a setting. */
  readonly setting: string;
}

/**
 * Everything inside the configurations of a space, what holds before what is held; a `{ value: ... }` is not looked into. `tell`
 * gives false where it has seen enough of a part.
 */
export function walkConfigurations(space: JsonValue, path: Path, tell: (written: WrittenValue) => boolean): void {
  const inside = (value: JsonValue, at: Path, setting: string): void => {
    if (isLiteral(value) || !tell({ value, path: at, setting })) return;
    for (const [key, member] of membersOf(value)) {
      inside(member, [...at, key], typeof key === 'number' || key === 'oneOf' ? setting : key);
    }
  };
  // Alternatives for a whole configuration are configurations; their members are settings.
  const configuration = (value: JsonValue, at: Path): void => {
    for (const [key, member] of membersOf(value)) {
      if (typeof key === 'number' || (key === 'oneOf' && Array.isArray(member))) configuration(member, [...at, key]);
      else inside(member, [...at, key], key);
    }
  };
  if (!isLiteral(space)) configuration(space, path);
}

function membersOf(value: JsonValue): readonly (readonly [string | number, JsonValue])[] {
  if (value === null || typeof value !== 'object') return [];
  return Array.isArray(value) ? [...value.entries()] : Object.entries(value as JsonObject);
}

/** `{ value: ... }`, which is taken as it stands. */
export function isLiteral(value: JsonValue): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && keys[0] === 'value';
}
