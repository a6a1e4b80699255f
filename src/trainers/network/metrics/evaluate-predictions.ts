/** @file Figures that describe finished outputs: accuracy for classes, errors for regression. */
import type { Task } from '../../../datasets/index.js';
import type { Predictions } from '../losses/index.js';

/** Share of examples whose largest output is that of their class; of equal outputs the first counts. */
function accuracy({ count, width, outputs, targets }: Predictions): number {
  let correct = 0;
  for (let example = 0; example < count; example++) {
    let best = 0;
    for (let index = 1; index < width; index++) {
      const isLarger = (outputs[example * width + index] as number) > (outputs[example * width + best] as number);
      if (isLarger) best = index;
    }
    if (best === targets[example]) correct++;
  }
  return correct / count;
}

function meanOfErrors({ outputs, targets }: Predictions, of: (error: number) => number): number {
  let total = 0;
  for (let index = 0; index < outputs.length; index++)
    total += of((outputs[index] as number) - (targets[index] as number));
  return total / outputs.length;
}

/** `accuracy` for classification; `rmse`, `mae` over all targets for regression. */
export function evaluatePredictions(task: Task, predictions: Predictions): Readonly<Record<string, number>> {
  if (task === 'classification') return { accuracy: accuracy(predictions) };
  return {
    rmse: Math.sqrt(meanOfErrors(predictions, (error) => error * error)),
    mae: meanOfErrors(predictions, Math.abs),
  };
}
