/**
 * @file An optimizer: element-wise arithmetic on one flat vector of all parameters. Whatever depends on the
 * step or on its settings is a coefficient, a number fed at run time, so that candidates which differ in these alone
 * share a compiled graph.
 */
import type { z } from 'zod';
import type { JsonObject } from '../../../core/index.js';
import type { Tensor } from '../graph/tensor.js';

export interface Update {
  readonly parameters: Tensor;
  readonly states: readonly Tensor[];
}

export interface Optimizer {
  /** Equal for optimizers whose graphs are equal. */
  readonly graphKey: string;
  /** Initial value of each state vector, which has one element per parameter. */
  readonly initialStates: readonly number[];
  /** How many numbers `coefficientsAt` gives. */
  readonly coefficientCount: number;
  /** The numbers for step 1, 2, ... at this learning rate. */
  coefficientsAt(step: number, learningRate: number): readonly number[];
  /** One step; coefficients come as scalars in the order of `coefficientsAt`. */
  update(parameters: Tensor, gradient: Tensor, states: readonly Tensor[], coefficients: readonly Tensor[]): Update;
}

/** A kind of optimizer: its settings in a configuration and how it is made from them. */
export interface OptimizerKind {
  readonly name: string;
  /** What it is, in a sentence for people. */
  readonly meaning: string;
  /** Settings apart from `name`; every kind has a `learningRate`. */
  readonly fields: z.ZodRawShape;
  build(settings: JsonObject): Optimizer;
}
