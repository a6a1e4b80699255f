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
  /** Of the examples; all alike where absent. */
  readonly weights?: Float32Array;
}

/** How one target was scaled for training: what lies in the graph is (target - centre) / spread. */
export interface TargetUnit {
  readonly centre: number;
  readonly spread: number;
}

export interface Loss {
  /** Equal for losses whose graphs are equal. */
  readonly graphKey: string;
  /** How many numbers `coefficientsFor` gives. */
  readonly coefficientCount: number;
  /** Numbers that `train` reads beside a scaled target, so that the loss means the same as in the target's own units. */
  coefficientsFor(unit: TargetUnit): readonly number[];
  /** What `train` gives for a target is multiplied with, to be a loss in the target's own units. */
  unitOf(unit: TargetUnit): number;
  /**
   * Loss of each example, [batch, targets], or [batch, 1] for classes, from outputs [batch, width] and targets
   * [batch, targetWidth]. Coefficients are [1, targets]. Training minimises the mean over examples and targets.
   */
  train(outputs: Tensor, targets: Tensor, coefficients: readonly Tensor[]): Tensor;
  /** True where the root of that mean, over a batch, is minimised, and reported. */
  readonly isRoot: boolean;
  /** Over all examples, in double precision; NaN or infinite where an output is. */
  evaluate(predictions: Predictions): number;
}

/** A kind of loss: what it is for, its settings in a configuration, and how it is made from them. */
export interface LossKind {
  readonly name: string;
  /** What it is, in a sentence for people. */
  readonly meaning: string;
  readonly task: Task;
  /** True where errors are divided by their targets, which therefore stay as they are unless a configuration says otherwise. */
  readonly isRelative: boolean;
  /** How many values the network gives for an example; undefined where the loss does not suit the data. */
  outputs(data: { readonly classes: number; readonly targets: number }): number | undefined;
  readonly fields: z.ZodRawShape;
  build(settings: JsonObject): Loss;
}
