/** @file Numeric settings whose best value may lie beyond those that were tried: the winner has the largest or the smallest. */
import type { JsonObject } from '../../core/index.js';
import { type VaryingSetting, varyingSettings } from '../view/varying-settings.js';

interface EdgeSetting {
  readonly name: string;
  readonly value: number;
  readonly side: 'largest' | 'smallest';
}

/** Of two values each is at an edge, which says nothing. */
const FEWEST_VALUES = 3;

/** `winner`: its place among the configurations. */
export function edgeSettings(configurations: readonly JsonObject[], winner: number): readonly EdgeSetting[] {
  return varyingSettings(configurations).flatMap(({ name, values }) => edgeOf(name, values, values[winner]));
}

function edgeOf(
  name: string,
  values: VaryingSetting['values'],
  own: VaryingSetting['values'][number] | undefined,
): EdgeSetting[] {
  if (typeof own !== 'number') return [];
  const tried = [...new Set(values)].filter((value) => typeof value === 'number');
  if (tried.length < FEWEST_VALUES) return [];
  const [least, most] = [Math.min(...tried), Math.max(...tried)];
  if (own !== least && own !== most) return [];
  return [{ name, value: own, side: own === most ? 'largest' : 'smallest' }];
}
