/** @file Makes the model that is handed over: of the trainings that were chosen, with intervals where there is something to calibrate them. */
import type { Candidate, Outcome } from '../../core/index.js';
import type { Dataset } from '../../datasets/index.js';
import { deliveryAsked } from '../../experiment/index.js';
import type { Conformal, RaceDelivery } from '../../report/index.js';
import type { ModelRun } from '../../trainers/index.js';
import type { SourcedExperiment } from '../experiment-source.js';
import type { ModelMaker, ModelNeeds } from '../trainer-backend.js';
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

/** Undefined where the winner has no model. What was calibrated before is taken as it is. */
export async function makeDelivered(
  { models, dataset, winner, needs }: Workshop,
  delivery: RaceDelivery & { readonly outcomes: readonly Outcome[] },
  draft: Pick<SourcedExperiment['draft'], 'deliver'>,
): Promise<DeliveredModel | undefined> {
  const source = await models.open(winner, delivery.outcomes, needs);
  if (source === undefined) return undefined;
  const delivered = whyDelivered(delivery, dataset);
  const level = deliveryAsked(draft.deliver).level ?? DEFAULT_LEVEL;
  const before = delivery.conformal;
  const found = before === undefined ? await models.run(winner, source.encode(), 'calibration') : undefined;
  const intervals = before ? intervalsOf(before) : found && calibrateIntervals(dataset, found, level);
  const calibration = dataset.calibration?.count ?? 0;
  const conformal = intervals === undefined ? {} : { conformal: { level, calibration, ...intervals } };
  const model = source.encode({ intervals, metadata: { delivered, ...conformal } });
  const run = (await models.run(winner, model, 'final', { timed: true })) as ModelRun;
  return {
    ...{ trials: delivery.trials, model, run },
    conformal: before ?? (intervals === undefined ? null : describeConformal(dataset, intervals, run, level)),
  };
}
