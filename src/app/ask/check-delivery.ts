/** @file Refuses what cannot be delivered, before anything is trained. */
import { inputError } from '../../core/index.js';
import { type AskedDelivery, deliveryAsked } from '../../experiment/index.js';
import { fewestForLevel, highestLevel } from '../../stats/index.js';
import type { SourcedExperiment } from './experiment-source.js';
import { repeatsSplits } from './repeated-splits.js';
import { type FindingBackend, type ModelMaker, modelMakers } from './trainer-backend.js';

/** The level of intervals where nothing is said. */
export const DEFAULT_LEVEL = 0.9;

/** Throws an InputError (`deliver-own-trainer`, `deliver-nearest`, `deliver-ensemble`, `deliver-level`, `deliver-refit`). */
export function checkDelivery(draft: SourcedExperiment['draft'], backend: FindingBackend): void {
  const { dataset } = backend;
  const makers = modelMakers(backend);
  const asked = deliveryAsked(draft.deliver);
  const calibration = dataset?.calibration?.count ?? 0;
  if (makers === undefined) refuseForOwnTrainer(asked, calibration);
  if (asked.instance === 'nearest') requireKeptPredictions(draft);
  if (asked.refit) checkRefit(asked, makers, calibration);
  const { finalTrials } = draft.race;
  if (asked.ensemble !== undefined && asked.ensemble > finalTrials) {
    throw inputError`deliver-ensemble: deliver.ensemble: ${asked.ensemble} trainings as one model, but the winner has ${finalTrials} fresh trainings (race.finalTrials).
      Allowed: 2 to as many as \`race.finalTrials\`; an ensemble is made of fresh trainings alone
      Fix: Set \`race: { finalTrials: ${asked.ensemble} }\`, or a smaller ensemble.`;
  }
  checkLevel(asked.level, calibration);
}

function refuseForOwnTrainer({ ensemble, level, refit }: AskedDelivery, calibration: number): void {
  const [setting] = [
    ...(ensemble === undefined ? [] : [`deliver.ensemble: ${ensemble}`]),
    ...(level === undefined ? [] : [`deliver.level: ${level}`]),
    ...(refit ? ['deliver.refit: true'] : []),
    ...(calibration === 0 ? [] : [`data.split.calibration: ${calibration} examples`]),
  ];
  if (setting === undefined) return;
  throw inputError`deliver-own-trainer: ${setting}, but your own trainer makes the models: Surefoot has files of them, and no graph that it could join, add intervals to, or train again on all examples.
    Allowed: \`deliver: nearest\` or \`deliver: best\` with a trainer of your own
    Fix: Leave it out. To join models, or to calibrate them, use the trainings in the folder \`artifacts\` of the run.`;
}

function checkRefit({ level }: AskedDelivery, makers: readonly ModelMaker[] | undefined, calibration: number): void {
  const why =
    level !== undefined || calibration > 0
      ? 'intervals are checked on the final set, which would train the model'
      : makers?.every(({ refit }) => refit !== undefined) !== true
        ? 'this trainer cannot train again on all examples'
        : undefined;
  if (why === undefined) return;
  throw inputError`deliver-refit: deliver.refit: true, but ${why}.
    Allowed: \`refit\` for networks and linear models, without \`deliver.level\` and \`data.split.calibration\`
    Fix: Leave out one of the two.`;
}

function requireKeptPredictions(draft: SourcedExperiment['draft']): void {
  const why = repeatsSplits(draft)
    ? 'with `split: { repeated: true }` each training has a selection set of its own, so that there is no mean prediction'
    : draft.keep?.predictions === 'none'
      ? '`keep: { predictions: none }` keeps none'
      : undefined;
  if (why === undefined) return;
  throw inputError`deliver-nearest: deliver: nearest compares predictions for the selection set, but ${why}.
    Allowed: \`deliver: nearest\` where predictions of one selection set are kept, else \`best\`, or an ensemble
    Fix: Write \`deliver: best\`, or change the other setting.`;
}

function checkLevel(asked: number | undefined, calibration: number): void {
  if (calibration === 0) {
    if (asked === undefined) return;
    throw inputError`deliver-level: deliver.level: ${asked}, but the data have no calibration set.
      Allowed: a level where \`data.split.calibration\` sets ${fewestForLevel(asked)} examples or more aside
      Fix: Add \`calibration: 500\` (or a share) to \`data.split\`, or leave the level out.`;
  }
  const level = asked ?? DEFAULT_LEVEL;
  const fewest = fewestForLevel(level);
  if (calibration >= fewest) return;
  const highest = Math.floor(highestLevel(calibration) * 1000) / 1000;
  throw inputError`deliver-level: data.split.calibration: ${calibration} ${calibration === 1 ? 'example gives' : 'examples give'} a level of ${highest} at most, and deliver.level is ${level}${asked === undefined ? ' (the default)' : ''}.
    Allowed: ${fewest} calibration examples or more for ${level}
    Fix: Set more examples aside, or a lower \`deliver: { level: ... }\`.`;
}
