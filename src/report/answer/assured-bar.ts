/** @file The bar that a candidate is held to next: the worst of what it has shown, rounded to its worse side. */
import type { Direction } from '../../core/index.js';
import { leastTrialsAbove } from '../../stats/index.js';
import { formatCount } from '../number-text.js';

const SHARE = 0.95;
const ERROR = 0.05;

interface AssuredBar {
  /** `--loss-below 1.2`, after `surefoot assure` and what it is of. */
  readonly options: string;
  /** What it tells and costs, no full stop at its end. */
  readonly why: string;
}

/** Null where the worst has no figure, or nobody knows the name of a score. `metric`: null for the loss. */
export function assuredBar(metric: string | null, direction: Direction, worst: number): AssuredBar | null {
  if (!Number.isFinite(worst) || (metric === null && direction === 'maximize')) return null;
  const side = direction === 'maximize' ? 'above' : 'below';
  const bar = outward(worst, direction === 'maximize' ? -1 : 1);
  return {
    options: metric === null ? `--loss-below ${bar}` : `--metric ${metric} --${side} ${bar}`,
    why: `whether 95 % of its trainings stay ${side} ${bar}: ${formatCount(leastTrialsAbove(SHARE, ERROR))} trainings if all do`,
  };
}

/** The next value of two digits on the worse side. */
function outward(value: number, sign: 1 | -1): number {
  if (value === 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  const steps = value / unit;
  return Number(((sign === 1 ? Math.floor(steps) + 1 : Math.ceil(steps) - 1) * unit).toPrecision(2));
}
