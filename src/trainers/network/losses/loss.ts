/** @file What a loss is: its value for each example, inside a training graph and on finished outputs. */
import type { Task } from '../../../datasets/index.js';
import type { Tensor } from '../graph/tensor.js';

/** Outputs and targets of `count` examples, row-major: `width` outputs and `targetWidth` targets each. */
export interface Predictions {
  readonly count: number;
  readonly width: number;
  readonly outputs: Float32Array;
  readonly targetWidth: number;
  readonly targets: Float32Array;
}

export interface Loss {
  readonly name: string;
  readonly task: Task;
  /** Loss of each example, [batch, 1], from outputs [batch, width] and targets [batch, targetWidth]. */
  train(outputs: Tensor, targets: Tensor): Tensor;
  /** Mean over examples, in double precision; NaN or infinite where an output is. */
  evaluate(predictions: Predictions): number;
}

/** The mean over examples and targets of a function of output and target. */
export function meanOver(predictions: Predictions, each: (output: number, target: number) => number): number {
  const { outputs, targets } = predictions;
  let total = 0;
  for (let index = 0; index < outputs.length; index++)
    total += each(outputs[index] as number, targets[index] as number);
  return total / outputs.length;
}
