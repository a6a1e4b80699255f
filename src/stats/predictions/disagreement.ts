/** @file How far two retrainings disagree on the same examples: the share of labels that differ, or how far their numbers lie apart. */
import { standardDeviation } from '../moments.js';
import { median } from '../quantile.js';
import { type Outputs, requireAlike } from './mean-prediction.js';

/**
 * The share of examples to which the two give different labels, 0 ... 1.
 *
 * @throws RangeError where lengths differ.
 * @example labelDisagreement([0, 1, 2, 2], [0, 1, 1, 2]) // 0.25
 */
export function labelDisagreement(first: Outputs, second: Outputs): number {
  const examples = requireAlike([first, second]);
  let differ = 0;
  for (let example = 0; example < examples; example++) differ += first[example] === second[example] ? 0 : 1;
  return differ / examples;
}

/**
 * For each output the median over the examples of the absolute difference, divided by that output's spread; then the mean over the outputs.
 * 0.1 means: on half the examples the two lie further apart than a tenth of the target's standard deviation.
 *
 * @param spreads one for each output, above 0: {@link targetSpread}, or 1 for a figure in the unit of the target.
 * @throws RangeError where lengths differ, or do not fit the outputs.
 * @example numberDisagreement([1, 2, 3], [1.5, 2, 2], [2]) // 0.25
 */
export function numberDisagreement(first: Outputs, second: Outputs, spreads: ArrayLike<number>): number {
  const length = requireAlike([first, second]);
  const outputs = spreads.length;
  const examples = requireRows(length, outputs);
  let total = 0;
  for (let output = 0; output < outputs; output++) {
    const apart = new Float64Array(examples);
    for (let example = 0; example < examples; example++) {
      const entry = example * outputs + output;
      apart[example] = Math.abs((first[entry] as number) - (second[entry] as number));
    }
    total += median(apart) / (spreads[output] as number);
  }
  return total / outputs;
}

/**
 * The standard deviation (ddof 1) of each output of the targets, [examples x outputs], at least two examples. Not their interquartile range,
 * which is 0 where most targets are alike, as counts and amounts often are.
 */
export function targetSpread(targets: Outputs, outputs: number): Float64Array {
  const examples = requireRows(targets.length, outputs);
  return Float64Array.from({ length: outputs }, (_, output) =>
    standardDeviation(
      Float64Array.from({ length: examples }, (_row, row) => targets[row * outputs + output] as number),
    ),
  );
}

/** How many examples these are. @throws RangeError (a mistake of the caller) where rows are not whole. */
export function requireRows(length: number, outputs: number): number {
  const rows = length / outputs;
  if (!Number.isInteger(rows)) throw new RangeError(`${length} numbers are no whole rows of ${outputs} outputs`);
  return rows;
}
