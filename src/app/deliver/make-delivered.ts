/** @file Makes the model that is handed over: of the trainings that were chosen, with intervals where there is something to calibrate them. */
import { type Candidate, given, type Outcome } from '../../core/index.js';
import type { Dataset } from '../../datasets/index.js';
import { deliveryAsked } from '../../experiment/index.js';
import type { Conformal, RaceDelivery } from '../../report/index.js';
import type { Intervals, ModelRun } from '../../trainers/index.js';
import type { SourcedExperiment } from '../experiment-source.js';
import type { ModelMaker, ModelNeeds, ModelSource } from '../trainer-backend.js';
import { calibrateIntervals, describeConformal, intervalsOf } from './calibrate.js';
import { DEFAULT_LEVEL } from './check-delivery.js';
import { whyDelivered } from './why-delivered.js';

/** What models of the winner are made with. */
export interface Workshop {
  readonly models: ModelMaker;
  readonly dataset: Dataset;
  readonly winner: Candidate;
  readonly needs: ModelNeeds;
}

export interface DeliveredModel {
  readonly trials: readonly string[];
  readonly model: Uint8Array;
  /** On the final set. */
  readonly run: ModelRun;
  readonly conformal: Conformal | null;
}

type Handed = RaceDelivery & { readonly outcomes: readonly Outcome[] };

/** Undefined where the winner has no model. What was calibrated before is taken as it is. */
export async function makeDelivered(
  workshop: Workshop,
  delivery: Handed,
  draft: Pick<SourcedExperiment['draft'], 'deliver'>,
): Promise<DeliveredModel | undefined> {
  const { models, dataset, winner, needs } = workshop;
  const source = await models.open(winner, delivery.outcomes, needs);
  if (source === undefined) return undefined;
  const level = deliveryAsked(draft.deliver).level ?? DEFAULT_LEVEL;
  const before = delivery.conformal;
  const found = before === undefined ? await models.run(winner, source.encode(), 'calibration') : undefined;
  if (before === undefined && dataset.calibration?.weights !== undefined) {
    needs.warn(
      `${dataset.task === 'regression' ? 'intervals' : 'sets of classes'} of the model are calibrated with all examples counting alike, though the data have weights: the level holds for examples drawn as the rows of the file are`,
    );
  }
  const intervals = before ? intervalsOf(before) : found && calibrateIntervals(dataset, found, level);
  const model = encode(source, delivery, dataset, intervals && { level: before?.level ?? level, intervals });
  const run = (await models.run(winner, model, 'final', { timed: true })) as ModelRun;
  return {
    ...{ trials: delivery.trials, model, run },
    conformal: before ?? (intervals === undefined ? null : describeConformal(dataset, intervals, run, level)),
  };
}

/** The same file again, of a race that has ended; no data are touched. Undefined where the winner has no model. */
export async function makeAgain(
  { models, dataset, winner, needs }: Workshop,
  delivery: Handed,
): Promise<Uint8Array | undefined> {
  const source = await models.open(winner, delivery.outcomes, needs);
  const { conformal } = delivery;
  const calibrated = conformal ? { level: conformal.level, intervals: intervalsOf(conformal) } : undefined;
  return source && encode(source, delivery, dataset, calibrated);
}

/** With why it is handed over, and with what its answers are calibrated by. */
function encode(
  source: ModelSource,
  delivery: RaceDelivery,
  dataset: Dataset,
  calibrated: { readonly level: number; readonly intervals: Intervals } | undefined,
): Uint8Array {
  const { level, intervals } = calibrated ?? {};
  const calibration = dataset.calibration?.count ?? 0;
  const conformal = intervals && { level: level as number, calibration, ...intervals };
  return source.encode({
    intervals,
    metadata: { delivered: whyDelivered(delivery, dataset), ...given({ conformal }) },
  });
}
