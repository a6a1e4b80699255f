/** @file What keeping predictions takes of a disk, before anything is trained. */
import { areSplitsRepeated, PREDICTED_SETS, predictionBytes } from '../../core/index.js';
import type { Dataset } from '../../engine/datasets/index.js';
import { FRESH_FROM, mostFreshTrials } from '../../questions/race/plan/index.js';
import type { PlannedRace } from './assemble-race.js';
import type { Prepared } from './question-kind.js';

export interface PredictionsSize {
  /** Trainings that keep their predictions, at most. */
  readonly trainings: number;
  /** Of one training; null where only the trainer knows what it predicts, if anything. */
  readonly bytesEach: number | null;
}

/** Undefined where none are kept. */
export function predictionsSize({
  predictionsFrom,
  backend: { dataset, engine },
  budget: { trials = Number.POSITIVE_INFINITY },
  planned: { plan },
}: Pick<Prepared<PlannedRace>, 'predictionsFrom' | 'backend' | 'budget' | 'planned'>): PredictionsSize | undefined {
  if (predictionsFrom === undefined) return undefined;
  const { candidates, maxReplicates } = plan.facts;
  const raced = predictionsFrom < FRESH_FROM ? candidates.length * maxReplicates : 0;
  return {
    trainings: Math.min(trials, raced + mostFreshTrials(plan.facts)),
    // Trainers of the user's own may predict other examples, or none.
    bytesEach:
      dataset === undefined || engine === undefined ? null : bytesOf(dataset, areSplitsRepeated(plan.description)),
  };
}

/** Of all sets; with repeated splits the selection sets differ, and none of them is kept. */
function bytesOf(dataset: Dataset, isRepeated: boolean): number {
  const outputs = dataset.task === 'classification' ? dataset.classes.length : dataset.targetNames.length;
  const sets = PREDICTED_SETS.filter((set) => set !== 'selection' || !isRepeated);
  return sets.reduce((sum, set) => sum + predictionBytes(dataset[set].count, outputs), 0);
}
