/** @file A bar that trainings pass or not: on which side of which value their figure has to lie. */
import { betterOf, type InputError, inputError, type Outcome, rangeOf, scoreOf } from '../../../core/index.js';

export interface Bar {
  /** `loss`, or a metric. */
  readonly figure: string;
  /** A training passes strictly on this side of the value. */
  readonly side: 'below' | 'above';
  readonly value: number;
}

/** How it is told: one of them. */
export interface BarAsked {
  readonly below?: number | undefined;
  readonly above?: number | undefined;
}

/** @throws InputError unless there is exactly one bar, on the side where the figure is better, within its range. */
export function barOf(figure: string, { below, above }: BarAsked): Bar {
  const value = below ?? above;
  if (value === undefined || (below !== undefined && above !== undefined)) throw notOneBar(figure, value === undefined);
  const bar: Bar = { figure, side: above === undefined ? 'below' : 'above', value };
  const better = figure === 'loss' ? 'low' : betterOf(figure);
  if (better !== undefined && (better === 'high') !== (bar.side === 'above')) throw wrongSide(bar);
  const [low, high] = rangeOf(figure) ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const isBetween = bar.side === 'below' ? value > low && value <= high : value >= low && value < high;
  if (!isBetween || !Number.isFinite(value)) throw outsideRange(bar, [low, high]);
  return bar;
}

export function valuePasses({ figure, side, value }: Bar, found: number): boolean {
  const compared = scoreOf(figure).compared(found);
  return side === 'below' ? compared < value : compared > value;
}

/** A training that failed, diverged or lacks the figure does not pass: people get no model of it that does. */
export function passes(bar: Bar, { status, loss, metrics }: Outcome): boolean {
  if (status !== 'completed') return false;
  const found = bar.figure === 'loss' ? loss : Object.hasOwn(metrics, bar.figure) ? metrics[bar.figure] : undefined;
  return found !== undefined && Number.isFinite(found) && valuePasses(bar, found);
}

function notOneBar(figure: string, isNone: boolean): InputError {
  const [of, one] = figure === 'loss' ? ['the loss', '`--loss-below 0.4`'] : [`"${figure}"`, '`--above 0.88`'];
  return inputError`assure-bar: ${isNone ? `There is no bar for ${of}.` : `There are two bars for ${of}, one below and one above.`}
    Allowed: one bar: \`--loss-below 0.4\`, or a metric with \`--above 0.88\` or \`--below 2.5\`
    Fix: Give one, for example ${one}.`;
}

function wrongSide({ figure, side, value }: Bar): InputError {
  const other = side === 'below' ? 'above' : 'below';
  return inputError`assure-side: The bar is "${figure} ${side} ${value}", but a ${side === 'below' ? 'higher' : 'lower'} ${figure} is better.
    Allowed: ${figure === 'loss' ? '--loss-below' : `--${other} with \`--metric ${figure}\``}
    Fix: ${figure === 'loss' ? 'Use --loss-below.' : `Use --${other}.`}`;
}

function outsideRange({ figure, side, value }: Bar, [low, high]: readonly [number, number]): InputError {
  const ends = `${Number.isFinite(low) ? `from ${low}` : ''}${Number.isFinite(high) ? ` to ${high}` : ''}`.trim();
  return inputError`assure-value: The bar is "${figure} ${side} ${value}", which ${Number.isFinite(value) ? 'no training or every training has' : 'is not a number'}.
    Allowed: ${ends === '' ? 'a finite number' : `a value with ${figure} on both sides of it; it goes ${ends}`}
    Fix: Correct the bar.`;
}
