/** @file The axis of sample sizes: logarithmic, ticks at 1, 2 and 5 times powers of ten. */
import type { ScaleOptions } from '@observablehq/plot';

/** Of the range, in logarithms, on both sides. */
const PADDING = 0.03;

export function sizeScale(sizes: readonly number[]): ScaleOptions {
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const pad = (high / low) ** PADDING;
  return { type: 'log', base: 10, domain: [low / pad, high * pad] };
}

/** Powers of ten alone where there is little room. */
export function countTicks(sizes: readonly number[], isWide: boolean): number[] {
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const ticks: number[] = [];
  for (let power = 1; power <= high; power *= 10) {
    for (const multiple of isWide || high / low < 100 ? [1, 2, 5] : [1]) ticks.push(multiple * power);
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}
