/** @file Data and initial weights for a timed network, equal in every process. */
import { randomFrom } from '../src/core/index.js';
import { initializeParameters } from '../src/engine/network/initializers/index.js';
import { buildNetwork } from '../src/engine/network/network.js';
import { type BenchNetwork, makeExamples } from './networks.js';

export interface Setup {
  readonly network: BenchNetwork;
  readonly batch: number;
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  readonly parameters: Float32Array;
}

export function makeSetup(network: BenchNetwork, batch: number): Setup {
  const { parameters: specs } = buildNetwork(network.configuration, network.data);
  const parameters = initializeParameters({ name: 'pytorch' }, specs, randomFrom('bench', 'init'));
  return { network, batch, ...makeExamples(network), parameters };
}
