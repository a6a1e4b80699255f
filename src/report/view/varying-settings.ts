/** @file The settings in which candidates differ, by names as short as keep them apart, as values that can be analysed. */
import type { JsonObject } from '../../core/index.js';
import { type SettingColumn, type SettingValues, settingPattern, settingValues } from '../../stats/index.js';
import { isolate, legible } from './candidate-names.js';

export interface VaryingSetting extends SettingValues {
  /** Its keys from the outside in, places in lists among them. */
  readonly path: SettingColumn['path'];
  /** Others that change with this one, value by value: nothing tells them apart. */
  readonly together: readonly string[];
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
export function namesOfSettings(paths: readonly SettingColumn['path'][]): string[] {
  const told = paths.map((path) => (path.length > 1 && path.at(-1) === 'name' ? path.slice(0, -1) : path));
  const endOf = (path: SettingColumn['path'], length: number): string => path.slice(-length).join('.');
  return told.map((path) => {
    const length = path.findIndex((_, index) => {
      const end = endOf(path, index + 1);
      return told.every((other) => other === path || endOf(other, index + 1) !== end);
    });
    return isolate(legible(endOf(path, length < 0 ? path.length : length + 1)).slice(0, LONGEST_NAME));
  });
}

const LONGEST_NAME = 40;
