/** @file Finds the weights of a linear model in a trial's own sample. They are exact, and nothing but the sample is random. */
import { takeColumn } from '../../../core/index.js';
import { embeddedColumns, type Samples } from '../../datasets/index.js';
import { sizeOf } from '../graph/tensor.js';
import type { TrainedWeights } from '../inference-graph.js';
import { computeFeature } from '../joined-features.js';
import type { Network } from '../network.js';
import { drawExamples, type NetworkTraining, type TrainingRequest } from '../network-course.js';
import type { TrainingSample } from '../runtime/training-member.js';
import { applyScaling } from '../scaling.js';
import { unscaleTarget } from '../target-scaling.js';
import { divideInputs, interleave, joinInputs, scaleSample } from '../training-sample.js';
import { fitLeastSquares, type Shrinkage } from './least-squares.js';
import { fitLogistic } from './logistic.js';

/** Enough for slopes that are held down at all. */
const STEPS = 2000;

/** Throws where the sample cannot be used. */
export function fitLinear(request: TrainingRequest, shrinkage: Shrinkage): NetworkTraining {
  const weights = solveLinear(request.network, drawExamples(request).training, shrinkage);
  return { weights, lossPerEpoch: [], diverged: false };
}

/** From these examples, of a network that is a linear model; `steps` of a search for slopes of classes at most. */
export function solveLinear(
  network: Network,
  examples: Samples,
  shrinkage: Shrinkage,
  steps: number = STEPS,
): TrainedWeights {
  const { sample, ...scaling } = scaleSample(network, examples);
  const columns = columnsOf(network, examples, scaling);
  const models =
    network.data.task === 'classification'
      ? fitClasses(network, sample, columns, { shrinkage, steps })
      : fitTargets(network, sample, columns, { shrinkage, targets: examples.targets });
  return { parameters: inLayer(network, columns, models), buffers: new Float32Array(), ...scaling };
}

/** What it says of samples, as its model file does but for the last digits: values of targets, or logits, `outputs` of each example. */
export function predictLinear(network: Network, weights: TrainedWeights, samples: Samples): Float32Array {
  const { outputs, scales } = network;
  const { parameters, targetScaling } = weights;
  const columns = columnsOf(network, samples, weights);
  const { matrix, width } = columns;
  const predicted = new Float32Array(samples.count * outputs);
  for (let place = 0; place < predicted.length; place++) {
    const output = place % outputs;
    const row = (place - output) / outputs;
    let value = parameters[parameters.length - outputs + output] as number;
    for (let column = 0; column < width; column++) {
      value +=
        (parameters[parameterOf(network, columns, column) + output] as number) *
        (matrix[row * width + column] as number);
    }
    predicted[place] = unscaleTarget(scales.target, targetScaling, output, value);
  }
  return predicted;
}

/** What a linear model has slopes of: scaled inputs but for numbers of levels, which come last, then features. */
interface Columns {
  /** Row by row. */
  readonly matrix: Float32Array;
  readonly inputs: number;
  readonly width: number;
}

interface OutputModel {
  readonly offset: number;
  readonly slopes: ArrayLike<number>;
}

function columnsOf(
  { data, features, scales }: Network,
  samples: Samples,
  { inputScaling, featureScaling }: Pick<TrainedWeights, 'inputScaling' | 'featureScaling'>,
): Columns {
  const embedded = embeddedColumns(data.encoding).length;
  const inputs = sizeOf(data.inputShape) - embedded;
  const own = divideInputs(samples.inputs, data.inputShape.at(-1) as number, embedded).scaled.values;
  const beside = interleave(features.map((name) => computeFeature(name, samples, data.inputShape)));
  const matrix = joinInputs(
    { values: applyScaling(scales.inputs, inputScaling, own), width: inputs },
    { values: applyScaling(scales.inputs, featureScaling, beside), width: features.length },
  );
  return { matrix, inputs, width: inputs + features.length };
}

/** Least squares stand in for other errors; relative ones weigh examples by 1 / target^2. */
function fitTargets(
  { data, loss }: Network,
  { count, targets, weights }: TrainingSample,
  { matrix, width }: Columns,
  { shrinkage, targets: raw }: { readonly shrinkage: Shrinkage; readonly targets: Float32Array },
): OutputModel[] {
  const outputs = data.targetNames.length;
  return data.targetNames.map((_, output) => {
    const weightOf = (row: number) => {
      const given = weights?.[row] ?? 1;
      return loss.bestConstant === 'relative-mean' ? given / (raw[row * outputs + output] as number) ** 2 : given;
    };
    const own = takeColumn(targets, outputs, output);
    return fitLeastSquares(
      { matrix, width, targets: own, weights: Float64Array.from({ length: count }, (_, row) => weightOf(row)) },
      shrinkage,
    );
  });
}

function fitClasses(
  { data, outputs }: Network,
  { targets: labels, weights: counts }: TrainingSample,
  { matrix, width }: Columns,
  { shrinkage: { penalty }, steps }: { readonly shrinkage: Shrinkage; readonly steps: number },
): OutputModel[] {
  const classes = data.classes.length;
  const weights = fitLogistic({ matrix, width, labels, classes, penalty, weights: counts }, steps);
  const models = Array.from({ length: classes }, (_, label) => {
    const start = label * (width + 1);
    return { offset: weights[start + width] as number, slopes: weights.subarray(start, start + width) };
  });
  if (outputs > 1) return models;
  // A single logit is that of the second class, less that of the first.
  const [first, second] = models as [(typeof models)[number], (typeof models)[number]];
  return [
    {
      offset: second.offset - first.offset,
      slopes: second.slopes.map((slope, column) => slope - (first.slopes[column] as number)),
    },
  ];
}

/** The flat parameters of the output layer: a row for each input, in which an output has its own place; then the offsets. */
function inLayer(network: Network, columns: Columns, models: readonly OutputModel[]): Float32Array {
  const { outputs, parameterCount } = network;
  const parameters = new Float32Array(parameterCount);
  for (const [output, { offset, slopes }] of models.entries()) {
    for (let column = 0; column < columns.width; column++) {
      parameters[parameterOf(network, columns, column) + output] = slopes[column] as number;
    }
    parameters[parameterCount - outputs + output] = offset;
  }
  return parameters;
}

/** Where the slopes of a column begin: numbers of levels, which have none, lie between inputs and features. */
function parameterOf({ data, outputs }: Network, { inputs }: Columns, column: number): number {
  return (column < inputs ? column : column + sizeOf(data.inputShape) - inputs) * outputs;
}
