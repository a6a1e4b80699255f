/** @file What stands in the strip past the worse end of an upright value axis: counts, and the words that say what they are. */
import * as Plot from '@observablehq/plot';
import { formatCount } from '../../number-text.js';
import type { BeyondCount } from '../../view/race-view.js';
import type { ChartScale } from './value-scale.js';

/** How many lie off the scale at each round. */
export function offScaleCounts(beyond: readonly BeyondCount[], { strip }: ChartScale): Plot.Markish[] {
  if (strip === null) return [];
  return [
    Plot.text(beyond, {
      x: 'round',
      y: () => strip.note,
      text: ({ infinite, finite }) => formatCount(infinite + finite),
      fill: 'var(--worse)',
      fontWeight: 600,
      fontSize: 11,
    }),
  ];
}

/** Up to the right end of the chart. */
export function offScaleWords(end: number, { strip }: ChartScale): Plot.Markish[] {
  if (strip === null) return [];
  return [
    Plot.text([strip], {
      x: () => end,
      y: 'note',
      text: () => 'off the scale',
      textAnchor: 'end',
      dx: -6,
      fill: 'var(--worse)',
      fontSize: 11,
    }),
  ];
}
