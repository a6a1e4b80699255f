/** @file The axis of sample sizes: logarithmic, ticks at 1, 2 and 5 times powers of ten. */
import type { ScaleOptions } from '@observablehq/plot';

/** Its title. */
export const SIZE_AXIS = 'training examples (logarithmic)';

/** Of the range, in logarithms, on both sides. */
const PADDING = 0.03;

/** `half` is the half width of what is drawn at a size, in logarithms. */
export function sizeScale(sizes: readonly number[], half = 0): ScaleOptions {
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const pad = Math.max((high / low) ** PADDING, Math.exp(1.2 * half));
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
