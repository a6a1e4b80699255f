/** @file What several optimizers have in common: settings, and L2 weight decay. */
import { numberAbove, numberBelow, numberFrom } from '../fields.js';
import { multiplyAdd } from '../graph/operations/matrix.js';
import type { Tensor } from '../graph/tensor.js';
import { fed } from '../graph-settings.js';

export function learningRate(fallback: number) {
  return fed(numberAbove(0).default(fallback).describe('Length of a step, before the schedule.'));
}

/** L2: a multiple of the parameters joins the gradient. */
export function weightDecay() {
  return fed(numberFrom(0).default(0).describe('L2 penalty: this times the parameters joins the gradient.'));
}

/** `decay` is the coefficient; with `applies` false nothing is added to the graph. */
export function withDecay(gradient: Tensor, parameters: Tensor, decay: Tensor, applies: boolean): Tensor {
  return applies ? multiplyAdd(parameters, decay, gradient) : gradient;
}

export function epsilon(fallback: number) {
  return fed(numberAbove(0).default(fallback).describe('Keeps the division from zero.'));
}

/** Of a running average: the share that stays. */
export function kept(fallback: number, what: string) {
  return fed(
    numberBelow(0, 1).default(fallback).describe(`Share of the running average of ${what} that stays at each step.`),
  );
}
