/**
 * @file Measures what no network is needed for, with the race's own loss: the best constant (trivial), and a linear or
 * logistic model of the raw columns (simple), trained on the same samples as the trials. They are never candidates.
 */
import { type Baseline, evaluatePredictions, type JsonObject, type Streams, streamRandom } from '../../core/index.js';
import { type Dataset, dividedData, drawSample, embeddedColumns, type Samples } from '../datasets/index.js';
import { LOSS_KINDS, type Loss } from '../network/losses/index.js';
import { fitConstant } from './constant.js';
import { countColumns } from './design-matrix.js';
import type { FitTask, NamedFit } from './fit-task.js';
import { fitLinear } from './linear.js';

export interface BaselineRequest {
  readonly dataset: Dataset;
  /** The loss of a completed configuration: its name, or an object with its settings. */
  readonly loss: string | (JsonObject & { readonly name: string });
  /** Of a trial, 0 = the whole pool. */
  readonly sampleSize: number;
  readonly experimentSeed: number;
  /** Where trials divide the data anew: whose samples and divisions are used, as far as there is time. */
  readonly draws?: readonly Draw[];
  readonly touchesFinal: boolean;
  /** Share of the usual time that they may take; 1 by default. */
  readonly effort?: number;
}

/** Where a trial's examples come from: its indices in two streams. */
type Draw = Pick<Streams, 'sample' | 'split'>;

/** Replicates that a figure is the mean of, where there is time. */
const REPLICATES: readonly Draw[] = [0, 1, 2, 3, 4].map((sample) => ({ sample }));

/** Multiplications: what the fits of the simple one take together where they can, and what one alone may take. */
const WORK = { together: 6e8, alone: 1.5e9 } as const;

/** Steps of a logistic model: as many as there is time for, but these at least and at most. */
const STEPS = { least: 15, most: 60 } as const;

/** Pure: the same request gives the same figures. Empty where the loss is none that Surefoot knows. */
export function measureBaselines(request: BaselineRequest): readonly Baseline[] {
  const { dataset, loss: given } = request;
  const { name, ...settings } = typeof given === 'string' ? { name: given } : given;
  const kind = LOSS_KINDS.find((one) => one.name === name && one.task === dataset.task);
  const width = kind?.outputs({ classes: dataset.classes.length, targets: dataset.targetNames.length });
  if (kind === undefined || width === undefined) return [];
  const steps = stepsFor(request);
  const loss = kind.build(settings);
  const task: FitTask = { dataset, loss, width, steps };
  const draws = drawsOf(request);
  const affordable = affordableFits(workOf(request, steps), draws.length, request.effort);
  const fits: readonly JudgedFit[] = [
    { kind: 'trivial', draws, fitOn: fitConstant },
    // Least squares are for the middle of what may be.
    ...(affordable > 0 && (typeof loss.bestConstant === 'string' || loss.bestConstant === 0.5)
      ? [{ kind: 'simple', draws: draws.slice(0, affordable), fitOn: fitLinear } as const]
      : []),
  ];
  // Targets of zero have no relative error, so that there may be nothing to compare with.
  return fits.map((fit) => judgeFits(request, task, loss, fit)).filter((figures) => Number.isFinite(figures.loss));
}

/** Without samples to draw, and with the data divided once, all replicates are alike. */
function drawsOf({ draws, dataset, sampleSize }: BaselineRequest): readonly Draw[] {
  if (draws !== undefined) return draws;
  return sampleSize === 0 || sampleSize === dataset.pool.count ? REPLICATES.slice(0, 1) : REPLICATES;
}

/** None where a single one would take too long. */
function affordableFits(work: number, most: number, effort = 1): number {
  if (work > WORK.alone * effort) return 0;
  return Math.max(1, Math.min(most, Math.floor((WORK.together * effort) / work)));
}

function stepsFor(request: BaselineRequest): number {
  const { least, most } = STEPS;
  const work = WORK.together * (request.effort ?? 1);
  return Math.max(least, Math.min(most, Math.floor(work / workOf(request, 1))));
}

function workOf({ dataset, sampleSize }: BaselineRequest, steps: number): number {
  const { pool, task, classes, encoding } = dataset;
  const count = sampleSize || pool.count;
  const columns = countColumns(pool, embeddedColumns(encoding).length);
  if (task === 'classification') return 2 * count * columns * classes.length * steps;
  return (count * columns ** 2) / 2 + columns ** 3 / 3;
}

interface JudgedFit {
  readonly kind: Baseline['kind'];
  readonly draws: readonly Draw[];
  readonly fitOn: (task: FitTask) => NamedFit;
}

function judgeFits(
  { dataset, sampleSize, experimentSeed, touchesFinal }: BaselineRequest,
  task: FitTask,
  loss: Loss,
  { kind, draws, fitOn }: JudgedFit,
): Baseline {
  const { width } = task;
  const dataOf = dividedData(dataset);
  const judged = draws.map((draw) => {
    const data = dataOf(draw, experimentSeed);
    const rows = drawSample(data, sampleSize, streamRandom(experimentSeed, 'sample', draw.sample));
    const fitted = fitOn({ ...task, dataset: data }).fit(rows);
    const judge = (samples: Samples) => {
      const predictions = {
        count: samples.count,
        width,
        outputs: fitted(samples),
        targetWidth: dataset.targetNames.length,
        targets: samples.targets,
        ...(samples.weights === undefined ? {} : { weights: samples.weights }),
      };
      return { loss: loss.evaluate(predictions), ...evaluatePredictions(dataset.task, predictions) };
    };
    return { selection: judge(data.selection), final: touchesFinal ? judge(dataset.final) : null };
  });
  const selection = meanOfEach(judged.map((one) => one.selection));
  return {
    name: fitOn(task).name,
    kind,
    loss: selection.loss ?? Number.NaN,
    replicates: draws.length,
    selection,
    final: touchesFinal ? meanOfEach(judged.flatMap(({ final }) => final ?? [])) : null,
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

/** Of every metric that all have. */
function meanOfEach(records: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const names = Object.keys(records[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, meanOf(records.map((record) => record[name] ?? Number.NaN))]));
}
