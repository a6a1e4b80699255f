/**
 * @file What else could be handed over of the winner: measured on the final set, which nothing of it was chosen by. How far each lies from
 * another training is told by leaving each fresh training out in turn: the choice is made among the others, so that every way of choosing
 * is set against the same trainings, none of which it had.
 */
import { labelsOf, type Outcome, oncePerObject, type SetPredictions, trialKey } from '../../core/index.js';
import type { ModelRun } from '../../engine/inspection.js';
import type { DeliveryAlternative } from '../../report/index.js';
import {
  labelDisagreement,
  mean,
  meanPrediction,
  numberDisagreement,
  type Outputs,
  targetSpread,
} from '../../stats/index.js';
import {
  bestTraining,
  type Choosable,
  type ChosenTrainings,
  ensembleOf,
  nearestAmong,
  nearestTraining,
} from './choose-trainings.js';
import type { KeptPredictions, KeptTrial } from './kept-predictions.js';
import type { DeliveredModel, Workshop } from './make-delivered.js';

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

/** Of labels the share that differs; of numbers the median difference over the spread of the target. */
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
