/**
 * @file Whether the spread between retrainings is the model's or the test set's. On any one set of examples retrainings differ more than they
 * truly do: each is lucky on other examples. The variance that further examples would show, too, has an unbiased estimate (Jordan 2023,
 * arXiv 2304.01910, the distribution-wise variance): with retrainings and examples as two crossed sources it is the component of retrainings.
 */
import { ratioQuantile } from '../distributions.js';
import { mean, variance } from '../moments.js';
import { type BoundedFigure, boundedFigure, unboundedFigure } from './bounded-figure.js';
import { requireAlike } from './mean-prediction.js';

/** Variances of a loss that is a mean over examples, in its unit squared. */
export interface RetrainingVariance {
  readonly retrainings: number;
  readonly examples: number;
  /** Between retrainings on these examples (ddof 1). */
  readonly observed: number;
  /** Of it what all examples there are would show, too: unbiased, and below 0 where chance has it so. */
  readonly model: number;
  /** Of it what these examples add: `observed - model`. */
  readonly testSet: number;
  /** Between sets of as many fresh examples, for one and the same retraining. */
  readonly freshSets: number;
  /** `model / observed`, 0 ... 1, with an interval that is exact for normal effects. */
  readonly share: BoundedFigure;
}

/**
 * @param values [retraining][example]: what the loss is the mean of; for a root mean square the squares, whose share is the same to first order.
 * @throws RangeError for fewer than two retrainings or examples, or where lengths differ.
 * @example retrainingVariance([[0, 1, 1, 0], [1, 1, 1, 1], [0, 0, 1, 1]], 0.95).observed // 0.0833
 */
export function retrainingVariance(values: readonly ArrayLike<number>[], level: number): RetrainingVariance {
  const examples = requireAlike(values);
  const retrainings = values.length;
  if (retrainings < 2 || examples < 2) {
    throw new RangeError(`a decomposition takes two retrainings and two examples, not ${retrainings} and ${examples}`);
  }
  const observed = variance(values.map((own) => mean(own)));
  const own = new Float64Array(retrainings);
  let within = 0;
  for (let example = 0; example < examples; example++) {
    for (let place = 0; place < retrainings; place++) own[place] = values[place]?.[example] as number;
    within += variance(own) / examples;
  }
  // Of one example: interaction and what the retraining is; less the latter n / (n - 1) times the interaction is left.
  const interaction = (examples / (examples - 1)) * (within - observed);
  const model = observed - interaction / examples;
  const freshSets = mean(values.map((one) => variance(one))) / examples;
  return {
    ...{ retrainings, examples, observed, model, testSet: observed - model, freshSets },
    share: shareOf(observed, interaction / examples, retrainings, examples, level),
  };
}

/** By the distribution of the ratio of the two mean squares (Searle, Casella and McCulloch 1992, doi 10.1002/9780470316856, section 3.6). */
function shareOf(
  observed: number,
  ofExamples: number,
  retrainings: number,
  examples: number,
  level: number,
): BoundedFigure {
  if (observed === 0) return unboundedFigure(0, level, 'these retrainings do not differ');
  const value = Math.max(0, 1 - ofExamples / observed);
  if (ofExamples <= 0) return boundedFigure(1, [1, 1], level);
  const degrees = [retrainings - 1, (retrainings - 1) * (examples - 1)] as const;
  const share = (chance: number): number => 1 - (ofExamples * ratioQuantile(chance, degrees)) / observed;
  return boundedFigure(value, [share((1 + level) / 2), share((1 - level) / 2)], level, [0, 1]);
}
