/**
 * @file Texts of an axis as a scientist writes them: ticks of few digits, and what they have in common in the title: a power
 * of ten, or a number that all values are close to.
 */
import { formatCount, powerOf, signed, timesTenTo } from './number-text.js';

export interface AxisText {
  /** `2.5`, `10⁻³`. */
  readonly label: (tick: number) => string;
  /** The title of an axis of such a quantity: `loss`, `loss, in 10⁻⁸`, `loss − 12,346, in 10⁻⁵`. */
  readonly title: (quantity: string) => string;
}

/** Ticks of so many digits are too wide to read. */
const MOST_DIGITS = 5;
/** Powers of ten that need no exponent. */
const SMALLEST_PLAIN = -3;
const LARGEST_PLAIN = 5;

/** For these ticks, ascending. */
export function axisFormat(ticks: readonly number[], scale: 'linear' | 'log'): AxisText {
  return scale === 'log' ? logarithmic(ticks) : linear(ticks);
}

function logarithmic(ticks: readonly number[]): AxisText {
  const isPlain = ticks.every((tick) => isPlainPower(powerOf(tick)));
  return {
    label: isPlain ? (tick) => signed(String(tick)) : powerText,
    title: (quantity) => `${quantity} (logarithmic)`,
  };
}

/** `10⁻⁸`, `2×10⁻⁸`. */
function powerText(tick: number): string {
  const [digits, exponent] = tick.toExponential().split('e') as [string, string];
  return `${digits === '1' ? '' : `${digits}×`}${tenTo(Number(exponent))}`;
}

function linear(ticks: readonly number[]): AxisText {
  const [lowest = 0] = ticks;
  const highest = ticks.at(-1) ?? lowest;
  const step = ticks.length < 2 ? Math.abs(lowest) : (highest - lowest) / (ticks.length - 1);
  if (step === 0) return { label: (tick) => signed(String(tick)), title: (quantity) => quantity };
  // Of 1, 2 or 5 times a power of ten as it is meant, whatever rounding has made of it.
  const place = powerOf(Number(step.toExponential(0)));
  const largest = Math.max(Math.abs(lowest), Math.abs(highest));
  const common = powerOf(largest) - place >= MOST_DIGITS ? commonPart(lowest, highest) : undefined;
  const offset = common?.value ?? 0;
  const power = powerOf(common === undefined ? largest : highest - offset);
  const exponent = isPlainPower(power) ? 0 : power;
  const decimals = Math.max(0, exponent - place);
  return {
    label: (tick) => signed(timesTenTo(tick - offset, -exponent).toFixed(decimals)),
    title: (quantity) => {
      const away =
        common === undefined ? '' : ` ${offset < 0 ? '+' : '−'} ${plainText(Math.abs(offset), common.power)}`;
      return `${quantity}${away}${exponent === 0 ? '' : `, in ${tenTo(exponent)}`}`;
    },
  };
}

/** What all ticks share: the multiple of the least power of ten above their range that is next below them. */
function commonPart(lowest: number, highest: number): { value: number; power: number } | undefined {
  const power = powerOf(highest - lowest) + 1;
  const value = timesTenTo(Math.floor(timesTenTo(lowest, -power)), power);
  return value === 0 ? undefined : { value, power };
}

function plainText(value: number, power: number): string {
  if (value >= 1e15 || value < 1e-6) return powerText(value);
  const [whole, decimals = ''] = value.toFixed(Math.max(0, Math.min(100, -power))).split('.') as [string, string?];
  const told = decimals.replace(/0+$/, '');
  return `${formatCount(Number(whole))}${told === '' ? '' : `.${told}`}`;
}

function isPlainPower(power: number): boolean {
  return power >= SMALLEST_PLAIN && power < LARGEST_PLAIN;
}

function tenTo(power: number): string {
  return `10${String(power).replace(/[-\d]/g, (digit) => SUPERSCRIPTS[digit] as string)}`;
}

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((sign, digit) => [String(digit), sign])),
  '-': '⁻',
};
