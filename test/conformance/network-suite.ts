/**
 * @file What every layer and every loss must be, by what it does: its gradient is that of finite differences, and its exported model does
 * what training did, in ONNX Runtime, on random inputs and trained weights. Each fault is a sentence that names the entry.
 */
import { InputError, type JsonObject, randomFrom } from '../../src/core/index.js';
import { measureBaselines } from '../../src/engine/baseline/baselines.js';
import { evaluateModel, exportNetwork } from '../../src/engine/built-in.js';
import type { Dataset, Samples } from '../../src/engine/datasets/index.js';
import { initializeParameters } from '../../src/engine/network/initializers/index.js';
import type { LayerKind } from '../../src/engine/network/layers/layer.js';
import { batchLoss, coefficientTable, type LossKind } from '../../src/engine/network/losses/index.js';
import { buildNetwork, type Network, type NetworkData } from '../../src/engine/network/network.js';
import { NO_SCALING } from '../../src/engine/network/scaling.js';
import { encodeWeights } from '../../src/engine/network/weights-file.js';
import { openGradient } from '../engine/network/gradient-graph.js';

const BATCH = 6;

interface Place {
  readonly name: string;
  readonly inputShape: readonly number[];
  /** Layers before the one that is tried, towards which its gradient flows. */
  readonly before: readonly JsonObject[];
  readonly areTokens?: true;
}

/** Where a layer may stand. */
const PLACES: readonly Place[] = [
  { name: 'a map', inputShape: [4, 4, 2], before: [{ conv: { filters: 4, kernel: 2, activation: 'tanh' } }] },
  { name: 'a vector', inputShape: [5], before: [{ dense: { units: 4, activation: 'tanh' } }] },
  { name: 'a sequence', inputShape: [5, 2], before: [{ dense: { units: 4, perPosition: true, activation: 'tanh' } }] },
  { name: 'tokens', inputShape: [4], before: [], areTokens: true },
];

/** Of kinds that have settings without a default. */
const SETTINGS: Readonly<Record<string, JsonObject>> = {
  conv: { filters: 2, kernel: 2, activation: 'tanh' },
  depthwiseConv: { kernel: 2, activation: 'tanh' },
  maxPool: { size: 2 },
  averagePool: { size: 2 },
  dropout: { rate: 0.4 },
  activation: { name: 'silu' },
  add: { layers: [{ activation: { name: 'tanh' } }] },
  dense: { units: 3, activation: 'tanh' },
  sequence: { channels: 2 },
  tokenEmbedding: { tokens: 5, width: 2 },
  positions: { kind: 'learned' },
  attention: { heads: 2 },
};

/** The loss and its gradient of a batch, and the loss of the exported model on the same examples. */
interface Course {
  readonly network: Network;
  readonly configuration: JsonObject;
  readonly samples: Samples;
  /** Of the targets in the graph: (target - centre) / spread. */
  readonly unit?: { readonly centre: number; readonly spread: number };
}

const near = (value: number, other: number, by: number): boolean =>
  Math.abs(value - other) <= by * Math.max(1, Math.abs(other));

async function courseFaults({
  network,
  configuration,
  samples,
  unit = { centre: 0, spread: 1 },
}: Course): Promise<readonly string[]> {
  const random = randomFrom('conformance', JSON.stringify(configuration));
  const { loss, noiseCount, bufferCount, buffers } = network;
  const width = samples.inputs.length / BATCH;
  const row = (values: Float32Array) => [values, [values.length]] as const;
  const units = network.data.targetNames.map(() => unit);
  const table = coefficientTable(loss, units);
  const noise = Float32Array.from({ length: BATCH * noiseCount }, () => (random.uniform() < 0.4 ? 0 : 1 / 0.6));
  const initial = Float32Array.from(buffers.flatMap(({ size, initial: value }) => Array<number>(size).fill(value)));
  let parameters = initializeParameters({ name: 'pytorch' }, network.parameters, random).map(
    (value) => value + 0.2 * random.normal(),
  );
  const { at, close } = await openGradient(network, {
    parameters: row(parameters),
    inputs: [samples.inputs, [BATCH, width]],
    targets: [samples.targets.map((target) => (target - unit.centre) / unit.spread), [BATCH, 1]],
    weights: row(new Float32Array(BATCH).fill(1 / BATCH)),
    ...(table.length === 0 ? {} : { targetCoefficients: [table, [table.length / units.length, units.length]] }),
    ...(noiseCount === 0 ? {} : { noise: row(noise) }),
    ...(bufferCount === 0 ? {} : { buffers: row(initial) }),
  });
  const faults: string[] = [];
  try {
    const lossAt = async (values: Float32Array) => {
      const mean = (await at({ parameters: row(values) })).losses[0] as number;
      return loss.isRoot ? Math.sqrt(mean) : mean;
    };
    // Trained: by its own gradient.
    for (let step = 0; step < 5; step++) {
      const { gradient } = await at({ parameters: row(parameters) });
      const rate = 0.05 / Math.max(1, Math.hypot(...gradient));
      parameters = parameters.map((value, place) => value - rate * (gradient[place] as number));
    }
    const { gradient } = await at({ parameters: row(parameters) });
    for (const place of parameters.keys()) {
      const moved = (by: number) => lossAt(parameters.with(place, (parameters[place] as number) + by));
      const slopes: number[] = [];
      // A shorter reach passes no kink, a longer one is more exact.
      for (const reach of [2 ** -7, 2 ** -9, 2 ** -11]) {
        slopes.push(((await moved(reach)) - (await moved(-reach))) / (2 * reach));
        if (near(gradient[place] as number, slopes.at(-1) as number, 0.02)) break;
      }
      if (slopes.length < 3 || near(gradient[place] as number, slopes[2] as number, 0.02)) continue;
      faults.push(`parameter ${place} has the gradient ${gradient[place]}, and by finite differences ${slopes[0]}`);
      break;
    }
    // Statistics of a batch are none of the exported model's.
    if (!network.layers.some(({ mixesExamples }) => mixesExamples)) {
      const without = noiseCount === 0 ? {} : { noise: row(noise.map(() => 1)) };
      const { losses } = await at({ parameters: row(parameters), ...without });
      const trained = batchLoss(loss, losses, units);
      const weights = encodeWeights({
        ...{ parameters, buffers: initial, inputScaling: NO_SCALING, featureScaling: NO_SCALING },
        targetScaling: { centre: Float32Array.of(unit.centre), spread: Float32Array.of(unit.spread) },
      });
      const model = exportNetwork({ candidate: { configuration }, dataset: network.data, weights });
      const exported = await evaluateModel(model, network.data, samples, configuration);
      if (!near(exported.loss, trained, 1e-4))
        faults.push(`the exported model has the loss ${exported.loss}, and training had ${trained}`);
    }
  } finally {
    await close();
  }
  return faults;
}

const plain = { inputs: 'none', initialization: 'pytorch' };

function samplesOf(inputShape: readonly number[], next: () => number, target: () => number): Samples {
  const width = inputShape.reduce((product, extent) => product * extent, 1);
  return {
    count: BATCH,
    inputs: Float32Array.from({ length: BATCH * width }, next),
    targets: Float32Array.from({ length: BATCH }, target),
    features: {},
  };
}

/** What is wrong with a kind of layer, wherever it can stand. */
export async function layerFaults(
  { kind }: LayerKind,
  settings: JsonObject = SETTINGS[kind] ?? {},
): Promise<readonly string[]> {
  const random = randomFrom('conformance', 'layer', kind);
  const faults: string[] = [];
  let places = 0;
  for (const { name, inputShape, before, areTokens } of PLACES) {
    const data = { inputShape, task: 'regression', targetNames: ['y'], classes: [] } satisfies NetworkData;
    const configuration = { ...plain, target: 'none', layers: [...before, { [kind]: settings }], loss: 'mse' };
    const samples = samplesOf(inputShape, areTokens ? () => random.below(5) : () => random.normal(), () =>
      random.normal(),
    );
    let network: Network;
    try {
      network = buildNetwork(configuration, { ...data, pool: samples });
    } catch (error) {
      if (error instanceof InputError) continue;
      throw error;
    }
    places++;
    faults.push(
      ...(await courseFaults({ network, configuration, samples }).catch((error: Error) => [error.message])).map(
        (fault) => `the layer ${kind} on ${name}: ${fault}`,
      ),
    );
  }
  return places > 0 ? faults : [`the layer ${kind} fits nowhere: say in SETTINGS of the suite what it needs`];
}

/** What is wrong with a loss: gradient, measure, best constant. */
export async function lossFaults(kind: LossKind): Promise<readonly string[]> {
  const random = randomFrom('conformance', 'loss', kind.name);
  const isClasses = kind.task === 'classification';
  const classes = isClasses ? ['a', 'b'] : [];
  const data = { inputShape: [5], task: kind.task, targetNames: ['y'], classes } satisfies NetworkData;
  const unit = isClasses || kind.isRelative ? { centre: 0, spread: 1 } : { centre: 2, spread: 3 };
  const nextTarget = isClasses
    ? () => random.below(2)
    : () => (kind.isRelative ? 1 + random.uniform() : 2 + 3 * random.normal());
  const target = isClasses ? {} : { target: unit.spread === 1 ? 'none' : 'standardise' };
  const configuration = { ...plain, ...target, layers: [{ dense: { units: 4, activation: 'tanh' } }], loss: kind.name };
  const samples = samplesOf([5], () => random.normal(), nextTarget);
  const network = buildNetwork(configuration, data);
  const faults = await courseFaults({ network, configuration, samples, unit });
  return [...faults, ...(isClasses ? [] : constantFaults(kind, nextTarget))].map(
    (fault) => `the loss ${kind.name}: ${fault}`,
  );
}

const DRAWN = 401;

/** Skewed targets have a mean, a median and other quantiles of their own. */
function constantFaults(kind: LossKind, target: () => number): readonly string[] {
  const loss = kind.build({});
  const targets = Float32Array.from({ length: DRAWN }, () =>
    kind.isRelative ? target() ** 2 : Math.exp(target() / 4),
  );
  const samples: Samples = { count: DRAWN, inputs: new Float32Array(DRAWN), targets, features: {} };
  const data = { name: '', hash: '', simulated: true, inputShape: [1], targetNames: ['y'], classes: [] };
  const dataset: Dataset = { ...data, task: kind.task, pool: samples, selection: samples, final: samples };
  const request = { dataset, loss: kind.name, sampleSize: 0, experimentSeed: 0, touchesFinal: false };
  const [trivial] = measureBaselines(request);
  const lossAt = (constant: number) =>
    loss.evaluate({ count: DRAWN, width: 1, targetWidth: 1, targets, outputs: new Float32Array(DRAWN).fill(constant) });
  const better = Array.from({ length: 200 }, (_, place) => targets.toSorted()[2 * place] as number).find(
    (constant) => lossAt(constant) < (trivial?.loss ?? Number.NaN) - 1e-9,
  );
  return better === undefined ? [] : [`the constant ${better} is better than its best one (${trivial?.name})`];
}
