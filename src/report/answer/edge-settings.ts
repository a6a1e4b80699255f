/** @file Numeric settings whose best value may lie beyond those that were tried: the winner has the largest or the smallest. */
import type { JsonObject, NumberRange, SettingRange } from '../../core/index.js';
import { type VaryingSetting, varyingSettings } from '../view/varying-settings.js';
import { atEndOf, beyond, naturalFloor } from './range-ends.js';

interface EdgeSetting {
  readonly name: string;
  readonly value: number;
  readonly side: 'largest' | 'smallest';
  /** Of a setting that was drawn from a range; absent of a list. */
  readonly drawn?: {
    /** A range that reaches further. */
    readonly wider: NumberRange;
    /** How many of the best candidates have the setting at all, and how many of these have it in the quarter of the range at this end. */
    readonly best: number;
    readonly near: number;
  };
}

/** Of two values each is at an edge, which says nothing. */
const FEWEST_VALUES = 3;
/** The best candidates that are asked whether they lie at the same end: an eighth of all, so that a quarter of a range has room for them. */
const BEST = { share: 1 / 8, least: 3, most: 10 };
const QUARTER = 0.25;

/**
 * `ranked`: places among the configurations of those that were tried, the winner's first, then best first. `ranges` are what settings were
 * drawn from; of these the winner may lie near an end. The setting with most of the best at the same end comes first.
 */
export function edgeSettings(
  configurations: readonly JsonObject[],
  ranked: readonly number[],
  ranges: readonly SettingRange[],
): readonly EdgeSetting[] {
  const edges = varyingSettings(configurations).flatMap((setting) => {
    const own = ranges.filter((range) => isOf(range, setting));
    return own.length === 0 ? edgeOfList(setting, ranked) : edgeOfRange(setting, own, ranked);
  });
  const shareOf = ({ drawn }: EdgeSetting): number => (drawn === undefined ? 1 : drawn.near / drawn.best);
  return edges.sort((one, other) => shareOf(other) - shareOf(one));
}

/** The trainer may write a value as a setting of its own: `dense: 8` as `dense.units`. */
function isOf({ setting }: SettingRange, { path }: VaryingSetting): boolean {
  const names = path.filter((key) => !/^\d+$/.test(key)).join('.');
  return names === setting || names.startsWith(`${setting}.`);
}

function edgeOfList({ name, values }: VaryingSetting, [winner]: readonly number[]): EdgeSetting[] {
  const own = values[winner as number];
  if (typeof own !== 'number') return [];
  const tried = [...new Set(values)].filter((value) => typeof value === 'number');
  if (tried.length < FEWEST_VALUES) return [];
  const [least, most] = [Math.min(...tried), Math.max(...tried)];
  if (own === most) return [{ name, value: own, side: 'largest' }];
  return own === least && least > naturalFloor({ low: least }) ? [{ name, value: own, side: 'smallest' }] : [];
}

function edgeOfRange(
  { name, values }: VaryingSetting,
  ranges: readonly SettingRange[],
  [winner, ...others]: readonly number[],
): EdgeSetting[] {
  const value = values[winner as number];
  if (typeof value !== 'number') return [];
  const [range, ...more] = ranges.filter(({ low, high }) => low <= value && value <= high);
  const side = range === undefined ? undefined : atEndOf(range, value);
  if (range === undefined || side === undefined || more.some((other) => atEndOf(other, value) !== side)) return [];
  // A list beside the range may go further.
  const numbers = values.filter((other) => typeof other === 'number');
  const goesFurther = numbers.some((other) => (side === 'largest' ? other > range.high : other < range.low));
  const wider = goesFurther ? undefined : beyond(range, side);
  if (wider === undefined) return [];
  const asked = Math.min(BEST.most, Math.max(BEST.least, Math.round((others.length + 1) * BEST.share)));
  const best = [winner as number, ...others].slice(0, asked).flatMap((place) => {
    const other = values[place];
    return typeof other === 'number' ? [other] : [];
  });
  const near = best.filter((other) => atEndOf(range, other, QUARTER) === side).length;
  return [{ name, value, side, drawn: { wider, best: best.length, near } }];
}
