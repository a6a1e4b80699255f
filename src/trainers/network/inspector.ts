/** @file What can be said of a configuration without training it: defaults, layers' shapes, parameter counts. */
import type { CandidateInspector, JsonObject } from '../../core/index.js';
import { sizeOf } from './graph/tensor.js';
import { buildNetwork, type NetworkData } from './network.js';

/** Pure; errors are as the port {@link CandidateInspector} has them. */
export function createNetworkInspector(data: NetworkData): CandidateInspector {
  return {
    complete: (configuration) => {
      const complete = buildNetwork(configuration, data).configuration;
      // A round trip through text leaves out settings that are undefined.
      return JSON.parse(JSON.stringify(complete)) as JsonObject;
    },
    describe: (configuration) => {
      const network = buildNetwork(configuration, data);
      const layerCounts: Record<string, number> = {};
      for (const { kind, name } of network.layers) {
        if (name !== 'output') layerCounts[kind] = (layerCounts[kind] ?? 0) + 1;
      }
      return {
        parameters: network.parameterCount,
        layerCounts,
        layers: network.layers.map(({ name, outputShape, parameters }) => ({
          name,
          outputShape,
          parameters: parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
        })),
      };
    },
  };
}
