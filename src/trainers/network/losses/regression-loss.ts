/** @file Losses of regression: the mean over targets and examples of a function of output and target. */
import type { z } from 'zod';
import type { JsonObject } from '../../../core/index.js';
import { multiply } from '../graph/operations/arithmetic.js';
import { reduceSum } from '../graph/operations/reduction.js';
import type { Tensor } from '../graph/tensor.js';
import type { LossKind, Predictions } from './loss.js';

/** The same function on tensors and on numbers. */
export interface ErrorFunction {
  train(outputs: Tensor, targets: Tensor): Tensor;
  evaluate(output: number, target: number): number;
}

export function regressionLoss(
  name: string,
  build: (settings: JsonObject) => ErrorFunction,
  fields: z.ZodRawShape = {},
): LossKind {
  return {
    name,
    task: 'regression',
    outputs: ({ targets }) => targets,
    fields,
    build: (settings) => {
      const error = build(settings);
      return {
        graphKey: `${name}:${JSON.stringify(settings)}`,
        train: (outputs, targets) =>
          multiply(reduceSum(error.train(outputs, targets), [1]), 1 / (outputs.shape[1] as number)),
        evaluate: ({ outputs, targets }: Predictions) => {
          let total = 0;
          for (let index = 0; index < outputs.length; index++) {
            total += error.evaluate(outputs[index] as number, targets[index] as number);
          }
          return total / outputs.length;
        },
      };
    },
  };
}
