/**
 * @file How far what is handed over lies from another training: each fresh training in turn is left out, the choice is made among the others, and
 * both are compared on the final set. So every way of choosing is set against the same trainings, none of which it had.
 */
import { labelsOf, oncePerObject, type SetPredictions, trialKey } from '../../core/index.js';
import type { DeliveryAlternative } from '../../report/index.js';
import {
  labelDisagreement,
  mean,
  meanPrediction,
  numberDisagreement,
  type Outputs,
  targetSpread,
} from '../../stats/index.js';
import type { KeptPredictions, KeptTrial } from '../kept-predictions.js';
import { type Choosable, nearestAmong } from './choose-trainings.js';

/** Null where predictions are not kept, or too few trainings are left. */
export function disagreementOf(
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
