/** @file Numeric settings whose best value may lie beyond those that were tried: the winner has the largest or the smallest. */
import type { JsonObject, NumberRange, SettingRange } from '../../core/index.js';
import { type VaryingSetting, varyingSettings } from '../view/candidate-names.js';

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
 * drawn from; of these the winner may lie near an end. `tied`: places of those that may be the best as well: all of them have to lie there, too. The
 * setting with most of the best at the same end comes first.
 */
export function edgeSettings(
  configurations: readonly JsonObject[],
  ranked: readonly number[],
  ranges: readonly SettingRange[],
  tied: readonly number[] = [],
): readonly EdgeSetting[] {
  const edges = varyingSettings(configurations).flatMap((setting) => {
    const own = ranges.filter((range) => isOf(range, setting));
    const edgesOf = (places: readonly number[]) =>
      own.length === 0 ? edgeOfList(setting, places) : edgeOfRange(setting, own, places);
    const sideOf = (place: number) => edgesOf([place])[0]?.side;
    return edgesOf(ranked).filter(({ side }) => tied.every((place) => sideOf(place) === side));
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

type Side = 'largest' | 'smallest';

/** Share of a range, in its scale, that counts as its end. */
const END = 0.05;

/** The end that a number of the range is near: within `share` of the range, in its scale; undefined for one in between. */
export function atEndOf({ low, high, log = false }: NumberRange, value: number, share = END): Side | undefined {
  const at = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  if (at <= share) return 'smallest';
  return at >= 1 - share ? 'largest' : undefined;
}

/** Of its width, or of its orders of magnitude, by which a range is widened. */
const FURTHER = 0.5;
const FURTHER_BY_RATIO = 0.25;

/** Below which numbers like these do not go: 0 where none of them is negative; of whole numbers above 0, 1. */
function naturalFloor({ low, whole = false }: Pick<NumberRange, 'low' | 'whole'>): number {
  if (low < 0) return Number.NEGATIVE_INFINITY;
  return whole && low > 0 ? 1 : 0;
}

/**
 * The range with one end further out; undefined where that end is the natural one of such numbers: their floor, and 1 above for a share.
 *
 * @example beyond({ low: 1e-5, high: 0.1, log: true }, 'smallest') // { low: 1e-6, high: 0.1, log: true }
 */
export function beyond(range: NumberRange, side: Side): NumberRange | undefined {
  const { low, high, log = false, whole = false, step } = range;
  const isShare = low >= 0 && high <= 1 && !log;
  const unit = step ?? (whole ? 1 : undefined);
  const [floor, ceiling] = [naturalFloor(range), isShare ? 1 : Infinity];
  const further = log ? (high / low) ** FURTHER_BY_RATIO : FURTHER * (high - low);
  const rough = side === 'largest' ? (log ? high * further : high + further) : log ? low / further : low - further;
  // From one end of a share half the way to its other one at most.
  const reached = isShare && side === 'largest' ? Math.min(rough, (1 + high) / 2) : rough;
  const end = log && !whole ? Number(reached.toPrecision(1)) : onStep(range, unit, Number(reached.toPrecision(2)));
  const within = Math.min(Math.max(end, floor), ceiling);
  if (side === 'largest') return within > high ? { ...range, high: within } : undefined;
  return within < low ? { ...range, low: within } : undefined;
}

/** The number nearest to it on the steps of the range, or on those that would go on from it. */
function onStep({ low }: NumberRange, unit: number | undefined, value: number): number {
  return unit === undefined ? value : Number((low + Math.round((value - low) / unit) * unit).toPrecision(12));
}
