/** @file A range of numbers in a space that is drawn from: even, by ratio, or whole numbers, with steps or without. */
import type { JsonValue, Random } from '../../core/index.js';
import { type DrawNode, moves } from './draw-node.js';

export interface NumberRange {
  /** Both ends are part of it; `high` is above `low`, and both above 0 where it is by ratio. */
  readonly low: number;
  readonly high: number;
  /** Equal ratios are equally likely. */
  readonly log?: boolean;
  /** Whole numbers alone. */
  readonly whole?: boolean;
  /** Distance from number to number, above 0, counted from `low`; where it is by ratio there is none. */
  readonly step?: number;
}

/** Digits of a drawn number: of its share of the range, or its own where the range is by ratio. People read them, and type them again. */
const DIGITS = 4;
/** Of multiples of a step: what is left over is an error of the sum. */
const STEP_DIGITS = 12;

export function numberRange(range: NumberRange, place: string): DrawNode {
  const { low, high, log = false, whole = false } = range;
  const step = range.step ?? (whole ? 1 : undefined);
  const count = step === undefined ? Number.POSITIVE_INFINITY : Math.floor((high - low) / step + 1e-9) + 1;
  const stepped = (index: number): number =>
    Number((low + Math.min(Math.max(index, 0), count - 1) * (step as number)).toPrecision(STEP_DIGITS));
  // Half a number beyond the ends, so that these are as likely as others.
  const [from, to] = log && whole ? [low - 0.5, high + 0.5] : [low, high];
  const at = (share: number): number => (log ? from * (to / from) ** share : from + share * (to - from));
  const shareOf = (value: number): number =>
    log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  const nearest = (value: number): number =>
    step === undefined
      ? Math.min(Math.max(tidy(value, log ? undefined : high - low), low), high)
      : stepped(Math.round((value - low) / step));
  const drawNumber = (random: Random): number =>
    step === undefined || log ? nearest(at(random.uniform())) : stepped(Math.floor(random.uniform() * count));
  return {
    size: count,
    endless: step === undefined ? place : undefined,
    draw: (randomAt) => [drawNumber(randomAt(place))],
    move: (take, randomAt, width) => {
      const value = take();
      if (!moves(randomAt, place)) return [value];
      // Never so little that no step is reached.
      const deviation = Math.max(width, step === undefined || log ? 0 : step / (to - from));
      return [nearest(at(reflected(shareOf(value) + deviation * randomAt(place).normal())))];
    },
    valueAt: (take) => take(),
    find: (value) => (typeof value === 'number' && holds(value) ? [value] : undefined),
    *points() {
      for (let index = 0; index < count; index++) yield [stepped(index)];
    },
  };

  function holds(value: number): boolean {
    const isOnStep = step === undefined || Math.abs(nearest(value) - value) <= 1e-9 * step;
    return value >= low && value <= high && isOnStep;
  }
}

/** A share beyond an end, as far inside of it. */
function reflected(share: number): number {
  const folded = Math.abs(share) % 2;
  return folded > 1 ? 2 - folded : folded;
}

/** With so many digits of the width, or of its own. */
function tidy(value: number, width: number | undefined): number {
  if (width === undefined) return Number(value.toPrecision(DIGITS));
  const decimals = DIGITS - Math.floor(Math.log10(width));
  return decimals > 0 && decimals <= 100 ? Number(value.toFixed(decimals)) : value;
}

/** What is wrong with a range, as a clause on it; undefined where nothing is. */
export function faultOf({ low, high, log, whole, step }: NumberRange): string | undefined {
  const numbers: readonly JsonValue[] = [low, high, ...(step === undefined ? [] : [step])];
  if (!numbers.every((value) => typeof value === 'number' && Number.isFinite(value)))
    return 'has an end or a step that is not a number';
  if (low >= high) return `goes from ${low} to ${high}, which does not rise`;
  if (log && low <= 0) return `is by ratio but begins at ${low}, which is not above 0`;
  if (whole && !numbers.every(Number.isSafeInteger)) return 'is of whole numbers but has an end or a step that is not';
  if (step !== undefined && log) return 'is by ratio but has a step';
  if (step !== undefined && !(step > 0 && step <= high - low))
    return `has the step ${step}, which does not fit between ${low} and ${high}`;
  return undefined;
}
