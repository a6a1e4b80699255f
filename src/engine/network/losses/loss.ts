/** @file A loss: its value for each example, inside a training graph and on finished outputs. */
import type { z } from 'zod';
import type { Predictions } from '../../../core/index.js';
import type { Task } from '../../datasets/index.js';
import type { Tensor } from '../graph/tensor.js';
import { type GraphSettings, graphSettings } from '../graph-settings.js';
import { type Kind, kindOf } from '../kinds.js';

/** How one target was scaled for training: what lies in the graph is (target - centre) / spread. */
export interface TargetUnit {
  readonly centre: number;
  readonly spread: number;
}

/** Its part of a training graph. */
export interface LossGraph {
  /** How many numbers `train` is fed for each target. */
  readonly coefficientCount: number;
  /**
   * Loss of each example, [batch, targets], or [batch, 1] for classes, from outputs [batch, width] and targets
   * [batch, targetWidth]. Coefficients are [1, targets]. Training minimises the mean over examples and targets.
   */
  train(outputs: Tensor, targets: Tensor, coefficients: readonly Tensor[]): Tensor;
  /** True where the root of that mean, over a batch, is minimised, and reported. */
  readonly isRoot: boolean;
}

/** What a loss is beside its graph. */
export interface LossMeasure {
  /** Numbers that `train` reads beside a scaled target, so that the loss means the same as in the target's own units. */
  coefficientsFor(unit: TargetUnit): readonly number[];
  /** What `train` gives for a target is multiplied with, to be a loss in the target's own units. */
  unitOf(unit: TargetUnit): number;
  /**
   * Of a regression, the constant under which it is least: of all targets the mean, that of relative errors, or the quantile at a level.
   * Absent where it is none of these: then it is looked for.
   */
  readonly bestConstant?: 'mean' | 'relative-mean' | number;
  /** Over all examples, in double precision; NaN or infinite where an output is. */
  evaluate(predictions: Predictions): number;
}

export interface Loss extends LossGraph, LossMeasure {
  /** What its graph is built from. */
  readonly graphSettings: object;
}

/** A kind of loss, and what it is for. */
export interface LossKind extends Kind<Loss> {
  readonly task: Task;
  /** True where errors are divided by their targets, which therefore stay as they are unless a configuration says otherwise. */
  readonly isRelative: boolean;
  /** The metric that says the same in the target's own units, where the loss has other ones. */
  readonly inUnits?: string;
  /** How many values the network gives for an example; undefined where the loss does not suit the data. */
  outputs(data: { readonly classes: number; readonly targets: number }): number | undefined;
}

/** Makes a kind from its parts; `graph` is given nothing but what graphs see of the settings. */
export function lossKind<Fields extends LossKind['fields']>(
  kind: Omit<LossKind, 'build'> & {
    readonly fields: Fields;
    graph(settings: GraphSettings<Fields>): LossGraph;
    measure(settings: z.output<z.ZodObject<Fields>>): LossMeasure;
  },
): LossKind {
  const { graph, measure, ...facts } = kind;
  const build = (settings: z.output<z.ZodObject<Fields>>): Loss => {
    const seen = graphSettings(facts.fields, settings);
    return { ...graph(seen), ...measure(settings), graphSettings: { name: facts.name, ...seen } };
  };
  return { ...facts, ...kindOf({ ...facts, build }) };
}

/** Row by row, the loss's coefficients of every target: [coefficients, targets]. */
export function coefficientTable(loss: Loss, units: readonly TargetUnit[]): Float32Array {
  const columns = units.map((unit) => loss.coefficientsFor(unit));
  const rows = Array.from({ length: loss.coefficientCount }, (_, row) =>
    columns.map((column) => column[row] as number),
  );
  return Float32Array.from(rows.flat());
}

/** A batch's loss from the mean that the graph gives for each target: in the targets' own units, in double precision. */
export function batchLoss(loss: Loss, means: Float32Array, units: readonly TargetUnit[]): number {
  const total = units.reduce((sum, unit, target) => sum + loss.unitOf(unit) * (means[target] as number), 0);
  return loss.isRoot ? Math.sqrt(total / units.length) : total / units.length;
}
