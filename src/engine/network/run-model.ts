/** @file Runs a model's file on samples as its users run it: all that it says of each example, how good that is by any score, and how long one takes. */
import {
  defined,
  evaluateMetric,
  evaluatePredictions,
  figuresWithout,
  type JsonObject,
  joinArrays,
  type LeftOutFigures,
  type Predictions,
} from '../../core/index.js';
import type { Samples, Task } from '../datasets/index.js';
import { outputFigures, predictionsOf } from './evaluate-outputs.js';
import { LOSS_KINDS } from './losses/index.js';
import { buildNetwork, type NetworkData } from './network.js';
import { feedsOf } from './runtime/evaluate.js';
import type { InferenceSession, Tensor } from './runtime/onnxruntime.js';
import { openSession } from './runtime/session.js';

/** Numeric outputs of a model by name, example by example; 0 and 1 for what is true or false. */
export type ToldOfSamples = Readonly<Record<string, Float32Array>>;

export interface ModelRun {
  readonly told: ToldOfSamples;
  /** Loss and metrics of these samples, by the configuration that it was trained by. */
  readonly figures: Readonly<Record<string, number>>;
  /** The truth, example by example: class numbers, or targets side by side. */
  readonly targets: Float32Array;
  /** Of one example alone, the median of several, which depends on the machine; where it was asked for. */
  readonly milliseconds?: number;
  /** Figures without one block of examples after the other, where blocks were given. */
  readonly leftOut?: LeftOutFigures;
}

interface RunOptions {
  readonly timed?: boolean;
  readonly blocks?: readonly Int32Array[] | undefined;
}

/** Bounds the memory that activations take. */
const BLOCK = 256;

/** Of a model that `exportNetwork` made with this configuration. */
export async function runModel(
  model: Uint8Array,
  data: NetworkData,
  samples: Samples,
  configuration: JsonObject,
  { timed = false, blocks: leaving }: RunOptions = {},
): Promise<ModelRun> {
  const session = await openSession(model);
  try {
    const network = buildNetwork(configuration, data);
    const feeds = (start: number, end: number) => feedsOf(session, network, samples, start, end);
    const names = session.outputMetadata.flatMap((output) =>
      output.isTensor && output.type !== 'string' ? [output.name] : [],
    );
    const blocks: (readonly Float32Array[])[] = [];
    for (let start = 0; start < samples.count; start += BLOCK) {
      const given = await session.run(feeds(start, Math.min(start + BLOCK, samples.count)), names);
      blocks.push(names.map((name) => Float32Array.from((given[name] as Tensor).data as Float32Array, Number)));
    }
    const told = Object.fromEntries(
      names.map((name, place) => [
        name,
        joinArrays(
          Float32Array,
          blocks.map((block) => block[place] as Float32Array),
        ),
      ]),
    );
    const predictions = predictionsOf(network, samples, told.output as Float32Array);
    const judge = (given: Predictions) => outputFigures(network, given);
    const leftOut = leaving && figuresWithout(judge, predictions, leaving);
    const milliseconds = timed ? await timeOf(session, feeds(0, 1)) : undefined;
    return { told, figures: judge(predictions), targets: samples.targets, ...defined({ milliseconds, leftOut }) };
  } finally {
    await session.release();
  }
}

const TIMED = 15;
const MOST_MILLISECONDS = 100;

async function timeOf(session: InferenceSession, feeds: Record<string, Tensor>): Promise<number> {
  const times: number[] = [];
  const begun = performance.now();
  while (times.length < TIMED && (times.length < 3 || performance.now() - begun < MOST_MILLISECONDS)) {
    const start = performance.now();
    await session.run(feeds);
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[times.length >> 1] as number;
}

/** What is known of the model. */
export interface JudgedModel {
  readonly classes: readonly string[];
  /** With its settings; undefined where it is not known. */
  readonly loss: JsonObject;
}

/**
 * Figures by name, of outputs as training knows them: `loss` and the metrics of the task (docs/metrics.md). NaN for a name that
 * there is not, or that has no value here.
 */
export function judgeOutputs(model: JudgedModel, figure: string): (predictions: Predictions) => number {
  if (figure === 'loss') {
    const { loss } = model;
    const kind = LOSS_KINDS.find(({ name }) => name === loss.name);
    if (kind === undefined) return () => Number.NaN;
    const { name: _, ...settings } = loss;
    const { evaluate } = kind.build(settings);
    return (predictions) => evaluate(predictions);
  }
  const task = taskOf(model);
  return (predictions) => evaluateMetric(task, predictions, figure) ?? Number.NaN;
}

/** What a model is judged by where nobody says: its loss, or the metric that says the same in the target's own units. */
export function usualScore(model: JudgedModel): string {
  const kind = LOSS_KINDS.find(({ name }) => name === model.loss.name);
  // Of one that was changed it may not be known.
  if (kind === undefined) return taskOf(model) === 'regression' ? 'rmse' : 'logLoss';
  return kind.inUnits ?? 'loss';
}

/** Names of the figures that these outputs have. */
export function judgedScores(model: JudgedModel, predictions: Predictions): readonly string[] {
  const metrics = Object.keys(evaluatePredictions(taskOf(model), predictions));
  return Number.isNaN(judgeOutputs(model, 'loss')(predictions)) ? metrics : ['loss', ...metrics];
}

function taskOf({ classes }: JudgedModel): Task {
  return classes.length > 0 ? 'classification' : 'regression';
}
