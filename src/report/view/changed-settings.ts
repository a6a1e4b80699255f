/** @file Says in which settings configurations differ, in words: `dropout 0 or 0.1`. */
import type { JsonObject, JsonValue } from '../../core/index.js';
import { isolate, legible } from './candidate-names.js';

const MOST_SETTINGS = 3;
const MOST_VALUES = 4;
const LONGEST = 40;

/** Null where they differ in nothing. */
export function changedSettings(configurations: readonly JsonObject[]): string | null {
  const values = new Map<string, string[]>();
  configurations.forEach((configuration, place) => {
    for (const [path, text] of leavesOf(configuration)) {
      const own = values.get(path) ?? new Array<string>(configurations.length).fill('none');
      own[place] = text;
      values.set(path, own);
    }
  });
  const changed = [...values]
    .map(([path, own]) => [path, [...new Set(own)]] as const)
    .filter(([, own]) => own.length > 1);
  if (changed.length === 0) return null;
  const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
  const texts = changed.slice(0, MOST_SETTINGS).map(([path, own]) => {
    const last = lastOf(path);
    const name = changed.filter(([other]) => lastOf(other) === last).length === 1 ? last : path;
    return `${shown(name)} ${alternatives(own.map(shown))}`;
  });
  const more = changed.length - texts.length;
  return texts.join(', ') + (more > 0 ? ` and ${more} more ${more === 1 ? 'setting' : 'settings'}` : '');
}

function alternatives(values: readonly string[]): string {
  const told = values.length > MOST_VALUES ? [...values.slice(0, MOST_VALUES), 'others'] : values;
  return `${told.slice(0, -1).join(', ')} or ${told.at(-1)}`;
}

function shown(text: string): string {
  const safe = legible(text);
  return isolate(safe.length > LONGEST ? `${safe.slice(0, LONGEST)}…` : safe);
}

function leavesOf(value: JsonValue, path = ''): (readonly [path: string, text: string])[] {
  if (value === null || typeof value !== 'object') return [[path, String(value)]];
  const inner: (readonly [string, JsonValue])[] = Array.isArray(value)
    ? value.map((member, place) => [`${path}[${place}]`, member] as const)
    : Object.entries(value).map(
        ([key, member]) => [path === '' ? key : `${path}.${key}`, member as JsonValue] as const,
      );
  return inner.flatMap(([at, member]) => leavesOf(member, at));
}
