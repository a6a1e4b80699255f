/** @file The settings in which candidates differ, by names as short as keep them apart, as values that can be analysed. */
import { isPlainList, type JsonObject, type JsonValue } from '../../core/index.js';
import { type SettingValues, settingPattern } from '../../stats/index.js';
import { isolate, legible } from './candidate-names.js';

export interface VaryingSetting extends SettingValues {
  /** Its keys from the outside in, places in lists among them. */
  readonly path: Path;
  /** Others that change with this one, value by value: nothing tells them apart. */
  readonly together: readonly string[];
}

export type SettingValue = SettingValues['values'][number];

/** A setting, by its place in the configuration, with its value of each candidate; null for who does not have it. */
interface SettingColumn {
  readonly path: Path;
  readonly values: readonly SettingValue[];
}

type Path = readonly string[];

/** In the order in which configurations have them. Lists of plain values are values: their JSON. */
export function settingValues(configurations: readonly JsonObject[]): readonly SettingColumn[] {
  const found: { path: Path; values: SettingValue[] }[] = [];
  const visit = (value: JsonValue, place: Place, index: number): void => {
    if (value === null) return;
    if (typeof value === 'object' && !(Array.isArray(value) && isPlainList(value))) {
      for (const key in value) visit((value as JsonObject)[key] as JsonValue, memberOf(place, key), index);
      return;
    }
    if (place.values === null) {
      place.values = new Array<SettingValue>(configurations.length).fill(null);
      found.push({ path: place.path, values: place.values });
    }
    place.values[index] = typeof value === 'object' ? JSON.stringify(value) : value;
  };
  const root = emptyPlace([]);
  for (const [index, configuration] of configurations.entries()) visit(configuration, root, index);
  return found;
}

/** What stands at a path of any configuration: there may be 100,000 of them, of the same few paths. */
interface Place {
  readonly path: Path;
  readonly members: Map<string, Place>;
  values: SettingValue[] | null;
}

function emptyPlace(path: Path): Place {
  return { path, members: new Map(), values: null };
}

function memberOf({ path, members }: Place, key: string): Place {
  const known = members.get(key) ?? emptyPlace([...path, key]);
  members.set(key, known);
  return known;
}

/** Those in which they differ. */
export function varyingSettings(configurations: readonly JsonObject[]): VaryingSetting[] {
  const varying = settingValues(configurations).filter(({ values }) => values.some((value) => value !== values[0]));
  const names = namesOfSettings(varying.map(({ path }) => path));
  const groups = new Map<string, Omit<VaryingSetting, 'together'> & { readonly together: string[] }>();
  varying.forEach(({ path, values }, index) => {
    const name = names[index] as string;
    const pattern = settingPattern(values);
    const group = groups.get(pattern);
    if (group === undefined) groups.set(pattern, { path, name, values, together: [] });
    else group.together.push(name);
  });
  return [...groups.values()];
}

/** The last words of each path that no other path ends with; `optimizer` for `optimizer.name`. */
export function namesOfSettings(paths: readonly Path[]): string[] {
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
