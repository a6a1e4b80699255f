/** @file Settings of configurations as columns of values: where each stands, and what it is in each of them. */
import { isPlainList, type JsonObject, type JsonValue } from '../core/index.js';
import type { SettingValues } from './importance/design.js';

export type SettingValue = SettingValues['values'][number];

/** A setting, by its place in the configuration, with its value of each candidate; null for a candidate without it. */
export interface SettingColumn {
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
