/**
 * @file Which trainings of networks are worth training together, and how many fit: small ones, of dense layers, whose steps are more
 * overhead than arithmetic (bench/stack.ts).
 */
import {
  type Candidate,
  type Fidelity,
  type JsonObject,
  oncePerObject,
  type Stackable,
  type Trial,
} from '../../core/index.js';
import type { Dataset } from '../datasets/index.js';
import { sizeOf } from './graph/tensor.js';
import { buildNetwork, type Network } from './network.js';

/** Above it a step's time goes into arithmetic and memory, of which members save each other nothing. */
const MOST_PARAMETERS = 16_384;

/** What the examples and states of trainings together may take, whatever the machine has: there is one such stack at each place. */
const MOST_BYTES = 256 * 2 ** 20;

/** Pure; asks nothing of the runtime. Undefined for trainings that are done alone. */
export function createStackRule(
  dataset: Dataset,
): (candidate: Pick<Candidate, 'configuration'>, trial: Trial) => Stackable | undefined {
  const ofNetwork = oncePerObject((configuration: JsonObject): ((fidelity: Fidelity) => Stackable | undefined) => {
    const network = buildNetwork(configuration, dataset);
    if (!isWorthwhile(network)) return () => undefined;
    const { batchSize, epochs, earlyStopping } = network.configuration;
    const others = JSON.stringify([earlyStopping?.validation, batchSize, network.key]);
    return (fidelity) => {
      const examples = fidelity.sampleSize || dataset.pool.count;
      return {
        key: `${epochs} x ${examples} ${others}`,
        most: Math.max(1, Math.floor(MOST_BYTES / memberBytes(network, examples))),
      };
    };
  });
  // Layers of pictures and sequences are arithmetic; whether one of them has any is not worth building all.
  if (dataset.inputShape.length > 1) return () => undefined;
  return ({ configuration }, { fidelity }) => ofNetwork(configuration)(fidelity);
}

function isWorthwhile({ layers, parameterCount }: Network): boolean {
  return parameterCount <= MOST_PARAMETERS && layers.every(({ outputShape }) => outputShape.length === 1);
}

/** A member's examples are there twice, its own and beside those of the others; its states before and after an epoch. */
function memberBytes({ data, features, optimizer, parameterCount }: Network, examples: number): number {
  const example = sizeOf(data.inputShape) + data.targetNames.length + features.length;
  const states = parameterCount * (1 + optimizer.initialStates.length);
  return 2 * Float32Array.BYTES_PER_ELEMENT * (examples * example + states);
}
