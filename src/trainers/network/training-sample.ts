/** @file A trial's training sample, scaled by what its own examples look like. */
import type { Samples } from '../../datasets/index.js';
import { exampleWeights } from './class-weights.js';
import { computeFeature } from './joined-features.js';
import type { Network } from './network.js';
import type { TrainingSample } from './runtime/training-run.js';
import { applyScaling, fitScaling, type Scaling } from './scaling.js';
import { fitTargetScaling, scaleTargets, type TargetScaling } from './target-scaling.js';

export interface ScaledSample {
  readonly sample: TrainingSample;
  readonly targetScaling: TargetScaling;
  readonly inputScaling: Scaling;
  readonly featureScaling: Scaling;
}

/** Throws an InputError where the sample cannot be scaled as the configuration wants. */
export function scaleSample(network: Network, examples: Samples): ScaledSample {
  const { data, features, configuration, targetScale } = network;
  const scaling = configuration.inputs;
  const channels = data.inputShape.at(-1) as number;
  const isMap = data.inputShape.length === 3;
  const inputScaling = fitScaling(scaling, examples.inputs, channels, (column) =>
    isMap ? `Channel ${column} of the input` : `Column ${column} of the input`,
  );
  const joined = interleave(features.map((name) => computeFeature(name, examples, data.inputShape)));
  const featureScaling = fitScaling(scaling, joined, features.length, (column) => `The feature "${features[column]}"`);
  const targetScaling = fitTargetScaling(targetScale, examples.targets, data.targetNames.length);
  const weights = exampleWeights(configuration.classWeights, data.classes, examples);
  return {
    sample: {
      count: examples.count,
      ...(weights === undefined ? {} : { weights }),
      inputs: applyScaling(scaling, inputScaling, examples.inputs),
      targets: scaleTargets(targetScale, targetScaling, examples.targets),
      targetScaling,
      features: applyScaling(scaling, featureScaling, joined),
    },
    targetScaling,
    inputScaling,
    featureScaling,
  };
}

function interleave(columns: readonly Float32Array[]): Float32Array {
  const rows = columns[0]?.length ?? 0;
  const values = new Float32Array(rows * columns.length);
  for (const [column, source] of columns.entries()) {
    source.forEach((value, row) => {
      values[row * columns.length + column] = value;
    });
  }
  return values;
}
