/** @file What is known of linear models without fitting them. */
import { asJson, type CandidateInspector, type JsonObject } from '../../../core/index.js';
import { buildNetwork, type NetworkData } from '../network.js';
import { parseLinear } from './configuration.js';

/** Pure; errors are as the port {@link CandidateInspector} has them. */
export function createLinearInspector(data: NetworkData): CandidateInspector {
  const inspect = (configuration: JsonObject) => {
    const own = parseLinear(configuration);
    return { own, network: buildNetwork(asJson(own), data) };
  };
  return {
    ownNames: ['classWeights'],
    complete: (configuration) => {
      const { own, network } = inspect(configuration);
      const { loss, target } = network.configuration;
      return asJson({ ...own, loss, ...(target === undefined ? {} : { target }) });
    },
    describe: (configuration) => {
      const { outputs, parameterCount: parameters } = inspect(configuration).network;
      return { parameters, layerCounts: {}, layers: [{ name: 'linear', outputShape: [outputs], parameters }] };
    },
  };
}
