/** @file Numbers of settings as people read them: as somebody wrote them, and those that a machine drew in few digits. */

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
