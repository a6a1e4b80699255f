/** @file The ranges that stand in spaces, and which setting each is of. */
import type { JsonObject, SettingRange } from '../core/index.js';
import { readRange } from './range-syntax.js';
import type { NamedSpace } from './space.js';
import { walkConfigurations } from './written-space.js';

/** In the order of the file; one that stands in several alternatives comes as often. */
export function rangesOf(spaces: readonly NamedSpace[]): SettingRange[] {
  const ranges: SettingRange[] = [];
  for (const { space } of spaces) {
    walkConfigurations(space, [], ({ value, path }) => {
      if (value === null || typeof value !== 'object' || Array.isArray(value)) return true;
      const found = readRange(value as JsonObject);
      if (found === undefined || 'fault' in found) return true;
      const names = path.filter((key) => typeof key === 'string' && key !== 'oneOf');
      ranges.push({ setting: names.join('.'), ...found.range });
      return false;
    });
  }
  return ranges;
}
