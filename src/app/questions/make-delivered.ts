/**
 * @file Makes the model that is handed over, of the trainings that were chosen: it says why these, and has intervals or sets (split
 * conformal prediction) where there is something to calibrate them.
 */
import { type Candidate, defined, type JsonObject, type Outcome, takeColumn } from '../../core/index.js';
import type { Dataset } from '../../engine/datasets/index.js';
import type { Intervals, ModelRun } from '../../engine/inspection.js';
import { deliveryAsked } from '../../experiment/index.js';
import { type Conformal, formatCount, type RaceDelivery } from '../../report/index.js';
import {
  type Coverage,
  intervalCoverage,
  labelThreshold,
  promisedCoverage,
  residualLimits,
  setCoverage,
} from '../../stats/index.js';
import { DEFAULT_LEVEL } from '../ask/check-delivery.js';
import type { SourcedExperiment } from '../ask/experiment-source.js';
import type { ModelMaker, ModelNeeds, ModelSource } from '../ask/trainer-backend.js';
import { nearestRun } from './nearest-run.js';

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
  const refitted = await openRefit(workshop, delivery);
  const before = delivery.conformal;
  const found = before === undefined ? await models.run(winner, source.encode(), 'calibration') : undefined;
  if (before === undefined && dataset.calibration?.weights !== undefined) {
    needs.warn(
      `${dataset.task === 'regression' ? 'intervals' : 'sets of classes'} of the model are calibrated with all examples counting alike, though the data have weights: the level holds for examples drawn as the rows of the file are`,
    );
  }
  const intervals = before ? intervalsOf(before) : found && calibrateIntervals(dataset, found, level);
  const measured = encode(source, delivery, dataset, intervals && { level: before?.level ?? level, intervals });
  // What all examples trained has none left to be measured on.
  const model = refitted ? encode(refitted, delivery, dataset, undefined) : measured;
  const run = (await models.run(winner, measured, 'final', { timed: true })) as ModelRun;
  return {
    ...{ trials: delivery.trials, model, run },
    conformal: before ?? (intervals === undefined ? null : describeConformal(dataset, intervals, run, level)),
  };
}

/** Makes the file of a race that has ended again; no data are touched. Undefined where the winner has no model. */
export async function makeAgain(workshop: Workshop, delivery: Handed): Promise<Uint8Array | undefined> {
  const { models, dataset, winner, needs } = workshop;
  const source = (await openRefit(workshop, delivery)) ?? (await models.open(winner, delivery.outcomes, needs));
  const { conformal } = delivery;
  const calibrated = conformal ? { level: conformal.level, intervals: intervalsOf(conformal) } : undefined;
  return source && encode(source, delivery, dataset, calibrated);
}

/** Of several the one that is nearest to their mean; undefined where nothing was to be trained on all examples. */
async function openRefit({ models, dataset, winner, needs }: Workshop, { refit, outcomes }: Handed) {
  const sources = (refit && (await models.refit?.(winner, outcomes, refit.epochs, needs))) ?? [];
  if (sources.length < 3) return sources[0];
  // By what they say of the final set, which they have learned from as from all the rest.
  const runs: ModelRun[] = [];
  for (const source of sources) runs.push((await models.run(winner, source.encode(), 'final')) as ModelRun);
  return sources[nearestRun(runs, dataset.targetNames.length)];
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
    metadata: { delivered: whyDelivered(delivery, dataset), ...defined({ conformal }) },
  });
}

/** `reason` as result.json has it, and `why` in words. */
function whyDelivered({ reason, trials, among, refit }: RaceDelivery, dataset: Dataset): JsonObject {
  const { selection } = dataset;
  const on = `the selection set (${formatCount(selection.count)} examples)`;
  const why = {
    'nearest-to-mean': `of ${among} fresh trainings it is nearest to their mean prediction on ${on}`,
    'smallest-loss': `of ${among} trainings it has the smallest loss on ${on}, which flatters it`,
    ensemble: `the mean of the first ${trials.length} of ${among} fresh trainings, which were chosen by nothing`,
  };
  if (refit === undefined) return { reason, why: why[reason], among };
  const examples = dataset.pool.count + selection.count + dataset.final.count;
  const again = `trained again on all ${formatCount(examples)} examples, and measured on none`;
  return { reason, why: `${why[reason]}; ${again}`, among, refit: { ...refit, examples } };
}

/** The level of the interval of a coverage, and of where it should lie. */
const COVERAGE_LEVEL = 0.95;

/** Undefined where the examples are too few for this level. `run`: the model on the calibration set. */
function calibrateIntervals(
  { task, classes, targetNames }: Dataset,
  run: ModelRun,
  level: number,
): Intervals | undefined {
  const { told, targets } = run;
  if (task === 'classification') {
    const threshold = labelThreshold(told.probabilities as Float32Array, classes.length, targets, level);
    return threshold === null ? undefined : { kind: 'sets', threshold };
  }
  const widths = residualLimits(told.output as Float32Array, targets, targetNames.length, level);
  return widths === null ? undefined : { kind: 'intervals', widths: [...widths] };
}

/** What the intervals of a model come to; `run`: the model with them on the final set. */
function describeConformal(
  { classes, targetNames, calibration }: Dataset,
  intervals: Intervals,
  run: ModelRun,
  level: number,
): Conformal {
  const { told, targets } = run;
  const count = calibration?.count ?? 0;
  const examples = intervals.kind === 'sets' ? targets.length : targets.length / targetNames.length;
  const [low, high] = promisedCoverage(count, level, examples, COVERAGE_LEVEL) ?? [0, 1];
  const common = { level, calibration: count, examples, promised: { low, high } };
  if (intervals.kind === 'sets') {
    const sets = Uint8Array.from(told.set as Float32Array);
    const found = setCoverage(sets, classes.length, targets, COVERAGE_LEVEL);
    const { meanSize } = found;
    return { ...common, kind: 'sets', threshold: intervals.threshold, meanSize, coverage: shownCoverage(found) };
  }
  const width = targetNames.length;
  const ofTarget = targetNames.map((name, target) => ({
    name,
    halfWidth: intervals.widths[target] as number,
    coverage: shownCoverage(
      intervalCoverage(
        takeColumn(told.low as Float32Array, width, target),
        takeColumn(told.high as Float32Array, width, target),
        takeColumn(targets, width, target),
        COVERAGE_LEVEL,
      ),
    ),
  }));
  return { ...common, kind: 'intervals', targets: ofTarget };
}

function shownCoverage({ hits, examples, value, low, high, level }: Coverage) {
  return { hits, examples, value, low, high, level };
}

/** The intervals that were found before, so that nothing is calibrated again. */
function intervalsOf(conformal: Conformal): Intervals {
  if (conformal.kind === 'sets') return { kind: 'sets', threshold: conformal.threshold };
  return { kind: 'intervals', widths: conformal.targets.map(({ halfWidth }) => halfWidth) };
}
