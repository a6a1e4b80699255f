/** @file The median size of errors, which a few large ones do not move. */
import type { Judged, Metric } from './metric.js';

export const medianError: Metric<Judged> = {
  name: 'medianError',
  better: 'low',
  range: [0, Number.POSITIVE_INFINITY],
  meaning: 'median size of the error over all targets and examples; of weighted ones the weighted median',
  of: ({ outputs, targets, targetWidth, weights }) => {
    const errors = Array.from(targets, (target, place) => ({
      size: Math.abs((outputs[place] as number) - target),
      weight: weights?.[Math.floor(place / targetWidth)] ?? 1,
    })).sort((a, b) => a.size - b.size);
    const half = errors.reduce((sum, { weight }) => sum + weight, 0) / 2;
    let below = 0;
    return errors.find(({ weight }) => {
      below += weight;
      return below >= half;
    })?.size;
  },
};
