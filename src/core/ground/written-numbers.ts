/** @file Numbers in words: counts, shares, bounds and settings as people read them, and decimal numbers as programs write them. */

/** `41,567`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A share in [0, 1] as it was set: `95 %`, `99.9 %`. */
export function formatLevel(share: number): string {
  return `${Number((100 * share).toPrecision(12))} %`;
}

/** `1 trial`, `2 trials`. */
export function formatQuantity(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** A number that somebody wrote has at most so many digits; a drawn number has about 16. */
const WRITTEN_DIGITS = 7;
const LEAST_DIGITS = 4;

/**
 * A whole number, and one of few digits, as it is; any other to so many significant digits.
 *
 * @example settingNumber(0.000319243823820617) // '0.0003192'
 */
export function settingNumber(value: number, digits = LEAST_DIGITS): string {
  const text = String(value);
  const [mantissa = ''] = text.split('e');
  const isWritten = Number.isInteger(value) || mantissa.replace(/^-?0?\.?0*|\./g, '').length <= WRITTEN_DIGITS;
  return isWritten ? text : String(Number(value.toPrecision(digits)));
}

/** The same for all values of one setting: as many digits as keep different ones apart. */
export function settingNumbers(values: readonly number[]): (value: number) => string {
  const different = new Set(values);
  let digits = LEAST_DIGITS;
  const told = (): number => new Set(Array.from(different, (value) => settingNumber(value, digits))).size;
  while (digits < 17 && told() < different.size) digits++;
  return (value) => settingNumber(value, digits);
}

/** `below 20`, `above 1 and below 20`; at least one of them is given. */
export function boundText({
  below,
  above,
}: {
  readonly below?: number | undefined;
  readonly above?: number | undefined;
}): string {
  const least = above === undefined ? [] : [`above ${above}`];
  return [...least, ...(below === undefined ? [] : [`below ${below}`])].join(' and ');
}

/**
 * Decimal numbers, with an exponent or without, and infinity as programs write it (`inf`, `Infinity`); NaN for anything
 * else, numbers in other notations (`0x10`, `0b11`) among it.
 */
export function readDecimal(text: string): number {
  const trimmed = text.trim();
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(trimmed)) return Number(trimmed);
  const infinity = /^([-+]?)(inf|infinity)$/i.exec(trimmed);
  if (infinity === null) return Number.NaN;
  return infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
