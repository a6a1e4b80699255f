/** @file Numbers of a study of coupled effects as people are told them: factors of logarithms or differences, turned where higher is better. */
import { isHigherBetter } from '../../questions/common/plan/index.js';
import type {
  CellEffects,
  CoupleAnalysis,
  CoupledContrast,
  CoupledInterval,
  EffectsResponse,
  Saving,
} from '../../questions/couple/plan/index.js';
import { formatCount, formatValue } from '../number-text.js';
import type { BasedInterval } from '../view/interval-words.js';

export type CoupledQuantity = 'location' | 'spread';

interface Told {
  readonly value: number;
  readonly interval: BasedInterval;
}

/** With the level that all intervals of an analysis have; how they are made is said once, behind *How we know*. */
export function basedOn(interval: CoupledInterval, { level }: { readonly level: number }): BasedInterval {
  return 'reason' in interval ? interval : { ...interval, level, method: 'over weights and samples' };
}

/** A location or a spread of a cell; null where it has none. */
export function toldCell(
  { table, effects }: CoupleAnalysis,
  cell: CellEffects,
  which: CoupledQuantity,
  figure: string,
): Told | null {
  const { value, interval } = cell[which];
  const turn = which === 'location' && isHigherBetter(figure) ? -1 : 1;
  const tell = (one: number): number => (which === 'spread' || table.logarithmic ? Math.exp(one) : turn * one);
  return value === null ? null : { value: tell(value), interval: basedOn(toldEnds(interval, tell), effects) };
}

/** Whether effects on it are factors: of logarithms, and of spreads. */
export function isFactorOf({ table }: CoupleAnalysis, response: EffectsResponse): boolean {
  return table.logarithmic || response === 'spread';
}

/** A contrast: a factor where it is of logarithms, else a difference of the figure; a slope by doubling of the size. */
export function toldContrast(
  analysis: CoupleAnalysis,
  response: EffectsResponse,
  { value, slope, interval }: CoupledContrast,
  figure: string,
): Told {
  const isFactor = isFactorOf(analysis, response);
  const turn = !isFactor && isHigherBetter(figure) ? -1 : 1;
  const tell = (one: number): number => {
    const step = turn * one * (slope ? Math.LN2 : 1);
    return isFactor ? Math.exp(step) : step;
  };
  return { value: tell(value), interval: basedOn(toldEnds(interval, tell), analysis.effects) };
}

function toldEnds(interval: CoupledInterval, tell: (value: number) => number): CoupledInterval {
  if ('reason' in interval) return interval;
  const ends = [tell(interval.low), tell(interval.high)];
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

/** `loss, geometric mean`, `spread of log loss`. */
export function quantityText({ table }: CoupleAnalysis, which: CoupledQuantity, figure: string): string {
  if (which === 'location') return `${figure}, ${table.logarithmic ? 'geometric mean' : 'mean'}`;
  return table.logarithmic ? `spread of log ${figure}` : `spread of the ${figure}`;
}

/** `3.1 times fewer`, `at least 8.0 times fewer`, `never enough with up to 32,000`: what a level needs beside the first one. */
export function savingText({ value, bound, interval, finding }: Saving, sizes: readonly number[]): string {
  if ('reason' in interval || finding === 'untold') return 'not known';
  if (finding === 'never') return `never enough with up to ${formatCount(sizes.at(-1) ?? 0)}`;
  if (finding === 'not-shown') return 'no saving shown';
  const { low, high } = interval;
  if (finding === 'fewer') {
    // What lies beyond the sizes has no value of its own: the claim is the lower end.
    return typeof value === 'number'
      ? `${times(value)} times fewer`
      : `at least ${times(typeof low === 'number' ? low : (bound ?? 1))} times fewer`;
  }
  if (typeof value === 'number') return `${times(1 / value)} times as many`;
  return `more than ${times(1 / (bound ?? (typeof high === 'number' ? high : 1)))} times as many`;
}

/** `2.2 to 4.0`, `never to more than 8.0`: the ends of a saving as they stand; why there are none. */
export function savingEnds({ interval, size }: Saving, sizes: readonly number[]): string {
  if ('reason' in interval) return interval.reason;
  const text = (end: number | 'never' | 'open'): string =>
    end === 'open' ? `more than ${times(size / (sizes[0] ?? size))}` : end === 'never' ? 'never' : times(end);
  return `${text(interval.low)} to ${text(interval.high)}`;
}

/** Two digits, or as many as it takes not to read as 1. */
function times(value: number): string {
  const digits = [2, 3, 4].find((count) => Number(formatValue(value, count)) !== 1 || value === 1);
  return formatValue(value, digits ?? 5);
}
