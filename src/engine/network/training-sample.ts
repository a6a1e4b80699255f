/** @file A trial's training sample, scaled by what its own examples look like. */
import { embeddedColumns, type Samples } from '../datasets/index.js';
import { exampleWeights } from './class-weights.js';
import { computeFeature } from './joined-features.js';
import type { Network } from './network.js';
import type { TrainingSample } from './runtime/training-member.js';
import { applyScaling, fitScaling, isFenced, type Scaling } from './scaling.js';
import { fitTargetScaling, scaleTargets, type TargetScaling } from './target-scaling.js';

interface ScaledSample {
  readonly sample: TrainingSample;
  readonly targetScaling: TargetScaling;
  readonly inputScaling: Scaling;
  readonly featureScaling: Scaling;
}

/** Throws an InputError where the sample cannot be scaled as the configuration wants. */
export function scaleSample(network: Network, examples: Samples): ScaledSample {
  const { data, features, configuration, scales } = network;
  const scaling = scales.inputs;
  const channels = data.inputShape.at(-1) as number;
  const { scaled, levels } = divideInputs(examples.inputs, channels, embeddedColumns(data.encoding).length);
  const fenced = isFenced(data);
  const describe = (column: number) => `${fenced ? 'Column' : 'Channel'} ${column} of the input`;
  const inputScaling = fitScaling(scaling, scaled.values, scaled.width, describe, fenced);
  const joined = interleave(features.map((name) => computeFeature(name, examples, data.inputShape)));
  const describeFeature = (column: number) => `The feature "${features[column]}"`;
  const featureScaling = fitScaling(scaling, joined, features.length, describeFeature, fenced);
  const targetScaling = fitTargetScaling(scales.target, examples.targets, data.targetNames.length);
  const weights = exampleWeights(configuration.classWeights, data.classes, examples);
  return {
    sample: {
      count: examples.count,
      ...(weights === undefined ? {} : { weights }),
      inputs: joinInputs({ ...scaled, values: applyScaling(scaling, inputScaling, scaled.values) }, levels),
      targets: scaleTargets(scales.target, targetScaling, examples.targets),
      targetScaling,
      features: applyScaling(scaling, featureScaling, joined),
    },
    targetScaling,
    inputScaling,
    featureScaling,
  };
}

/** Rows of a width, one after the other. */
interface Rows {
  readonly values: Float32Array;
  readonly width: number;
}

/** The numbers of levels come last in an example, and stay what they are. */
export function divideInputs(inputs: Float32Array, width: number, embedded: number): { scaled: Rows; levels: Rows } {
  if (embedded === 0) return { scaled: { values: inputs, width }, levels: { values: new Float32Array(), width: 0 } };
  const take = (from: number, to: number): Rows => {
    const own = to - from;
    const rows = inputs.length / width;
    const place = (index: number) => Math.floor(index / own) * width + from + (index % own);
    return {
      width: own,
      values: Float32Array.from({ length: rows * own }, (_, index) => inputs[place(index)] as number),
    };
  };
  return { scaled: take(0, width - embedded), levels: take(width - embedded, width) };
}

export function joinInputs(scaled: Rows, levels: Rows): Float32Array {
  if (levels.width === 0) return scaled.values;
  const width = scaled.width + levels.width;
  const rows = levels.values.length / levels.width;
  const joined = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    joined.set(scaled.values.subarray(row * scaled.width, (row + 1) * scaled.width), row * width);
    joined.set(levels.values.subarray(row * levels.width, (row + 1) * levels.width), row * width + scaled.width);
  }
  return joined;
}

/** Row by row. */
export function interleave(columns: readonly Float32Array[]): Float32Array {
  const rows = columns[0]?.length ?? 0;
  const values = new Float32Array(rows * columns.length);
  for (const [column, source] of columns.entries()) {
    source.forEach((value, row) => {
      values[row * columns.length + column] = value;
    });
  }
  return values;
}
