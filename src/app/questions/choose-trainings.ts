/** @file Which trainings of the winner are handed over, and why. */
import { InputError, labelsOf, type Outcome, oncePerObject, type SetPredictions, trialKey } from '../../core/index.js';
import type { ModelRun } from '../../engine/inspection.js';
import { type AskedDelivery, deliveryAsked } from '../../experiment/index.js';
import { isFresh } from '../../questions/race/plan/index.js';
import { bestTrialOf, type DeliveryAlternative, type RaceDelivery } from '../../report/index.js';
import {
  labelDisagreement,
  mean,
  meanPrediction,
  median,
  nearestByLabels,
  numberDisagreement,
  type Outputs,
  targetSpread,
} from '../../stats/index.js';
import type { SourcedExperiment } from '../ask/experiment-source.js';
import { type KeptPredictions, type KeptTrial, keptPredictionsOf, type PredictionSource } from './kept-predictions.js';
import type { DeliveredModel, Workshop } from './make-delivered.js';
import { nearestOutputs } from './nearest-run.js';

/** What there is to choose from. */
interface Choosable {
  /** Id of the winner. */
  readonly winner: string;
  /** The outcomes as the race reads them, with what each training has itself as its loss. */
  readonly judged: readonly Outcome[];
  /** Predictions of the fresh trainings; undefined where nothing was kept that can be used. */
  readonly kept: KeptPredictions | undefined;
}

type ChosenTrainings = Pick<RaceDelivery, 'reason' | 'trials' | 'among' | 'refit'>;

/** Undefined where no training of the winner completed. `warn` is told where what was asked for cannot be had after all. */
export function chooseTrainings(
  draft: Pick<SourcedExperiment['draft'], 'deliver'>,
  choosable: Choosable,
  warn: (text: string) => void,
): ChosenTrainings | undefined {
  const asked = deliveryAsked(draft.deliver);
  const chosen = chooseAmong(asked, choosable, warn);
  return asked.refit && chosen ? { ...chosen, refit: { epochs: usualEpochs(choosable) } } : chosen;
}

/** The median over the winner's fresh trainings; of a race without any over all of its trainings. */
function usualEpochs({ winner, judged }: Choosable): number {
  const fresh = freshTrainings(winner, judged);
  const completed = judged.filter(({ trial, status }) => trial.candidate === winner && status === 'completed');
  const counted = fresh.length > 0 ? fresh : completed;
  return Math.round(median(counted.map(({ lossPerEpoch }) => lossPerEpoch.length)));
}

function chooseAmong(
  asked: AskedDelivery,
  choosable: Choosable,
  warn: (text: string) => void,
): ChosenTrainings | undefined {
  const best = bestTraining(choosable);
  if (best === undefined) return undefined;
  if (asked.ensemble !== undefined) return ensembleOf(asked.ensemble, choosable, warn) ?? best;
  if (asked.instance === 'best') return best;
  const nearest = nearestTraining(choosable);
  if (nearest === undefined) warnOfMissing(asked, warn);
  return nearest ?? best;
}

function bestTraining({ winner, judged }: Choosable): ChosenTrainings | undefined {
  const best = bestTrialOf(winner, judged);
  const among = judged.filter(({ trial, status }) => trial.candidate === winner && status === 'completed').length;
  return best && { reason: 'smallest-loss', trials: [trialKey(best.trial)], among };
}

/** Undefined without predictions of two trainings for one selection set. */
function nearestTraining({ kept }: Choosable): ChosenTrainings | undefined {
  const trials = kept?.candidates[0]?.trials ?? [];
  const nearest = trials.length < 2 ? undefined : nearestAmong(trials);
  return nearest && { reason: 'nearest-to-mean', trials: [trialKey(nearest.trial)], among: trials.length };
}

/** The trial whose predictions for the selection set are nearest to the mean of these; undefined where they are not kept. */
function nearestAmong(trials: readonly KeptTrial[]): KeptTrial | undefined {
  const selection = trials.flatMap(({ sets }) => sets.selection ?? []);
  const [first] = selection;
  if (first === undefined || selection.length < trials.length) return undefined;
  const values = selection.map((one) => one.values);
  const { kind, outputs } = first;
  return trials[kind === 'labels' ? nearestByLabels(values).index : nearestOutputs(values, kind, outputs)];
}

/** The first ones: chosen by nothing that they came to. */
function ensembleOf(
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

/** Sizes of ensembles that are shown, where there are as many trainings. */
const ENSEMBLES = [3, 10];

interface Choices extends Choosable {
  readonly outcomesOf: (keys: readonly string[]) => readonly Outcome[];
}

/** The training nearest to the mean, the best one, ensembles, and what is delivered where it is none of these. */
export async function alternativesTo(
  workshop: Workshop,
  delivered: DeliveredModel,
  choices: Choices,
): Promise<readonly DeliveryAlternative[]> {
  const { models, winner, needs } = workshop;
  const sizes = [...new Set([...ENSEMBLES, delivered.trials.length])].filter((size) => size > 1).sort((a, b) => a - b);
  const silently = () => {};
  const all = [
    nearestTraining(choices),
    bestTraining(choices),
    ...sizes.map((size) => ensembleOf(size, choices, silently)),
  ];
  const found: DeliveryAlternative[] = [];
  for (const [place, one] of all.entries()) {
    // An ensemble of fewer than asked for stands there once.
    const isShort = place > 1 && one?.trials.length !== sizes[place - 2];
    if (one === undefined || isShort) continue;
    const isDelivered = one.trials.join() === delivered.trials.join();
    const model = isDelivered
      ? delivered.model
      : (await models.open(winner, choices.outcomesOf(one.trials), needs))?.encode();
    const run = isDelivered ? delivered.run : model && (await models.run(winner, model, 'final', { timed: true }));
    if (model === undefined || run === undefined) continue;
    found.push(describe(one, { isDelivered, model, run }, choices));
  }
  return found;
}

interface MeasuredModel {
  readonly isDelivered: boolean;
  readonly model: Uint8Array;
  readonly run: ModelRun;
}

function describe(
  { reason, trials }: ChosenTrainings,
  { isDelivered, model, run: { figures, milliseconds = 0 } }: MeasuredModel,
  choosable: Choosable,
): DeliveryAlternative {
  return {
    ...{ reason, instances: trials.length, delivered: isDelivered, figures },
    disagreement: disagreementOf(reason, trials.length, choosable),
    bytes: model.length,
    // To three digits: it is another one with every run.
    milliseconds: Number(milliseconds.toPrecision(3)),
  };
}

/** Null where predictions are not kept, or too few trainings are left. */
function disagreementOf(
  reason: DeliveryAlternative['reason'],
  size: number,
  { kept, judged }: Choosable,
): DeliveryAlternative['disagreement'] {
  const trials = kept?.candidates[0]?.trials ?? [];
  if (kept === undefined || trials.length <= size) return null;
  const lossOf = new Map(judged.map(({ trial, loss }) => [trialKey(trial), loss]));
  const choose = (others: readonly KeptTrial[]): readonly KeptTrial[] => {
    if (reason === 'ensemble') return others.slice(0, size);
    if (reason === 'nearest-to-mean') return [nearestAmong(others)].flatMap((one) => one ?? []);
    const ofLoss = ({ trial, loss }: KeptTrial) => lossOf.get(trialKey(trial)) ?? loss;
    return others.toSorted((a, b) => ofLoss(a) - ofLoss(b)).slice(0, 1);
  };
  const between = distanceOf(kept);
  const found = trials.flatMap((left) => {
    const chosen = choose(trials.filter((one) => one !== left)).flatMap(({ sets }) => sets.final ?? []);
    const own = left.sets.final;
    return own === undefined || chosen.length === 0 ? [] : [between(chosen, own)];
  });
  return found.length === 0 ? null : { value: mean(found), trainings: found.length };
}

/** How far predictions lie apart: of labels the share that differs; of numbers the median difference over the spread of the target. */
function distanceOf({ kind, sets, candidates }: KeptPredictions) {
  const { outputs = 1, truth } = sets.final ?? {};
  if (kind === 'values') {
    const all = candidates.flatMap(({ trials }) => trials.flatMap((one) => one.sets.final?.values ?? []));
    const spreads = Array.from(targetSpread(truth ?? meanPrediction(all), outputs), (spread) => spread || 1);
    return (chosen: readonly SetPredictions[], { values }: SetPredictions) =>
      numberDisagreement(meanOf(chosen), values, spreads);
  }
  // Each training is compared in turn, and is among the others of every other one.
  const labels = oncePerObject((values: Outputs): Outputs => (kind === 'labels' ? values : labelsOf(values, outputs)));
  return (chosen: readonly SetPredictions[], { values }: SetPredictions) =>
    labelDisagreement(labels(meanOf(chosen)), labels(values));
}

function meanOf(chosen: readonly SetPredictions[]): Outputs {
  const [first, ...others] = chosen.map(({ values }) => values);
  return first !== undefined && others.length === 0 ? first : meanPrediction(chosen.map(({ values }) => values));
}
