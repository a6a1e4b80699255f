/**
 * @file Numbers as people read them: significant digits, thousands, shares and durations. Digits follow what is known:
 * {@link formatEstimate} shows a value and its interval, {@link formatWithin} and {@link columnFormat} what is beside them, to the
 * second digit of the uncertainty, as the GUM asks (JCGM 100:2008, 7.2.6); {@link formatValue} is for values of which none is known.
 */

import { formatCount, formatLevel, formatQuantity } from '../core/ground/written-numbers.js';

export { formatCount, formatLevel, formatQuantity };

const INFINITY_SIGN = '∞';
/** What is not a number. */
const NOTHING = '–';
const DEFAULT_DIGITS = 4;
/** A double has no more decimal digits. */
const MOST_DIGITS = 17;
/** Powers of ten from which values stand as they are: below, and from these on where digits are cut off, with an exponent. */
const SMALLEST_PLAIN = -4;
const LARGEST_PLAIN = 6;
/** Whole numbers of so many digits are exact. */
const LARGEST_WHOLE = 15;
/** Spreads and differences below this share of a value are what rounding leaves in its last digits. */
const NOISE = 1e-12;
/** Of values that are smaller than what is known of them: zeros compare nothing, and 6 is not 0. */
const FURTHER_DIGITS = 2;
/** Values that are so many times as large are compared with nothing. */
const LIKE = 1e4;

/** Four significant digits by default, trailing zeros kept so that columns align; `∞` for infinite values, `–` for NaN. */
export function formatValue(value: number, significantDigits = DEFAULT_DIGITS): string {
  if (!Number.isFinite(value) || value === 0) return specialText(value) ?? '0';
  const power = powerOf(value);
  if (power < SMALLEST_PLAIN || power >= LARGEST_PLAIN) return scientific(value, significantDigits - 1);
  return signed(value.toFixed(Math.max(0, significantDigits - 1 - power)));
}

/**
 * A value to the second digit of its uncertainty: the half width of its interval, a standard error, a tolerance. Two values
 * that differ by more than that never look alike. Without a spread above 0, or with one that is only what
 * rounding leaves, it is {@link formatValue}.
 *
 * @example formatWithin(0.234567, 0.0123) // '0.235'
 * @example formatWithin(12346.1234, 0.021) // '12346.123'
 * @example formatWithin(2.345e-8, 1.2e-9) // '2.35e-8'
 */
export function formatWithin(value: number, spread: number | null | undefined): string {
  return (formatOfSpread([value], spread) ?? formatValue)(value);
}

/** All to the second digit of one spread, in one notation; null without a spread. What would read as 0 shows its first digit, if that is near. */
function formatOfSpread(
  values: readonly number[],
  spread: number | null | undefined,
): ((value: number) => string) | null {
  const largest = Math.max(0, ...values.filter(Number.isFinite).map(Math.abs));
  if (!isSpread(spread) || spread < NOISE * largest) return null;
  const notation = notationFor(powerOf(largest), placeOf(spread));
  return (value) => {
    const text = specialText(value) ?? formatTo(value, notation);
    return /^[0.]+$/.test(text) && powerOf(value) >= notation.place - FURTHER_DIGITS ? formatValue(value, 1) : text;
  };
}

/** How people read a number. `value`: as {@link formatValue}; `ratio`: three digits; `p`: `< 0.001`. */
export type NumberUnit = 'count' | 'value' | 'ratio' | 'share' | 'hundredths' | 'seconds' | 'bytes' | 'p';

interface Form {
  /** Of a number that no interval tells anything about. */
  readonly alone: (value: number) => string;
  /** Whether its digits follow an interval; those of whole numbers, times and p-values do not. */
  readonly follows?: true;
  /** What it is multiplied by, and what stands behind it. */
  readonly scale?: number;
  readonly sign?: string;
}

const FORMS: Readonly<Record<NumberUnit, Form>> = {
  count: { alone: formatCount },
  value: { alone: (value) => formatValue(value), follows: true },
  ratio: { alone: (value) => formatValue(value, 3), follows: true },
  share: { alone: percentText, follows: true, scale: 100, sign: ' %' },
  hundredths: { alone: (value) => signed(value.toFixed(2)), follows: true },
  seconds: { alone: formatDuration },
  bytes: { alone: formatBytes },
  p: { alone: formatP },
};

export function formatNumber(value: number, unit: NumberUnit): string {
  const { alone, scale = 1, sign = '' } = FORMS[unit];
  return `${alone(scale * value)}${sign}`;
}

/** Ends of an interval, as figures have them too; null, or a reason, where there is none. */
type MaybeEnds =
  | { readonly low: number | null; readonly high: number | null }
  | { readonly reason: string }
  | null
  | undefined;

export interface EstimateText {
  /** `13.0 %`. */
  readonly text: string;
  /** `[12.2, 14.4]`, in the unit of the text; empty without an interval. */
  readonly ends: string;
}

/**
 * A value with its interval, wherever it is shown: all three to the second digit of half its width. An interval without a width
 * that says anything (none, or infinite) leaves them the digits of their unit.
 *
 * @param alone - How a value without an interval is written; as its unit has it where absent.
 * @example formatEstimate(0.1304, { low: 0.1221, high: 0.1443 }, 'share') // { text: '13.0 %', ends: '[12.2, 14.4]' }
 * @example formatEstimate(6.35, { low: 0, high: 3100 }) // { text: '6', ends: '[0, 3100]' }
 */
export function formatEstimate(
  value: number,
  interval: MaybeEnds,
  unit: NumberUnit = 'value',
  alone: (value: number) => string = (one) => formatNumber(one, unit),
): EstimateText {
  if (!hasEnds(interval)) return { text: alone(value), ends: '' };
  const form = FORMS[unit];
  const { scale = 1, sign = '' } = form;
  const [own, low, high] = [scale * value, scale * interval.low, scale * interval.high];
  const format = (form.follows ? formatOfSpread([own, low, high], halfWidth({ low, high })) : null) ?? form.alone;
  return { text: `${format(own)}${sign}`, ends: `[${format(low)}, ${format(high)}]` };
}

/** The same as one text: `13.0 % [12.2, 14.4]`. */
export function estimateText(...estimate: Parameters<typeof formatEstimate>): string {
  const { text, ends } = formatEstimate(...estimate);
  return ends === '' ? text : `${text} ${ends}`;
}

/**
 * The digits of a column whose values are compared: all of them to the same place, with the same exponent where they have
 * one. The place is that of {@link formatWithin} for a `spread` that is typical of the column, or up to two further where most values
 * are smaller than that; without one, the values have
 * four digits, and more where they lie closer together. A value 10,000 times as large as the middle one is compared with
 * nothing, and stands as {@link formatValue} has it; without a spread so does one that is so much smaller.
 *
 * @example [0.23456, 0.9].map(columnFormat([0.23456, 0.9], 0.012)) // ['0.235', '0.900']
 * @example [2.1e-8, 9.8e-9].map(columnFormat([2.1e-8, 9.8e-9], 1e-9)) // ['2.10e-8', '0.98e-8']
 */
export function columnFormat(values: readonly number[], spread?: number | null): (value: number) => string {
  const sizes = values
    .filter((value) => Number.isFinite(value) && value !== 0)
    .map(Math.abs)
    .sort(ascending);
  const middle = sizes[Math.floor((sizes.length - 1) / 2)] ?? 0;
  const known = isSpread(spread) && spread >= NOISE * middle ? spread : null;
  const most = LIKE * Math.max(middle, known ?? 0);
  const least = known === null ? middle / LIKE : 0;
  const isCompared = (value: number): boolean => {
    return value === 0 || (Math.abs(value) <= most && Math.abs(value) >= least);
  };
  const compared = values.filter(isCompared);
  if (middle === 0 && known === null) return (value) => formatValue(value);
  const largest = compared.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  const place = known === null ? placeAmong(compared, middle) : placeWithin(known, middle);
  const notation = notationFor(powerOf(largest), place);
  return (value) => specialText(value) ?? (isCompared(value) ? formatTo(value, notation) : formatValue(value));
}

/** What is typical of several half widths: the lower of the middle ones; null where none is above 0. */
export function typicalSpread(spreads: readonly (number | null | undefined)[]): number | null {
  const known = spreads.filter(isSpread).sort(ascending);
  return known[Math.floor((known.length - 1) / 2)] ?? null;
}

/** Half the width of an interval; null where there is none. */
export function halfWidth(interval: MaybeEnds): number | null {
  if (!hasEnds(interval)) return null;
  // Halves first: the ends of an interval may be further apart than a number can be large.
  return interval.high / 2 - interval.low / 2;
}

function hasEnds(interval: MaybeEnds): interval is { readonly low: number; readonly high: number } {
  return interval != null && 'low' in interval && interval.low !== null && interval.high !== null;
}

/** How a number is written: to which power of ten, and in which power of ten; a null exponent stands for none. */
interface Notation {
  readonly place: number;
  readonly exponent: number | null;
}

/** For numbers up to so large a power of ten. */
function notationFor(power: number, place: number): Notation {
  const finest = Math.max(place, power - MOST_DIGITS + 1);
  const leading = Math.max(power, finest);
  const isPlain = leading >= SMALLEST_PLAIN && power < (finest > 0 ? LARGEST_PLAIN : LARGEST_WHOLE);
  return { place: finest, exponent: isPlain ? null : leading };
}

function formatTo(value: number, { place, exponent }: Notation): string {
  const scaled = timesTenTo(value, -(exponent ?? 0));
  const decimals = (exponent ?? 0) - place;
  const text =
    decimals >= 0 ? scaled.toFixed(decimals) : String(timesTenTo(Math.round(timesTenTo(scaled, decimals)), -decimals));
  // 9.996 to two decimals has one digit more than it had.
  if (exponent !== null && /^-?10\b/.test(text) && Math.abs(scaled) < 10) {
    return formatTo(value, { place, exponent: exponent + 1 });
  }
  if (exponent === null) return signed(text);
  return Number(text) === 0 ? '0' : `${signed(text)}e${exponent}`;
}

/** The place of the second significant digit. */
function placeOf(spread: number): number {
  return Number(spread.toExponential(1).split('e')[1]) - 1;
}

/** The place of the second digit of a spread, and up to two further ones where the middle value would not show two. */
function placeWithin(spread: number, middle: number): number {
  const place = placeOf(spread);
  return middle === 0 ? place : Math.max(place - FURTHER_DIGITS, Math.min(place, powerOf(middle) - 1));
}

/** Four digits of the middle one, or three of how far apart they are. */
function placeAmong(values: readonly number[], middle: number): number {
  const [least, most] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const ofMiddle = powerOf(middle) - DEFAULT_DIGITS + 1;
  return most - least > NOISE * middle ? Math.min(ofMiddle, powerOf(most - least) - 2) : ofMiddle;
}

function scientific(value: number, decimals: number): string {
  return signed(value.toExponential(decimals).replace('e+', 'e'));
}

function specialText(value: number): string | undefined {
  if (Number.isNaN(value)) return NOTHING;
  if (Number.isFinite(value)) return undefined;
  return value > 0 ? INFINITY_SIGN : `−${INFINITY_SIGN}`;
}

function isSpread(spread: number | null | undefined): spread is number {
  return spread !== null && spread !== undefined && spread > 0 && Number.isFinite(spread);
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** `1.2 GB`: three significant digits, in powers of 1,000. */
export function formatBytes(bytes: number): string {
  const power = Math.max(0, Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** power;
  return `${value >= 100 ? formatCount(value) : Number(value.toPrecision(3))} ${UNITS[power]}`;
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** A share, or a difference of shares, as a percentage, `18 %`; below 10 % with one decimal, so that 0.4 % is not shown as nothing. */
export function formatShare(share: number): string {
  return formatNumber(share, 'share');
}

function percentText(percent: number): string {
  const size = Math.abs(percent);
  const text = size > 0 && size < 9.95 ? size.toFixed(1) : size.toFixed(0);
  return percent < 0 ? `−${text}` : text;
}

/** A p-value: `< 0.001`, `0.032`. */
export function formatP(pValue: number): string {
  return pValue < 0.001 ? '< 0.001' : pValue.toFixed(3);
}

/** `41 s`, `3 min 05 s`, `2 h 07 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${twoDigits(whole % 60)} s`;
  return `${formatCount(Math.floor(minutes / 60))} h ${twoDigits(minutes % 60)} min`;
}

/** The same as one figure, for what is only estimated: `8 s`, `12 min`, `3.5 h`, `41 h`, `3.2 days`. */
export function formatAbout(seconds: number): string {
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = seconds / 60;
  if (minutes < 99.5) return `${Math.round(minutes)} min`;
  const hours = minutes / 60;
  if (hours < 48) return `${hours < 9.95 ? hours.toFixed(1) : hours.toFixed(0)} h`;
  const days = hours / 24;
  return `${days < 9.95 ? days.toFixed(1) : formatCount(days)} days`;
}

/** How fast something goes, in the unit that has a whole number of it: `12 a minute`, `1.5 an hour`. */
export function formatPace(perSecond: number): string {
  const [pace, unit] =
    perSecond >= 1
      ? [perSecond, 'a second']
      : perSecond * 60 >= 1
        ? [perSecond * 60, 'a minute']
        : [perSecond * 3600, 'an hour'];
  return `${pace >= 10 ? formatCount(pace) : pace.toFixed(1)} ${unit}`;
}

/** Spaces inside of what is read as one: `95 %`, `3 min 05 s`, `n = 20`, `< 0.001`. */
const INSIDE =
  /(?<=\d) (?=(?:%|s|min|h|days|bytes|[kMGTPE]B)(?!\w))|(?<=\d (?:min|h)) (?=\d)|(?<=\bn) (?== )|(?<=\bn =) (?=\d)|(?<=[<>≤≥]) (?=\d)/g;

/** The text with no-break spaces in what is read as one, of the same length: where sentences are broken into lines. */
export function unbroken(text: string): string {
  return text.replace(INSIDE, '\u00a0');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** The power of ten of the first digit; that of the smallest number there is for 0. */
export function powerOf(value: number): number {
  return value === 0 ? -324 : Number(value.toExponential().split('e')[1]);
}

/** The value times a power of ten, rounded once. */
export function timesTenTo(value: number, power: number): number {
  const [digits, exponent] = value.toExponential().split('e') as [string, string];
  return Number(`${digits}e${Number(exponent) + power}`);
}

/** A number's text with a minus sign in place of a hyphen, and none before nothing but zeros. */
export function signed(text: string): string {
  const unsigned = text.replace(/^-/, '');
  return unsigned === text || /^[0.]+$/.test(unsigned) ? unsigned : `−${unsigned}`;
}
