/** @file How far retrainings disagree on the same examples: two of them, all pairs on average, and how many decisions depend on the retraining. */

import { studentTwoSidedQuantile } from '../distributions.js';
import { jackknifeError } from '../intervals/student-interval.js';
import { standardDeviation } from '../moments.js';
import { median } from '../quantile.js';
import { type BoundedFigure, boundedFigure, unboundedFigure } from './bounded-figure.js';
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

// How far two retrainings of a candidate disagree on average, with an interval. Pairs share retrainings, so that they are no independent
// values: the mean over pairs is a U-statistic of order two, and its error is that of the jackknife over retrainings (Arvesen 1969,
// doi 10.1214/aoms/1177697287). The examples are taken as given: the interval is one for further retrainings on the same examples.

interface PairwiseDisagreement extends BoundedFigure {
  readonly retrainings: number;
  readonly pairs: number;
  /** Of each two, row-major [retrainings x retrainings]; 0 on the diagonal. */
  readonly matrix: Float64Array;
  /** By retraining: its mean disagreement with all others. */
  readonly withOthers: Float64Array;
}

const FEWEST = 3;

/**
 * The interval is one of the logarithm: it stays above 0. A disagreement that bad retrainings make is seldom overrated, since few samples hold
 * them, and often underrated: so the reach upwards is longer. Labels of 200 examples, 3, 5, 10 and 20 retrainings, 1,500 to 3,000 simulations each, at
 * 0.95: it covers in 0.975 or more where retrainings are alike, in 0.967 or more where they differ in their noise as normal effects
 * (0.5 in its logarithm), in 0.93 or more where as exponential ones (0.8). With a reach of 1 these are 0.96, 0.93 and 0.89. Where one of
 * twenty retrainings collapses, few samples hold one, and no interval from them knows of it: it covers in 0.78 to 0.96. Without those that
 * collapsed, for the others, it covers in 0.967 or more.
 */
const REACH_ABOVE = 1.5;

/**
 * @param between of retrainings `a` < `b`, at least 0: {@link labelDisagreement} or {@link numberDisagreement}.
 * @param most the largest that it can be: 1 for labels.
 * @throws RangeError for fewer than two retrainings.
 * @example pairwiseDisagreement(3, (a, b) => labelDisagreement(labels[a], labels[b]), 0.95, 1) // { value: 0.021, low: 0.016, high: 0.031, ... }
 */
export function pairwiseDisagreement(
  retrainings: number,
  between: (a: number, b: number) => number,
  level: number,
  most = Number.POSITIVE_INFINITY,
): PairwiseDisagreement {
  if (retrainings < 2) throw new RangeError(`a disagreement takes two retrainings, there are ${retrainings}`);
  const matrix = new Float64Array(retrainings * retrainings);
  const sums = new Float64Array(retrainings);
  for (let a = 0; a < retrainings; a++) {
    for (let b = a + 1; b < retrainings; b++) {
      const apart = between(a, b);
      matrix[a * retrainings + b] = apart;
      matrix[b * retrainings + a] = apart;
      sums[a] = (sums[a] as number) + apart;
      sums[b] = (sums[b] as number) + apart;
    }
  }
  const total = sums.reduce((sum, one) => sum + one, 0) / 2;
  const pairs = (retrainings * (retrainings - 1)) / 2;
  const withOthers = sums.map((sum) => sum / (retrainings - 1));
  return { ...intervalOf(total / pairs, sums, total, level, most), retrainings, pairs, matrix, withOthers };
}

function intervalOf(value: number, sums: Float64Array, total: number, level: number, most: number): BoundedFigure {
  const n = sums.length;
  if (n < FEWEST) return unboundedFigure(value, level, `an interval takes ${FEWEST} retrainings, there are ${n}`);
  if (value === 0) return unboundedFigure(value, level, 'no two of these retrainings differ');
  const leftOut = sums.map((sum) => (total - sum) / (((n - 1) * (n - 2)) / 2));
  const reach = (studentTwoSidedQuantile(1 - level, n - 1) * jackknifeError(leftOut)) / value;
  return boundedFigure(value, [value * Math.exp(-reach), value * Math.exp(REACH_ABOVE * reach)], level, [0, most]);
}

// The mean distance between any two members of a growing sample, and what each member is worth to its error. The distances of one member
// rest on all others and move with each further one, so that their spread says little: half of the error, for many. Its jackknife does.

/**
 * A U-statistic of order 2: without bias at any size from 2 on, and one pass over the members before for each further one.
 *
 * @example
 * const mean = new PairMean();
 * mean.add([]);          // the first: no distance yet
 * mean.add([0.1]);       // the second, 0.1 from the first
 * mean.add([0.3, 0.2]);
 * mean.value             // 0.2
 * mean.pseudoValues()    // [0.2, 0, 0.4]: of mean 0.2; the standard error of 0.2 is that of their mean
 */
export class PairMean {
  /** Of each member, to all others. */
  readonly #sums: number[] = [];
  #total = 0;

  get size(): number {
    return this.#sums.length;
  }

  /** NaN for fewer than two members. */
  get value(): number {
    return (2 * this.#total) / (this.size * (this.size - 1));
  }

  /** Takes the next member by its distances to all before it, in order. */
  add(distances: ArrayLike<number>): void {
    let own = 0;
    for (let place = 0; place < this.size; place++) {
      const distance = distances[place] as number;
      this.#sums[place] = (this.#sums[place] as number) + distance;
      own += distance;
    }
    this.#sums.push(own);
    this.#total += own;
  }

  /**
   * By member: their mean is the value, and their standard error that of the value, by the jackknife (Arvesen 1969, doi 10.1214/aoms/1177697287);
   * on average it is not too small (Efron and Stein 1981, doi 10.1214/aos/1176345462). One member has none (NaN), and two have one between
   * them, which the first is given: what they leave open only others can tell.
   */
  pseudoValues(): Float64Array {
    const { size, value } = this;
    if (size < 3) return Float64Array.from(this.#sums, (_, place) => (place === 0 ? value : Number.NaN));
    const weight = (2 * (size - 1)) / (size - 2);
    return Float64Array.from(this.#sums, (sum) => value + weight * (sum / (size - 1) - value));
  }
}

// Predictive multiplicity: how many decisions depend on which of several equally good retrainings one happens to have (Marx, Calmon and
// Ustun 2020, arXiv 1909.06677). Their set of competing models is here that of the retrainings whose loss is no more than `epsilon` larger.

interface PredictiveMultiplicity {
  /** Share of examples to which some competing retraining gives another label than the reference, 0 ... 1. It grows with their number. */
  readonly ambiguity: number;
  /** The largest share of examples to which one competing retraining gives another label, 0 ... 1. */
  readonly discrepancy: number;
  /** Retrainings that compete, without the reference; with none both shares are 0. */
  readonly competing: number;
}

/**
 * @param losses of the retrainings, in their order.
 * @param reference index of the retraining that is used, such as the one that is handed over.
 * @param epsilon at least 0, in units of the loss.
 * @example predictiveMultiplicity([[0, 0], [0, 1], [1, 1]], [0.1, 0.1, 0.9], 0, 0.05) // ambiguity 0.5, discrepancy 0.5, competing 1
 */
export function predictiveMultiplicity(
  labels: readonly Outputs[],
  losses: readonly number[],
  reference: number,
  epsilon: number,
): PredictiveMultiplicity {
  const examples = requireAlike(labels);
  const own = labels[reference] as Outputs;
  const most = (losses[reference] as number) + epsilon;
  const rivals = labels.filter((_, place) => place !== reference && (losses[place] as number) <= most);
  let ambiguous = 0;
  for (let example = 0; example < examples; example++) {
    ambiguous += rivals.some((rival) => rival[example] !== own[example]) ? 1 : 0;
  }
  return {
    ambiguity: ambiguous / examples,
    discrepancy: rivals.reduce((most, rival) => Math.max(most, labelDisagreement(own, rival)), 0),
    competing: rivals.length,
  };
}
