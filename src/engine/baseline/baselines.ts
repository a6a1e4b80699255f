/**
 * @file Measures what no network is needed for, with the race's own loss: the best constant (trivial), and a linear or
 * logistic model of the raw columns (simple), trained on the same samples as the trials. They are never candidates.
 */
import {
  type Baseline,
  defined,
  evaluatePredictions,
  figuresWithout,
  type JsonObject,
  type Predictions,
  type Streams,
  streamRandom,
} from '../../core/index.js';
import {
  type Dataset,
  dividedData,
  drawSample,
  embeddedColumns,
  finalBlocks,
  type Samples,
} from '../datasets/index.js';
import { LOSS_KINDS, type Loss } from '../network/losses/index.js';
import { type FitTask, type Fitted, fitSimple, type NamedFit } from './linear.js';

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
  const task: FitTask = { dataset, lossName: kind.name, loss, width, steps };
  const draws = drawsOf(request);
  const affordable = affordableFits(workOf(request, steps), draws.length, request.effort);
  const fits: readonly JudgedFit[] = [
    { kind: 'trivial', draws, fitOn: fitConstant },
    // Least squares are for the middle of what may be.
    ...(affordable > 0 && (typeof loss.bestConstant !== 'number' || loss.bestConstant === 0.5)
      ? [{ kind: 'simple', draws: draws.slice(0, affordable), fitOn: fitSimple } as const]
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
  const columns =
    pool.inputs.length / pool.count - embeddedColumns(encoding).length + Object.keys(pool.features).length;
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
  const blocks = touchesFinal ? finalBlocks(dataset) : [];
  const judged = draws.map((draw, place) => {
    const data = dataOf(draw, experimentSeed);
    const rows = drawSample(data, sampleSize, streamRandom(experimentSeed, 'sample', draw.sample));
    const fitted = fitOn({ ...task, dataset: data }).fit(rows);
    const predict = (samples: Samples): Predictions => ({
      count: samples.count,
      width,
      outputs: fitted(samples),
      targetWidth: dataset.targetNames.length,
      targets: samples.targets,
      ...(samples.weights === undefined ? {} : { weights: samples.weights }),
    });
    const judge = (predictions: Predictions) => ({
      loss: loss.evaluate(predictions),
      ...evaluatePredictions(dataset.task, predictions),
    });
    const selection = judge(predict(data.selection));
    if (!touchesFinal) return { selection, final: null };
    const predictions = predict(dataset.final);
    // The rows are the same for every replicate.
    const finalLeftOut = place === 0 ? figuresWithout(judge, predictions, blocks) : undefined;
    return { selection, final: judge(predictions), finalLeftOut };
  });
  const selection = meanOfEach(judged.map((one) => one.selection));
  return {
    name: fitOn(task).name,
    kind,
    loss: selection.loss ?? Number.NaN,
    replicates: draws.length,
    selection,
    final: touchesFinal ? meanOfEach(judged.flatMap(({ final }) => final ?? [])) : null,
    ...defined({ finalLeftOut: judged[0]?.finalLeftOut }),
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

/** Named by what the constant is of the targets. */
function fitConstant(task: FitTask): NamedFit {
  return task.dataset.task === 'classification' ? classShares(task) : constantTarget(task);
}

/** Logarithms of the classes' shares: the chances that cross-entropy rewards, and the most frequent class for the accuracy. */
function classShares({ dataset, width }: FitTask): NamedFit {
  const { pool, classes } = dataset;
  return {
    name: 'class shares',
    fit: (rows) => {
      const counts = new Float64Array(classes.length);
      for (const row of rows) {
        const label = pool.targets[row] as number;
        counts[label] = (counts[label] as number) + (pool.weights?.[row] ?? 1);
      }
      // A class that a sample has none of keeps half an example, since an infinite loss would say nothing.
      const logits = counts.map((count) => Math.log(Math.max(count, 0.5)));
      const outputs = width === 1 ? Float64Array.of((logits[1] as number) - (logits[0] as number)) : logits;
      return repeated(outputs);
    },
  };
}

function constantTarget({ dataset, loss }: FitTask): NamedFit {
  const { pool, targetNames } = dataset;
  const { name, estimate } = constantUnder(loss);
  return {
    name,
    fit: (rows) => {
      const weights = Float64Array.from(rows, (row) => pool.weights?.[row] ?? 1);
      const constants = targetNames.map((_, column) => {
        const values = Float64Array.from(rows, (row) => pool.targets[row * targetNames.length + column] as number);
        return estimate(values, weights);
      });
      return repeated(Float64Array.from(constants));
    },
  };
}

/** From values and their weights. */
type Estimate = (values: Float64Array, weights: Float64Array) => number;

function constantUnder({ bestConstant: best, evaluate }: FitTask['loss']): {
  readonly name: string;
  readonly estimate: Estimate;
} {
  if (best === undefined) return { name: 'constant', estimate: leastUnder(evaluate) };
  if (best === 'relative-mean') return { name: 'constant', estimate: relativeMean };
  if (best === 'mean') return { name: 'mean', estimate: mean };
  return { name: best === 0.5 ? 'median' : 'quantile', estimate: quantileAt(best) };
}

/** The same outputs for every example. */
function repeated(outputs: Float64Array): Fitted {
  return ({ count }) =>
    Float32Array.from({ length: count * outputs.length }, (_, index) => outputs[index % outputs.length] as number);
}

function mean(values: Float64Array, weights: Float64Array): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return values.reduce((sum, value, index) => sum + (value * (weights[index] as number)) / total, 0);
}

/** Between the values that so large a share of the weights lies up to, and below: the middle of what the loss is least for. */
function quantileAt(level: number): Estimate {
  return (values, weights) => {
    const order = Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
    const wanted = level * weights.reduce((sum, weight) => sum + weight, 0);
    let reached = 0;
    const place = order.findIndex((index) => {
      reached += weights[index] as number;
      return reached >= wanted * (1 - 1e-12);
    });
    const low = values[order[place] as number] as number;
    const isBetween = reached <= wanted * (1 + 1e-12) && place + 1 < order.length;
    const high = isBetween ? (values[order[place + 1] as number] as number) : low;
    return low + (high - low) / 2;
  };
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** By golden sections between the least and the largest value: losses rise with the error. */
function leastUnder(evaluate: FitTask['loss']['evaluate']): Estimate {
  return (values, weights) => {
    const of = { count: values.length, width: 1, targetWidth: 1, targets: Float32Array.from(values) };
    const lossAt = (constant: number) =>
      evaluate({ ...of, outputs: new Float32Array(values.length).fill(constant), weights: Float32Array.from(weights) });
    let low = values.reduce((least, value) => Math.min(least, value));
    let high = values.reduce((most, value) => Math.max(most, value));
    for (let step = 0; step < 60; step++) {
      const [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
      if (lossAt(left) < lossAt(right)) high = right;
      else low = left;
    }
    return (low + high) / 2;
  };
}

/** Least mean of ((constant - y) / y)^2. */
function relativeMean(values: Float64Array, weights: Float64Array): number {
  let inverse = 0;
  let square = 0;
  for (const [index, value] of values.entries()) {
    inverse += (weights[index] as number) / value;
    square += (weights[index] as number) / value ** 2;
  }
  return inverse / square;
}
