/** @file The ranges that stand in spaces: which setting each is of, and how it is written. */
import type { JsonObject } from '../core/index.js';
import type { NumberRange } from './draws/number-range.js';
import { readRange, writtenRange } from './range-syntax.js';
import type { NamedSpace } from './space.js';
import { walkConfigurations } from './written-space.js';

export interface SettingRange extends NumberRange {
  /** Its names from the outside in, places in lists left out: `layers.dense.units`. */
  readonly setting: string;
  /** As a user writes it. */
  readonly text: string;
}

/** In the order of the file; one that stands in several alternatives comes as often. */
export function rangesOf(spaces: readonly NamedSpace[]): SettingRange[] {
  const ranges: SettingRange[] = [];
  for (const { space } of spaces) {
    walkConfigurations(space, [], ({ value, path }) => {
      if (value === null || typeof value !== 'object' || Array.isArray(value)) return true;
      const found = readRange(value as JsonObject);
      if (found === undefined || 'fault' in found) return true;
      const names = path.filter((key) => typeof key === 'string' && key !== 'oneOf');
      ranges.push({ ...found.range, setting: names.join('.'), text: writtenRange(found.range) });
      return false;
    });
  }
  return ranges;
}
