/** @file Trains one network from its seeds, without a run around it: its losses, its metrics, and the model as its users get it. */
import { type JsonObject, replicateStreams, type Streams, type Trial } from '../../core/index.js';
import { type Dataset, dividedData } from '../datasets/index.js';
import { checkData } from './data-checks.js';
import { type Evaluation, evaluateOutputs } from './evaluate-outputs.js';
import { evaluateModel, exportNetwork } from './exported-model.js';
import { createNetworkInspector } from './inspector.js';
import { buildNetwork } from './network.js';
import { SessionCache } from './runtime/session.js';
import { predictByWeights, trainNetwork } from './train-network.js';
import { encodeWeights } from './weights-file.js';

export interface TrainModelOptions {
  /** What all randomness is derived from, with `streams`: equal ones give equal losses, bit for bit, on one machine. Default 0. */
  readonly seed?: number;
  /** Indices of initial weights, sample, order and noise, or one number for all of them. Default 0. */
  readonly streams?: Streams | number;
  /** Training examples, drawn from the pool; 0, the default, takes all. */
  readonly sample?: number;
  /** Takes the training loss of each epoch as it ends. */
  readonly onEpoch?: (loss: number) => void;
  readonly signal?: AbortSignal;
}

export interface TrainedModel extends Evaluation {
  /** Training loss of each epoch. */
  readonly lossPerEpoch: readonly number[];
  /** Loss and metrics on the final set, as the model gives them. */
  readonly final: Evaluation;
  /** An ONNX file: raw data in. */
  readonly model: Uint8Array;
}

/**
 * Loss and metrics of the whole are those on the selection set, what a race goes by; of `final` those on examples that nothing chose by.
 * Undefined where training diverged: a loss was not finite, or above the configuration's limit.
 *
 * @throws InputError for a configuration or data that cannot be used; the signal's reason when it is aborted.
 * @example
 * const data = await readData({ file: 'houses.csv', target: 'price' });
 * const trained = await trainModel({ layers: [{ dense: { units: 8 } }], epochs: 5 }, data, { seed: 1, streams: 3 });
 */
export async function trainModel(
  configuration: JsonObject,
  dataset: Dataset,
  {
    seed = 0,
    streams = 0,
    sample = 0,
    onEpoch = () => {},
    signal = new AbortController().signal,
  }: TrainModelOptions = {},
): Promise<TrainedModel | undefined> {
  checkData(dataset);
  const inspector = createNetworkInspector(dataset);
  const complete = inspector.complete(configuration);
  inspector.describe(complete);
  const network = buildNetwork(complete, dataset);
  const trial: Trial = {
    candidate: '',
    streams: typeof streams === 'number' ? replicateStreams(streams) : streams,
    fidelity: { sampleSize: sample },
    repeat: 0,
  };
  const divided = dividedData(dataset)(trial.streams, seed);
  const sessions = new SessionCache(16);
  try {
    const request = { network, dataset: divided, trial, experimentSeed: seed, report: onEpoch, signal };
    const { weights, lossPerEpoch, diverged } = await trainNetwork(request, sessions);
    if (diverged) return undefined;
    const outputs = await predictByWeights(network, weights, divided.selection, sessions);
    const model = exportNetwork({ candidate: { configuration: complete }, dataset, weights: encodeWeights(weights) });
    const final = await evaluateModel(model, dataset, dataset.final, complete);
    return { ...evaluateOutputs(network, outputs), lossPerEpoch, final, model };
  } finally {
    await sessions.close();
  }
}
