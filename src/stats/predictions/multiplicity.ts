/**
 * @file Predictive multiplicity: how many decisions depend on which of several equally good retrainings one happens to have (Marx, Calmon and
 * Ustun 2020, arXiv 1909.06677). Their set of competing models is here that of the retrainings whose loss is no more than `epsilon` larger.
 */
import { labelDisagreement } from './disagreement.js';
import { type Outputs, requireAlike } from './mean-prediction.js';

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
