/** @file A range of numbers in a space: even, by ratio, or whole numbers, with steps or without; as an experiment file writes it. */
import {
  type JsonObject,
  type JsonValue,
  type NumberRange,
  nearestName,
  numberText,
  writtenRange,
} from '../../core/index.js';
import { moves, type SpaceNode } from '../space-node.js';

/** Digits of a drawn number: of its share of the range, or its own where the range is by ratio. People read them, and type them again. */
const DIGITS = 4;
/** Of multiples of a step: what is left over is an error of the sum. */
const STEP_DIGITS = 12;
/** Of a step: sums of steps are not exact. */
const STEP_ERROR = 1e-9;

export function numberRange(range: NumberRange, place: string): SpaceNode {
  const { low, high, log = false, whole = false } = range;
  const step = stepOf(range);
  const count = step === undefined ? Number.POSITIVE_INFINITY : stepsIn(range, step) + 1;
  const stepped = (index: number): number =>
    Number((low + Math.min(Math.max(index, 0), count - 1) * (step as number)).toPrecision(STEP_DIGITS));
  // Half a number beyond the ends, so that these are as likely as others.
  const [from, to] = log && whole ? [low - 0.5, high + 0.5] : [low, high];
  const at = (share: number): number => (log ? from * (to / from) ** share : from + share * (to - from));
  const shareOf = (value: number): number =>
    log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  const nearest = (value: number): number =>
    step === undefined
      ? Math.min(Math.max(log ? tidyRatio(value, high / low) : tidy(value, high - low), low), high)
      : stepped(Math.round((value - low) / step));
  return {
    count: step === undefined ? undefined : BigInt(count),
    endless: step === undefined ? place : undefined,
    places: [place],
    first: range.default === undefined ? undefined : [range.default],
    at: stepped,
    pointAt: (index) => [stepped(index)],
    draw: (shareAt) => {
      const share = shareAt(place);
      return [step === undefined || log ? nearest(at(share)) : stepped(Math.floor(share * count))];
    },
    move: (take, randomAt, width) => {
      const value = take();
      if (!moves(randomAt, place)) return [value];
      // Never so little that no step is reached.
      const deviation = Math.max(width, step === undefined || log ? 0 : step / (to - from));
      return [nearest(at(reflected(shareOf(value) + deviation * randomAt(place).normal())))];
    },
    valueAt: (take) => take(),
    choices: (take, tell) => {
      const option = take();
      tell({ place, option, text: String(option) });
    },
  };
}

/** Whether a range without a fault has this number. */
export function holds(range: NumberRange, value: number): boolean {
  const { low, high } = range;
  const step = stepOf(range);
  const off = step === undefined ? 0 : Math.abs((value - low) / step - Math.round((value - low) / step));
  return value >= low && value <= high && off <= STEP_ERROR;
}

function stepOf({ step, whole }: NumberRange): number | undefined {
  return step ?? (whole ? 1 : undefined);
}

/** How many steps lie between the ends. */
function stepsIn({ low, high }: NumberRange, step: number): number {
  return Math.floor((high - low) / step + STEP_ERROR);
}

/** A share beyond an end, as far inside of it. */
function reflected(share: number): number {
  const folded = Math.abs(share) % 2;
  return folded > 1 ? 2 - folded : folded;
}

/** With so many digits of the width of its range. */
function tidy(value: number, width: number): number {
  const decimals = DIGITS - Math.ceil(Math.log10(width));
  return decimals > 0 && decimals <= 100 ? Number(value.toFixed(decimals)) : value;
}

/** With so many digits of its own, and more where the ends of the range are nearly the same. */
function tidyRatio(value: number, ratio: number): number {
  const more = Math.max(0, -Math.floor(Math.log10(ratio - 1)));
  return Number(value.toPrecision(Math.min(DIGITS + more, 17)));
}

/** What is wrong with a range, and what to write in its place. */
interface RangeFault {
  /** What is wrong, as a clause on the range. */
  readonly what: string;
  /** A range that is allowed and may be meant; absent where there is none near. */
  readonly instead?: NumberRange;
}

/** The first thing wrong with a range; undefined where nothing is. */
export function faultOf(range: NumberRange): RangeFault | undefined {
  const { low, high, log, whole, step } = range;
  const numbers: readonly JsonValue[] = [low, high, ...[step, range.default].filter((value) => value !== undefined)];
  if (!numbers.every((value) => typeof value === 'number' && Number.isFinite(value)))
    return { what: 'has an end, a step or a default that is not a number' };
  if (low > high)
    return { what: `goes from ${low} to ${high}, which does not rise`, instead: { ...range, low: high, high: low } };
  if (low === high) return { what: `goes from ${low} to ${high}, which does not rise` };
  if (!Number.isFinite(high - low)) return { what: `goes from ${low} to ${high}, which is too wide for numbers` };
  if (log && low <= 0) return { what: `is by ratio but begins at ${low}, which is not above 0` };
  if (log && !Number.isFinite(high / low)) return { what: `goes from ${low} to ${high}, which is too wide for ratios` };
  if (step !== undefined && log) return { what: 'is by ratio but has a step', instead: withoutStep(range) };
  if (whole && ![low, high].every(Number.isSafeInteger)) return fractionalEnds(range);
  if (whole && step !== undefined && !Number.isInteger(step))
    return { what: `is of whole numbers but has the step ${step}`, instead: withoutStep(range) };
  return (step === undefined ? undefined : stepFault(range, step)) ?? defaultFault(range);
}

function stepFault(range: NumberRange, step: number): RangeFault | undefined {
  const { low, high } = range;
  if (!(step > 0 && step <= high - low))
    return { what: `has the step ${step}, which does not fit between ${low} and ${high}`, instead: withoutStep(range) };
  const steps = stepsIn(range, step);
  if (!Number.isSafeInteger(steps))
    return { what: `has the step ${step}, which is too fine`, instead: withoutStep(range) };
  const last = Number((low + steps * step).toPrecision(STEP_DIGITS));
  if (holds({ low, high, step }, high)) return undefined;
  return { what: `has the step ${step}, which ends at ${last} and not at ${high}`, instead: { ...range, high: last } };
}

function fractionalEnds(range: NumberRange): RangeFault {
  const [low, high] = [Math.ceil(range.low), Math.floor(range.high)];
  if (low > high) return { what: `is of whole numbers, but there is none between ${range.low} and ${range.high}` };
  const what = 'is of whole numbers but has an end that is not';
  return low < high && Number.isSafeInteger(low) && Number.isSafeInteger(high)
    ? { what, instead: { ...range, low, high } }
    : { what };
}

function defaultFault(range: NumberRange): RangeFault | undefined {
  const { default: first } = range;
  if (first === undefined || holds(range, first)) return undefined;
  const { default: _, ...rest } = range;
  return { what: `has the default ${first}, which is not in it`, instead: rest };
}

function withoutStep({ step: _, ...range }: NumberRange): NumberRange {
  return range;
}

const SCALES = ['linear', 'log'];
const DETAILS = ['scale', 'integer', 'step', 'default'];

/** What is wrong with what is meant as a range. */
export interface FaultyRange {
  /** A clause on the place where it stands. */
  readonly fault: string;
  /** What to write; absent where that cannot be told. */
  readonly instead?: string;
}

/** What a text says as a number; undefined where it says none. */
function numberIn(end: JsonValue): number | undefined {
  const value = typeof end === 'number' ? end : typeof end === 'string' && end.trim() !== '' ? Number(end) : Number.NaN;
  return Number.isNaN(value) ? undefined : value;
}

/** Of two ends that are not both numbers; undefined where neither is one and nothing beside them belongs to a range. */
function faultOfTexts(ends: readonly JsonValue[], details: JsonObject): FaultyRange | undefined {
  const numbers = ends.map(numberIn);
  const isMeant = Object.keys(details).length > 0 || numbers.some((number) => number !== undefined);
  const other = ends.find((end) => typeof end !== 'number');
  if (ends.length !== 2 || !isMeant || other === undefined) return undefined;
  const fault = `has ${JSON.stringify(other)} as an end, which is not a number`;
  if (numbers.includes(undefined)) return { fault };
  const beside = Object.entries(details).map(([key, value]) => `, ${key}: ${value}`);
  return {
    fault,
    instead: `{ range: [${numbers.map((number) => numberText(number as number)).join(', ')}]${beside.join('')} }`,
  };
}

/**
 * The range that an object is, or what is wrong with it; undefined for anything else. A range has two numbers under `range`, low and high,
 * and beside it nothing but `scale` (`linear`, `log`), `integer` (true), `step` (of a linear one) and `default` (tried first).
 */
export function readRange(object: JsonObject): { readonly range: NumberRange } | FaultyRange | undefined {
  const { range: ends, ...details } = object;
  if (!Array.isArray(ends)) return undefined;
  const keys = Object.keys(details);
  if (!ends.every((end) => typeof end === 'number'))
    return keys.every((key) => DETAILS.includes(key)) ? faultOfTexts(ends, details) : undefined;
  const unknown = keys.find((key) => !DETAILS.includes(key));
  if (keys.some((key) => !DETAILS.includes(key) && nearestName(key, DETAILS) === undefined)) return undefined;
  // Alone, three numbers may have a step, and more are alternatives of a setting that is called so.
  if (keys.length === 0 && ends.length > 2) return undefined;
  if (unknown !== undefined) return { fault: `has \`${unknown}\`; did you mean \`${nearestName(unknown, DETAILS)}\`?` };
  const [low, high] = ends as readonly number[];
  if (low === undefined || high === undefined || ends.length > 2)
    return {
      fault: `has ${ends.length === 0 ? 'no numbers' : ends.length === 1 ? 'one number' : `${ends.length} numbers`} and not two`,
    };
  const { scale = 'linear', integer = false, step, default: first } = details;
  if (typeof scale !== 'string' || !SCALES.includes(scale)) {
    const near = typeof scale === 'string' ? nearestName(scale, SCALES) : undefined;
    const meant = near ?? (/log/i.test(String(scale)) ? 'log' : undefined);
    return {
      fault: `has the scale ${JSON.stringify(scale)}, which is none of ${SCALES.join(', ')}`,
      ...(meant === undefined ? {} : { instead: `{ range: [${low}, ${high}], scale: ${meant} }` }),
    };
  }
  if (typeof integer !== 'boolean')
    return { fault: `has ${JSON.stringify(integer)} as \`integer\`, which is true or false` };
  const range = {
    low,
    high,
    ...(scale === 'log' ? { log: true } : {}),
    ...(integer ? { whole: true } : {}),
    ...(step === undefined ? {} : { step: step as number }),
    ...(first === undefined ? {} : { default: first as number }),
  };
  const fault = faultOf(range);
  if (fault === undefined) return { range };
  const { what, instead } = fault;
  // Of one value no range is needed.
  if (low === high && instead === undefined) return { fault: what, instead: numberText(low) };
  return { fault: what, ...(instead === undefined ? {} : { instead: writtenRange(instead) }) };
}
