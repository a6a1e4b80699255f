/** @file A loss: its value for each example, inside a training graph and on finished outputs. */
import type { z } from 'zod';
import type { JsonObject } from '../../../core/index.js';
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
  /** Equal for losses whose graphs are equal. */
  readonly graphKey: string;
  /** Loss of each example, [batch, 1], from outputs [batch, width] and targets [batch, targetWidth]. */
  train(outputs: Tensor, targets: Tensor): Tensor;
  /** Mean over examples, in double precision; NaN or infinite where an output is. */
  evaluate(predictions: Predictions): number;
}

/** A kind of loss: what it is for, its settings in a configuration, and how it is made from them. */
export interface LossKind {
  readonly name: string;
  readonly task: Task;
  /** How many values the network gives for an example; undefined where the loss does not suit the data. */
  outputs(data: { readonly classes: number; readonly targets: number }): number | undefined;
  readonly fields: z.ZodRawShape;
  build(settings: JsonObject): Loss;
}
