/** @file Metrics of the chances themselves: logarithmic and quadratic scores, and calibration. */
import type { Classified } from './classified.js';

/** As Guo, Pleiss, Sun and Weinberger (2017, arXiv 1706.04599) have them. */
const BINS = 15;

/**
 * `logLoss`: mean of -log of the true class's chance, in nats. `brier`: mean squared distance of the chances from what was true,
 * summed over the classes (Brier 1950), and halved for two classes, so that it is the squared distance of one chance. `calibrationError`:
 * how far the chance of the chosen class is from how often it is right, in 15 equally wide bins, weighted by their examples.
 */
export function chanceMetrics(classified: Classified): Readonly<Record<string, number>> {
  const { count, classes, labels, chances, logChances, weights, totalWeight } = classified;
  let [logLoss, squares] = [0, 0];
  for (let example = 0; example < count; example++) {
    const weight = weights[example] as number;
    const label = labels[example] as number;
    const row = example * classes;
    logLoss -= weight * (logChances[row + label] as number);
    for (let place = 0; place < classes; place++) {
      squares += weight * ((chances[row + place] as number) - (place === label ? 1 : 0)) ** 2;
    }
  }
  return {
    logLoss: logLoss / totalWeight,
    brier: squares / totalWeight / (classes === 2 ? 2 : 1),
    calibrationError: calibrationError(classified),
  };
}

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
