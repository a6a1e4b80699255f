/** @file Makes losses of regression: the mean over targets and examples of a function of output and target, or its root. */
import type { z } from 'zod';
import type { Predictions } from '../../../core/index.js';
import { type LossGraph, type LossKind, type LossMeasure, lossKind } from './loss.js';

type Fields = LossKind['fields'];

/** A function of an output and its target, the same on tensors, of scaled targets, and on numbers, in the targets' own units. */
export interface ErrorFunction<Own extends Fields> {
  readonly fields: Own;
  /** Numbers that `train` is fed for each target; 0 by default, and then `measure` gives none. */
  readonly coefficientCount?: number;
  readonly train: LossGraph['train'];
  measure(
    settings: z.output<z.ZodObject<Own>>,
  ): Pick<LossMeasure, 'unitOf' | 'bestConstant'> &
    Partial<Pick<LossMeasure, 'coefficientsFor'>> & { evaluate(output: number, target: number): number };
}

interface RegressionLoss<Own extends Fields> extends ErrorFunction<Own> {
  readonly name: string;
  readonly meaning: string;
  readonly isRelative?: boolean;
  readonly inUnits?: string;
  readonly isRoot?: boolean;
}

export function regressionLoss<Own extends Fields>(kind: RegressionLoss<Own>): LossKind {
  const { train, measure, coefficientCount = 0, isRelative = false, isRoot = false, ...facts } = kind;
  return lossKind({
    ...facts,
    task: 'regression',
    isRelative,
    outputs: ({ targets }) => targets,
    graph: () => ({ coefficientCount, train, isRoot }),
    measure: (settings) => {
      const { evaluate, ...rest } = measure(settings);
      return {
        coefficientsFor: () => [],
        ...rest,
        evaluate: (predictions) => {
          const mean = meanError(predictions, evaluate);
          return isRoot ? Math.sqrt(mean) : mean;
        },
      };
    },
  });
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
