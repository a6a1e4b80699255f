/** @file Metrics of errors: in the targets' units, relative to them, and beside the best constant. */
import type { Predictions } from '../losses/index.js';

/** Outputs in any precision. */
type Outputs = Omit<Predictions, 'outputs'> & { readonly outputs: ArrayLike<number> };

/**
 * Over all targets and examples: `rmse`, `mae`, `bias` (mean of output less target), `r2` (the share of the variance that is explained,
 * the plain mean over targets; of a constant target 1 where it is met exactly and else 0, as scikit-learn has it) and, where no target is
 * zero, `relativeRmse` (root mean square of error over target) and `mape` (mean of its size).
 */
export function regressionMetrics(predictions: Outputs): Readonly<Record<string, number>> {
  const mean = (of: (error: number, target: number) => number) => meanOver(predictions, of);
  return {
    rmse: Math.sqrt(mean((error) => error ** 2)),
    mae: mean(Math.abs),
    bias: mean((error) => error),
    r2: explainedShare(predictions),
    ...(predictions.targets.includes(0)
      ? {}
      : {
          relativeRmse: Math.sqrt(mean((error, target) => (error / target) ** 2)),
          mape: mean((error, target) => Math.abs(error / target)),
        }),
  };
}

function meanOver(
  { outputs, targets, targetWidth, weights }: Outputs,
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

function explainedShare({ count, outputs, targets, targetWidth, weights }: Outputs): number {
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
