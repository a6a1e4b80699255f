/** @file Finds the weights of a linear model in a trial's own sample. They are exact, and nothing but the sample is random. */
import { embeddedColumns } from '../../datasets/index.js';
import { sizeOf } from '../graph/tensor.js';
import type { Network } from '../network.js';
import { drawExamples, type NetworkTraining, type TrainingRequest } from '../network-course.js';
import type { TrainingSample } from '../runtime/training-member.js';
import { scaleSample } from '../training-sample.js';
import { fitLeastSquares, type Shrinkage } from './least-squares.js';
import { fitLogistic } from './logistic.js';

/** Enough for slopes that are held down at all. */
const STEPS = 2000;

/** Throws where the sample cannot be used. */
export function fitLinear(request: TrainingRequest, shrinkage: Shrinkage): NetworkTraining {
  const { network } = request;
  const examples = drawExamples(request).training;
  const { sample, ...scaling } = scaleSample(network, examples);
  const columns = columnsOf(network, sample);
  const models =
    network.data.task === 'classification'
      ? fitClasses(network, sample, columns, shrinkage)
      : fitTargets(network, sample, columns, { shrinkage, targets: examples.targets });
  return {
    weights: { parameters: inLayer(network, columns, models), buffers: new Float32Array(), ...scaling },
    lossPerEpoch: [],
    diverged: false,
  };
}

/** What a linear model has slopes of: scaled inputs but for numbers of levels, which come last, then features. */
interface Columns {
  /** Row by row. */
  readonly matrix: Float64Array;
  readonly inputs: number;
  readonly width: number;
}

interface OutputModel {
  readonly offset: number;
  readonly slopes: ArrayLike<number>;
}

function columnsOf({ data, features }: Network, { count, inputs, features: joined }: TrainingSample): Columns {
  const all = sizeOf(data.inputShape);
  const own = all - embeddedColumns(data.encoding).length;
  const width = own + features.length;
  const matrix = new Float64Array(count * width);
  for (let row = 0; row < count; row++) {
    matrix.set(inputs.subarray(row * all, row * all + own), row * width);
    matrix.set(joined.subarray(row * features.length, (row + 1) * features.length), row * width + own);
  }
  return { matrix, inputs: own, width };
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
    const own = Float64Array.from({ length: count }, (_, row) => targets[row * outputs + output] as number);
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
  { penalty }: Shrinkage,
): OutputModel[] {
  const classes = data.classes.length;
  const weights = fitLogistic({ matrix, width, labels, classes, penalty, weights: counts }, STEPS);
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
function inLayer(
  { data, outputs, parameterCount }: Network,
  { inputs, width }: Columns,
  models: readonly OutputModel[],
): Float32Array {
  const parameters = new Float32Array(parameterCount);
  const levels = sizeOf(data.inputShape) - inputs;
  for (const [output, { offset, slopes }] of models.entries()) {
    for (let column = 0; column < width; column++) {
      const row = column < inputs ? column : column + levels;
      parameters[row * outputs + output] = slopes[column] as number;
    }
    parameters[parameterCount - outputs + output] = offset;
  }
  return parameters;
}
