/** @file Metrics of errors: in the targets' units, relative to them, and beside the best constant. */
import type { Judged, Metric } from './metric.js';

const size = { better: 'low', range: [0, Number.POSITIVE_INFINITY] } as const;

/** Undefined where a target is 0. */
const relative =
  (of: (predictions: Judged) => number) =>
  (predictions: Judged): number | undefined =>
    predictions.targets.includes(0) ? undefined : of(predictions);

/** Over all targets and examples. */
export const REGRESSION_METRICS: readonly Metric<Judged>[] = [
  {
    ...size,
    name: 'rmse',
    meaning: 'root mean square of the error',
    of: (predictions) => Math.sqrt(meanOver(predictions, (error) => error ** 2)),
  },
  { ...size, name: 'mae', meaning: 'mean size of the error', of: (predictions) => meanOver(predictions, Math.abs) },
  {
    name: 'bias',
    better: 'zero',
    range: undefined,
    meaning: 'mean of output less target',
    of: (predictions) => meanOver(predictions, (error) => error),
  },
  {
    name: 'r2',
    better: 'high',
    range: [Number.NEGATIVE_INFINITY, 1],
    meaning:
      'share of the variance that is explained, the plain mean over targets; of a constant target 1 where it is met exactly, else 0',
    of: explainedShare,
  },
  {
    ...size,
    name: 'relativeRmse',
    meaning: 'root mean square of the error over its target; left out where a target is 0',
    of: relative((predictions) => Math.sqrt(meanOver(predictions, (error, target) => (error / target) ** 2))),
  },
  {
    ...size,
    name: 'mape',
    meaning: 'mean size of the error over its target; left out where a target is 0',
    of: relative((predictions) => meanOver(predictions, (error, target) => Math.abs(error / target))),
  },
];

function meanOver(
  { outputs, targets, targetWidth, weights }: Judged,
  of: (error: number, target: number) => number,
): number {
  let [total, weightTotal] = [0, 0];
  for (let index = 0; index < outputs.length; index++) {
    const target = targets[index] as number;
    const weight = weights?.[Math.floor(index / targetWidth)] ?? 1;
    total += weight * of((outputs[index] as number) - target, target);
    weightTotal += weight;
  }
  return total / weightTotal;
}

function explainedShare({ count, outputs, targets, targetWidth, weights }: Judged): number {
  let total = 0;
  for (let column = 0; column < targetWidth; column++) {
    let [weightSum, weighted, missed, spread] = [0, 0, 0, 0];
    const first = targets[column] as number;
    for (let example = 0; example < count; example++) {
      const weight = weights?.[example] ?? 1;
      weightSum += weight;
      // From the first one, so that rounding gives a constant no variance.
      weighted += weight * ((targets[example * targetWidth + column] as number) - first);
    }
    const mean = first + weighted / weightSum;
    for (let example = 0; example < count; example++) {
      const weight = weights?.[example] ?? 1;
      const target = targets[example * targetWidth + column] as number;
      missed += weight * ((outputs[example * targetWidth + column] as number) - target) ** 2;
      spread += weight * (target - mean) ** 2;
    }
    total += spread === 0 ? Number(missed === 0) : 1 - missed / spread;
  }
  return total / targetWidth;
}
