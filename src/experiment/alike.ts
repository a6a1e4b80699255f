/** @file Which places of a list have the same value. */
import { groupBy } from '../core/index.js';

/** The places of each value, in the order in which values come first. */
export function placesByValue<Value>(values: readonly Value[]): Map<Value, number[]> {
  return groupBy(values.keys(), (place) => values[place] as Value);
}
