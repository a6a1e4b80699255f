/** @file The ends of a range: whether a number lies near one, and which range would reach beyond it. */
import type { NumberRange } from '../../core/index.js';

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
export function naturalFloor({ low, whole = false }: Pick<NumberRange, 'low' | 'whole'>): number {
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
