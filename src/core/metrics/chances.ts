/** @file Metrics of the chances themselves: logarithmic and quadratic scores, and calibration. */
import type { Classified } from './classified.js';
import type { Metric } from './metric.js';

const BINS = 15;

export const CHANCE_METRICS: readonly Metric<Classified>[] = [
  {
    name: 'logLoss',
    better: 'low',
    range: [0, Number.POSITIVE_INFINITY],
    meaning: 'mean of -log of the probability of the true class, in nats; not clipped',
    of: ({ count, classes, labels, logChances, weights, totalWeight }) => {
      let total = 0;
      for (let example = 0; example < count; example++) {
        const row = example * classes;
        total -= (weights[example] as number) * (logChances[row + (labels[example] as number)] as number);
      }
      return total / totalWeight;
    },
  },
  {
    name: 'brier',
    better: 'low',
    range: [0, 2],
    meaning:
      'mean squared distance of the probabilities from the truth (Brier 1950, doi 10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2), summed over the classes, for two halved',
    of: ({ count, classes, labels, chances, weights, totalWeight }) => {
      let squares = 0;
      for (let example = 0; example < count; example++) {
        const row = example * classes;
        for (let place = 0; place < classes; place++) {
          const truth = place === labels[example] ? 1 : 0;
          squares += (weights[example] as number) * ((chances[row + place] as number) - truth) ** 2;
        }
      }
      return squares / totalWeight / (classes === 2 ? 2 : 1);
    },
  },
  {
    name: 'calibrationError',
    better: 'low',
    range: [0, 1],
    meaning:
      'how far the probability of the chosen class is from how often it is right, in 15 equally wide bins, weighted by their examples (Guo, Pleiss, Sun and Weinberger 2017, arXiv 1706.04599)',
    of: calibrationError,
  },
];

/** Bins are open at their lower and closed at their upper end. */
function calibrationError({ count, classes, labels, chosen, chances, weights, totalWeight }: Classified): number {
  const surplus = new Float64Array(BINS);
  for (let example = 0; example < count; example++) {
    const place = chosen[example] as number;
    const chance = chances[example * classes + place] as number;
    const bin = Math.max(0, Math.min(BINS - 1, Math.ceil(chance * BINS) - 1));
    const right = labels[example] === place ? 1 : 0;
    surplus[bin] = (surplus[bin] as number) + (weights[example] as number) * (right - chance);
  }
  return surplus.reduce((sum, one) => sum + Math.abs(one), 0) / totalWeight;
}
