/** @file Makes losses of regression: the mean over targets and examples of a function of output and target, or its root. */
import type { z } from 'zod';
import type { JsonObject } from '../../../core/index.js';
import type { Loss, LossKind, Predictions } from './loss.js';

/** The same function on tensors, of scaled targets, and on numbers, in the targets' own units. */
export type ErrorFunction = Pick<Loss, 'train' | 'unitOf'> &
  Partial<Pick<Loss, 'coefficientCount' | 'coefficientsFor'>> & {
    evaluate(output: number, target: number): number;
  };

export interface RegressionLossOptions {
  readonly fields?: z.ZodRawShape;
  readonly isRelative?: boolean;
  readonly isRoot?: boolean;
}

export function regressionLoss(
  name: string,
  meaning: string,
  build: (settings: JsonObject) => ErrorFunction,
  { fields = {}, isRelative = false, isRoot = false }: RegressionLossOptions = {},
): LossKind {
  return {
    name,
    meaning,
    task: 'regression',
    isRelative,
    outputs: ({ targets }) => targets,
    fields,
    build: (settings) => {
      const { evaluate, ...error } = build(settings);
      return {
        graphKey: name,
        coefficientCount: 0,
        coefficientsFor: () => [],
        ...error,
        isRoot,
        evaluate: (predictions) => {
          const mean = meanError(predictions, evaluate);
          return isRoot ? Math.sqrt(mean) : mean;
        },
      };
    },
  };
}

function meanError(
  { outputs, targets, targetWidth, weights }: Predictions,
  of: (output: number, target: number) => number,
): number {
  let [total, weightTotal] = [0, 0];
  for (let index = 0; index < outputs.length; index++) {
    const weight = weights?.[Math.floor(index / targetWidth)] ?? 1;
    total += weight * of(outputs[index] as number, targets[index] as number);
    weightTotal += weight;
  }
  return total / weightTotal;
}
