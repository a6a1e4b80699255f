/** @file The settings in which candidates differ, by names as short as keep them apart, as values that can be analysed. */
import type { JsonObject, JsonValue } from '../../core/index.js';
import type { SettingValues } from '../../stats/index.js';
import { isolate, legible } from '../view/candidate-names.js';

export interface VaryingSetting extends SettingValues {
  /** Others that change with this one, value by value: nothing tells them apart. */
  readonly together: readonly string[];
}

type Path = readonly string[];

/** In the order in which configurations have them. Lists of plain values are values. */
export function varyingSettings(configurations: readonly JsonObject[]): VaryingSetting[] {
  const found = new Map<string, { path: Path; values: SettingValues['values'][number][] }>();
  configurations.forEach((configuration, index) => {
    visit(configuration, [], (path, value) => {
      const key = path.join('\u0000');
      const setting = found.get(key) ?? { path, values: new Array(configurations.length).fill(null) };
      setting.values[index] = value;
      found.set(key, setting);
    });
  });
  const varying = [...found.values()].filter(({ values }) => values.some((value) => value !== values[0]));
  const names = shortNames(varying.map(({ path }) => path));
  const groups = new Map<string, { name: string; values: SettingValues['values']; together: string[] }>();
  varying.forEach(({ values }, index) => {
    const name = names[index] as string;
    const pattern = patternOf(values);
    const group = groups.get(pattern);
    if (group === undefined) groups.set(pattern, { name, values, together: [] });
    else group.together.push(name);
  });
  return [...groups.values()];
}

function visit(value: JsonValue, path: Path, tell: (path: Path, value: SettingValues['values'][number]) => void): void {
  if (isBranch(value)) {
    for (const [key, child] of Object.entries(value)) visit(child, [...path, key], tell);
  } else if (value !== null) tell(path, typeof value === 'object' ? JSON.stringify(value) : value);
}

function isBranch(value: JsonValue): value is JsonObject | readonly JsonValue[] {
  if (value === null || typeof value !== 'object') return false;
  return Array.isArray(value) ? value.some((member) => member !== null && typeof member === 'object') : true;
}

/** Equal for settings that split the candidates alike. */
function patternOf(values: readonly unknown[]): string {
  const codes = new Map<unknown, number>();
  return values
    .map((value) => {
      const code = codes.get(value) ?? codes.size;
      codes.set(value, code);
      return code;
    })
    .join();
}

/** The last words of each path that no other path ends with; `optimizer` for `optimizer.name`. */
function shortNames(paths: readonly Path[]): string[] {
  const told = paths.map((path) => (path.length > 1 && path.at(-1) === 'name' ? path.slice(0, -1) : path));
  const endOf = (path: Path, length: number): string => path.slice(-length).join('.');
  return told.map((path) => {
    const length = path.findIndex((_, index) => {
      const end = endOf(path, index + 1);
      return told.every((other) => other === path || endOf(other, index + 1) !== end);
    });
    return isolate(legible(endOf(path, length < 0 ? path.length : length + 1)).slice(0, LONGEST_NAME));
  });
}

const LONGEST_NAME = 40;
