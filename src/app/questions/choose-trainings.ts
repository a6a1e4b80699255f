/** @file Which trainings of the winner are handed over, and why. */
import { InputError, type Outcome, trialKey } from '../../core/index.js';
import { type AskedDelivery, deliveryAsked } from '../../experiment/index.js';
import { isFresh } from '../../questions/race/plan/index.js';
import { bestTrialOf, type RaceDelivery } from '../../report/index.js';
import { meanPrediction, nearestByLabels, nearestToMean, targetSpread } from '../../stats/index.js';
import type { SourcedExperiment } from '../ask/experiment-source.js';
import { type KeptPredictions, type KeptTrial, keptPredictionsOf, type PredictionSource } from './kept-predictions.js';

/** What there is to choose from. */
export interface Choosable {
  /** Id of the winner. */
  readonly winner: string;
  /** The outcomes as the race reads them, with what each training has itself as its loss. */
  readonly judged: readonly Outcome[];
  /** Of the fresh trainings; undefined where nothing was kept that can be used. */
  readonly kept: KeptPredictions | undefined;
}

export type ChosenTrainings = Pick<RaceDelivery, 'reason' | 'trials' | 'among'>;

/** Undefined where no training of the winner completed. `warn` is told where what was asked for cannot be had after all. */
export function chooseTrainings(
  draft: Pick<SourcedExperiment['draft'], 'deliver'>,
  choosable: Choosable,
  warn: (text: string) => void,
): ChosenTrainings | undefined {
  const asked = deliveryAsked(draft.deliver);
  const best = bestTraining(choosable);
  if (best === undefined) return undefined;
  if (asked.ensemble !== undefined) return ensembleOf(asked.ensemble, choosable, warn) ?? best;
  if (asked.instance === 'best') return best;
  const nearest = nearestTraining(choosable);
  if (nearest === undefined) warnOfMissing(asked, warn);
  return nearest ?? best;
}

export function bestTraining({ winner, judged }: Choosable): ChosenTrainings | undefined {
  const best = bestTrialOf(winner, judged);
  const among = judged.filter(({ trial, status }) => trial.candidate === winner && status === 'completed').length;
  return best && { reason: 'smallest-loss', trials: [trialKey(best.trial)], among };
}

/** Undefined without predictions of two trainings for one selection set. */
export function nearestTraining({ kept }: Choosable): ChosenTrainings | undefined {
  const trials = kept?.candidates[0]?.trials ?? [];
  const nearest = trials.length < 2 ? undefined : nearestAmong(trials);
  return nearest && { reason: 'nearest-to-mean', trials: [trialKey(nearest.trial)], among: trials.length };
}

/** The trial whose predictions for the selection set are nearest to the mean of these; undefined where they are not kept. */
export function nearestAmong(trials: readonly KeptTrial[]): KeptTrial | undefined {
  const selection = trials.flatMap(({ sets }) => sets.selection ?? []);
  const [first] = selection;
  if (first === undefined || selection.length < trials.length) return undefined;
  const values = selection.map((one) => one.values);
  const { kind, outputs } = first;
  const { index } =
    kind === 'labels'
      ? nearestByLabels(values)
      : nearestToMean(values, kind === 'values' ? scalesOf(meanPrediction(values), outputs) : [1]);
  return trials[index];
}

/** Targets of several units count alike. */
function scalesOf(mean: Float64Array, outputs: number): number[] {
  return Array.from(targetSpread(mean, outputs), (spread) => (spread > 0 ? spread : 1));
}

/** The first ones: chosen by nothing that they came to. */
export function ensembleOf(
  size: number,
  { winner, judged }: Choosable,
  warn: (text: string) => void,
): ChosenTrainings | undefined {
  const own = freshTrainings(winner, judged);
  if (own.length < size) {
    const had = own.length < 2 ? 'one training is delivered' : `those are the ensemble`;
    warn(
      `deliver.ensemble: ${size} trainings were asked for, and ${own.length} fresh trainings of the winner completed: ${had}`,
    );
  }
  const trials = own.slice(0, size).map(({ trial }) => trialKey(trial));
  return trials.length < 2 ? undefined : { reason: 'ensemble', trials, among: own.length };
}

/** Completed ones, by replicate. */
function freshTrainings(winner: string, outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes
    .filter(({ trial, status }) => trial.candidate === winner && isFresh(trial) && status === 'completed')
    .toSorted((a, b) => a.trial.streams.init - b.trial.streams.init);
}

function warnOfMissing({ instance }: AskedDelivery, warn: (text: string) => void): void {
  if (instance !== 'nearest') return;
  warn(
    'deliver: nearest could not be done, because predictions of fewer than two fresh trainings are kept: the training with the smallest loss is delivered',
  );
}

/** Undefined where nothing is kept, or it does not fit together. */
export function keptOf(source: PredictionSource): KeptPredictions | undefined {
  try {
    return keptPredictionsOf({ ...source, least: 2 });
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
