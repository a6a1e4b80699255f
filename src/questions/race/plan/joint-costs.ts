/**
 * @file Port: costs of one candidate's trainings that rest on one another. Most figures are a training's own; how far its predictions lie from
 * those of the candidate's other trainings is none, and moves with each further one.
 */
import { type ComparedPredictions, inputError, type Outcome, readPredicted } from '../../../core/index.js';
import { labelDisagreement, numberDisagreement, PairMean } from '../../../stats/index.js';
import type { LossOf } from './race.js';

/** Of one candidate. Owned by the fold. */
export interface JointCosts {
  /**
   * Takes the next outcome, and what it counts as by itself: finite, Infinity = the worst, NaN = left out. Gives what all so far cost, in
   * order; NaN = nothing yet.
   */
  next(outcome: Outcome, loss: number): Float64Array<ArrayBuffer>;
}

/** A figure that trainings have together. */
export interface JointFigure {
  /** Trainings of one candidate that give a first cost. */
  readonly leastTrials: number;
  begin(): JointCosts;
}

/** What the outcomes of one candidate cost, in order; each its own loss where the figure is a training's own. */
export function costsOfAll(
  outcomes: readonly Outcome[],
  lossOf: LossOf,
  figure: JointFigure | undefined,
): Float64Array {
  if (figure === undefined) return Float64Array.from(outcomes, lossOf);
  const costs = figure.begin();
  let all = new Float64Array();
  for (const outcome of outcomes) all = costs.next(outcome, lossOf(outcome));
  return all;
}

// Disagreement as a figure that is raced: how far what a training predicts lies from what the candidate's other trainings predict for the same
// examples, in the mean over these. For labels that is the share of examples on which they differ; for numbers the median distance, in units of the
// target. The mean over trainings is that over all pairs, which is without bias at any number of them; against the others' mean prediction a figure
// would shrink with their number, and a candidate with more trainings would look steadier.

/** Costs are what each training is worth to the mean: their spread is the mean's error, with that of the others in it. */
export const DISAGREEMENT: JointFigure = {
  leastTrials: 2,
  begin: () => {
    const mean = new PairMean();
    const before: ComparedPredictions[] = [];
    /** By training: its place among those with predictions, or what it counts as. */
    const places: { readonly place: number; readonly loss: number }[] = [];
    return {
      next: (outcome, loss) => {
        const own = Number.isFinite(loss) ? predictedBy(outcome) : undefined;
        // A completed training without predictions counts as the worst, as one without a metric does.
        const counted = own === undefined && Number.isFinite(loss) ? Number.POSITIVE_INFINITY : loss;
        places.push({ place: own === undefined ? -1 : before.length, loss: counted });
        if (own !== undefined) {
          mean.add(before.map((other) => distance(other, own)));
          before.push(own);
        }
        const values = mean.pseudoValues();
        return Float64Array.from(places, (one) => (one.place < 0 ? one.loss : (values[one.place] as number)));
      },
    };
  },
};

function predictedBy({ predicted }: Outcome): ComparedPredictions | undefined {
  return predicted === undefined ? undefined : readPredicted(predicted);
}

function distance(first: ComparedPredictions, second: ComparedPredictions): number {
  if (first.kind !== second.kind || first.outputs !== second.outputs || first.values.length !== second.values.length) {
    throw inputError`predictions-differ: race.metric: disagreement: one training of a candidate predicts ${told(first)}, another ${told(second)}.
      Allowed: predictions of the same kind for the same examples, in the same order, from every training
      Fix: Have the trainer predict the same selection set each time.`;
  }
  if (first.kind === 'labels') return labelDisagreement(first.values, second.values);
  return numberDisagreement(first.values, second.values, new Float64Array(first.outputs).fill(1));
}

function told({ kind, outputs, values }: ComparedPredictions): string {
  const examples = values.length / outputs;
  return kind === 'labels' ? `labels of ${examples} examples` : `${outputs} numbers for each of ${examples} examples`;
}
