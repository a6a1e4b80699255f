/** @file Describes what is handed over of the winner: which trainings, why, and what they left. */
import { defined, isPredictionsArtifact, type Outcome, trialKey } from '../../core/index.js';
import type { ReportInput } from '../input.js';
import { bestTrialOf, judgedAlone } from '../standing.js';
import type { RaceDelivery } from './delivery-schema.js';
import type { ResultChoice } from './result-schema.js';

/** The trainings that are handed over, why, and the files that one of them left, as paths from the run folder. */
export function deliveryOf(input: ReportInput, candidate: string): Pick<ResultChoice, 'artifacts' | 'delivered'> {
  const { artifactFolder, modelFile } = input;
  const outcomes = judgedAlone(input.outcomes, input.metric);
  const { delivery = smallestLoss(candidate, outcomes) } = input;
  const trials = delivery.trials.flatMap((key) => outcomes.find(({ trial }) => trialKey(trial) === key) ?? []);
  const one = trials.length === 1 ? trials[0] : undefined;
  // Kept predictions are no part of what is handed over.
  const files = Object.entries(one?.artifacts ?? {}).filter(([name]) => !isPredictionsArtifact(name));
  const left = typeof artifactFolder === 'string' ? files : [];
  const artifacts = Object.fromEntries(left.map(([name, path]) => [name, pathIn(String(artifactFolder), path)]));
  if (trials.length === 0 || (modelFile === null && left.length === 0)) return { artifacts, delivered: null };
  const instances = trials.map(({ trial, loss }) => ({ trial: trialKey(trial), replicate: trial.streams.init, loss }));
  const { reason, among, conformal, alternatives } = delivery;
  const delivered = {
    ...(one === undefined
      ? { trial: null, replicate: null, loss: null }
      : (instances[0] as (typeof instances)[number])),
    ...{ among, reason },
    ...(one === undefined ? { instances } : {}),
    ...defined({ conformal, alternatives }),
  };
  return { artifacts, delivered };
}

/** From the folder, or as it stands where it begins at a root. */
export function pathIn(folder: string, path: string): string {
  return /^(?:[a-z]:)?[\\/]/i.test(path) ? path : `${folder}/${path}`;
}

/** Of a race whose end was not looked into. */
function smallestLoss(candidate: string, outcomes: readonly Outcome[]): RaceDelivery {
  const best = bestTrialOf(candidate, outcomes);
  const among = outcomes.filter(({ trial, status }) => trial.candidate === candidate && status === 'completed').length;
  return { reason: 'smallest-loss', trials: best === undefined ? [] : [trialKey(best.trial)], among };
}
