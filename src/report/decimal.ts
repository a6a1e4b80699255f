/** @file The decimal digits of doubles, without the errors of multiplying by powers of ten. */

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
