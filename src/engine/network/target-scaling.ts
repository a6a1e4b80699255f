/**
 * @file Scales the targets of a regression for training, by what they are in the trial's own sample, and gives a model's
 * outputs back in the targets' own units. Per target: (y or log y, less a centre) divided by a spread.
 */
import type { z } from 'zod';
import { oneOf } from './fields.js';
import type { TargetUnit } from './losses/index.js';
import type { OnnxGraph } from './onnx/onnx-graph.js';
import { columnSummary, spreadOrOne } from './scaling.js';

/** The setting that names one. */
export const targetScaleField = oneOf({
  none: 'as they are',
  standardise: 'mean 0 and spread 1',
  log: 'the natural logarithm, standardised; targets above 0',
});

export type TargetScale = z.output<typeof targetScaleField>;

/** One value per target, float32 because an exported model holds them; 0 and 1 where targets are not scaled. */
export interface TargetScaling {
  readonly centre: Float32Array;
  readonly spread: Float32Array;
}

/** Mean and standard deviation of each of `columns` interleaved targets; a constant target has spread 1. */
export function fitTargetScaling(scale: TargetScale, targets: Float32Array, columns: number): TargetScaling {
  const centre = new Float32Array(columns);
  const spread = new Float32Array(columns).fill(1);
  if (scale === 'none') return { centre, spread };
  const values = scale === 'log' ? Float64Array.from(targets, Math.log) : targets;
  for (let column = 0; column < columns; column++) {
    const { mean, deviation } = columnSummary(values, column, columns);
    centre[column] = mean;
    spread[column] = spreadOrOne(deviation);
  }
  return { centre, spread };
}

/** Target by target. */
export function targetUnits({ centre, spread }: TargetScaling): readonly TargetUnit[] {
  return Array.from(centre, (value, target) => ({ centre: value, spread: spread[target] as number }));
}

export function scaleTargets(
  scale: TargetScale,
  { centre, spread }: TargetScaling,
  targets: Float32Array,
): Float32Array {
  if (scale === 'none') return targets;
  return targets.map((target, index) => {
    const column = index % centre.length;
    const value = scale === 'log' ? Math.log(target) : target;
    return (value - (centre[column] as number)) / (spread[column] as number);
  });
}

/** The way back, of a value of one target. */
export function unscaleTarget(
  scale: TargetScale,
  { centre, spread }: TargetScaling,
  target: number,
  value: number,
): number {
  if (scale === 'none') return value;
  const own = value * (spread[target] as number) + (centre[target] as number);
  return scale === 'log' ? Math.exp(own) : own;
}

/** Adds the way back to an inference graph: outputs of the network to values in the targets' units. */
export function inferTargets(
  onnx: OnnxGraph,
  scale: TargetScale,
  output: string,
  centre: string,
  spread: string,
): string {
  if (scale === 'none') return output;
  const value = onnx.node('Add', [onnx.node('Mul', [output, spread]), centre]);
  return scale === 'log' ? onnx.node('Exp', [value]) : value;
}
