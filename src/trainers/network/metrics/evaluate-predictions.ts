/** @file Figures that describe finished outputs: accuracy for classes, errors for regression. */
import type { Task } from '../../../datasets/index.js';
import type { Predictions } from '../losses/index.js';

/** The class an example's outputs speak for: the first of the largest logits, or the sign of a single one. */
function chosenClass({ width, outputs }: Predictions, example: number): number {
  const first = example * width;
  if (width === 1) return (outputs[first] as number) > 0 ? 1 : 0;
  let best = 0;
  for (let index = 1; index < width; index++) {
    if ((outputs[first + index] as number) > (outputs[first + best] as number)) best = index;
  }
  return best;
}

function accuracy(predictions: Predictions): number {
  let correct = 0;
  for (let example = 0; example < predictions.count; example++) {
    if (chosenClass(predictions, example) === predictions.targets[example]) correct++;
  }
  return correct / predictions.count;
}

function meanOver({ outputs, targets }: Predictions, of: (error: number, target: number) => number): number {
  let total = 0;
  for (let index = 0; index < outputs.length; index++) {
    const target = targets[index] as number;
    total += of((outputs[index] as number) - target, target);
  }
  return total / outputs.length;
}

/**
 * `accuracy` for classification. For regression, over all targets and examples: `rmse`, `mae`, `bias` (mean of output
 * less target) and, where no target is zero, `relativeRmse` (root mean square of error over target).
 */
export function evaluatePredictions(task: Task, predictions: Predictions): Readonly<Record<string, number>> {
  if (task === 'classification') return { accuracy: accuracy(predictions) };
  const relative = Math.sqrt(meanOver(predictions, (error, target) => (error / target) ** 2));
  return {
    rmse: Math.sqrt(meanOver(predictions, (error) => error ** 2)),
    mae: meanOver(predictions, Math.abs),
    bias: meanOver(predictions, (error) => error),
    ...(predictions.targets.includes(0) ? {} : { relativeRmse: relative }),
  };
}
