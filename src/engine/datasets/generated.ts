/** @file Shares what all built-in generators do: examples drawn one by one from seeded randomness of their own. */
import { z } from 'zod';
import { type Random, randomFrom } from '../../core/index.js';
import { type Dataset, hashDataset, type Samples } from './dataset.js';
import { type DataPart, splitCalibration, splitRepeated, splitSamples, splitSeed } from './split.js';

/** Sizes of the parts of a generated data set: each is drawn afresh, so any size can be had. */
export function generatedSizesSchema(defaults: { pool: number; selection: number; final: number }) {
  const count = z.int().min(1).max(1_000_000);
  return z
    .strictObject({
      pool: count.default(defaults.pool).describe('Examples that replicates draw their training samples from.'),
      selection: count.default(defaults.selection).describe('Examples whose losses rank the candidates.'),
      final: count.default(defaults.final).describe('Examples used once, for the figures that are reported.'),
      calibration: splitCalibration(count),
      seed: splitSeed,
      repeated: splitRepeated,
      samples: splitSamples,
    })
    .prefault({})
    .describe('How many examples are generated for each part.');
}

/** Writes one example's inputs, targets and named features; everything random about it comes from `random`. */
type DrawExample = (random: Random, inputs: Float32Array, targets: Float32Array, features: Float32Array) => void;

/**
 * A data set of generated examples, which are drawn when somebody looks at them: what they are like is known without. Each part
 * has its own random numbers: making one larger keeps the examples it had and changes no other part.
 */
export function generateDataset(
  {
    featureNames = [],
    ...description
  }: Pick<Dataset, 'name' | 'task' | 'inputShape' | 'targetNames' | 'positiveTargets' | 'classes'> & {
    readonly featureNames?: readonly string[];
  },
  split: z.output<ReturnType<typeof generatedSizesSchema>>,
  drawExample: DrawExample,
): Dataset {
  const cells = description.inputShape.reduce((product, extent) => product * extent, 1);
  const width = description.targetNames.length;
  const generate = (part: DataPart, count: number): DrawnValues => {
    const random = randomFrom('data', description.name, part, split.seed);
    const inputs = new Float32Array(count * cells);
    const targets = new Float32Array(count * width);
    const columns = featureNames.map(() => new Float32Array(count));
    const features = new Float32Array(columns.length);
    for (let index = 0; index < count; index++) {
      drawExample(
        random,
        inputs.subarray(index * cells, (index + 1) * cells),
        targets.subarray(index * width, (index + 1) * width),
        features,
      );
      columns.forEach((column, feature) => {
        column[index] = features[feature] as number;
      });
    }
    return { inputs, targets, columns };
  };
  const samplesOf = (part: DataPart, count: number) => drawnOnDemand(count, featureNames, () => generate(part, count));
  const dataset = {
    ...description,
    pool: samplesOf('pool', split.pool),
    selection: samplesOf('selection', split.selection),
    final: samplesOf('final', split.final),
    ...(split.calibration === undefined ? {} : { calibration: samplesOf('calibration', split.calibration) }),
    simulated: true,
  };
  let hash: string | undefined;
  return {
    ...dataset,
    get hash() {
      hash ??= hashDataset(dataset);
      return hash;
    },
  };
}

interface DrawnValues extends Pick<Samples, 'inputs' | 'targets'> {
  /** Of features, in the order of their names. */
  readonly columns: readonly Float32Array[];
}

function drawnOnDemand(count: number, featureNames: readonly string[], draw: () => DrawnValues): Samples {
  let drawn: DrawnValues | undefined;
  const values = () => {
    drawn ??= draw();
    return drawn;
  };
  const columns = featureNames.map((name, feature) => [
    name,
    { enumerable: true, get: () => values().columns[feature] },
  ]);
  return {
    count,
    get inputs() {
      return values().inputs;
    },
    get targets() {
      return values().targets;
    },
    features: Object.defineProperties({}, Object.fromEntries(columns)),
  };
}
