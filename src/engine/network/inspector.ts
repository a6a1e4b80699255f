/**
 * @file Describes a configuration without training it: defaults, layers' shapes, parameter counts. A space has up to a
 * million configurations that share most of their parts, so each part is looked at once. And which trainings gain by one graph.
 */
import {
  asJson,
  type Candidate,
  type CandidateDescription,
  type CandidateInspector,
  type Fidelity,
  type JsonObject,
  type LayerDescription,
  oncePerObject,
  type Stackable,
  type Trial,
} from '../../core/index.js';
import type { Dataset } from '../datasets/index.js';
import { requirePictures } from './augmentation.js';
import { requireClasses } from './class-weights.js';
import { createConfigurationReader, type NetworkConfiguration } from './configuration.js';
import { requireTokens } from './data-checks.js';
import { sizeOf } from './graph/tensor.js';
import { settleInitializations } from './initializers/by-layer.js';
import { layersWithin, partsTogether } from './layers/chain.js';
import type { LayerEntry } from './layers/entries.js';
import type { Layer } from './layers/layer.js';
import {
  buildEmbedding,
  buildLayer,
  buildNetwork,
  buildOutputLayer,
  chooseLoss,
  type Network,
  type NetworkData,
} from './network.js';
import { settleTarget } from './settle-target.js';

/** What is kept of a layer: without its tables of positions. Of a block its layers come first, itself with what is its own last. */
type KnownLayer = readonly {
  readonly kind: string;
  readonly description: LayerDescription;
  readonly joins: readonly string[];
}[];

interface KnownNetwork {
  readonly description: CandidateDescription;
  /** Names of the features that layers join. */
  readonly features: readonly string[];
}

/** Pure; errors are as the port {@link CandidateInspector} has them. Configurations must not change afterwards. */
export function createNetworkInspector(data: NetworkData): CandidateInspector {
  const read = createConfigurationReader();
  const describeLayers = createLayersDescriber(data);
  const defaultLosses = new Map<string, JsonObject & { readonly name: string }>();
  // What was completed last is mostly what is described next.
  let last: { readonly complete: JsonObject; readonly description: CandidateDescription } | undefined;
  const inspect = (configuration: JsonObject) => {
    if (configuration === last?.complete) return last;
    const complete = read(configuration);
    const { kind, outputs } = chooseLoss(complete, data);
    const loss = complete.loss ?? defaultLosses.get(kind.name) ?? { name: kind.name };
    if (complete.loss === undefined) defaultLosses.set(kind.name, loss);
    const settled = { ...complete, layers: settleInitializations(complete.layers, complete.initialization) };
    const { description, features } = describeLayers(settled, outputs);
    requirePictures(complete.augment, { data, features });
    const target = settleTarget(complete, kind, data);
    requireClasses(complete.classWeights, data);
    requireTokens(complete, data);
    const filled = { ...settled, loss, ...(target === undefined ? {} : { target }) };
    last = { complete: asJson(filled), description };
    return last;
  };
  return {
    ownNames: ['classWeights'],
    complete: (configuration) => inspect(configuration).complete,
    describe: (configuration) => inspect(configuration).description,
  };
}

/** For lists of completed layers, with an output layer of so many units after them. */
function createLayersDescriber(data: NetworkData) {
  const layersOf = oncePerObject((_entry: LayerEntry) => new Map<string, KnownLayer>());
  const describeLayer = (entry: LayerEntry, index: number, inputShape: readonly number[]): KnownLayer => {
    const known = layersOf(entry);
    const where = `${index} ${inputShape.join('x')}`;
    const layer = known.get(where) ?? keep(buildLayer(entry, index, inputShape, data));
    known.set(where, layer);
    return layer;
  };
  const describeOutput = (outputs: number, inputShape: readonly number[]): KnownLayer =>
    keep(buildOutputLayer(outputs, inputShape));
  const listsOf = oncePerObject((_layers: readonly LayerEntry[]) => new Map<string, KnownNetwork>());
  return (configuration: Pick<NetworkConfiguration, 'layers' | 'embedding'>, outputs: number): KnownNetwork => {
    const { layers, embedding } = configuration;
    const known = listsOf(layers);
    const key = `${outputs} ${embedding}`;
    let network = known.get(key);
    if (network === undefined) {
      const built: KnownLayer[] = buildEmbedding(configuration, data).map(keep);
      const shapeSoFar = () => built.at(-1)?.at(-1)?.description.outputShape ?? data.inputShape;
      for (const [index, entry] of layers.entries()) built.push(describeLayer(entry, index, shapeSoFar()));
      network = summarise(built, describeOutput(outputs, shapeSoFar()));
      known.set(key, network);
    }
    return network;
  };
}

function keep(layer: Layer): KnownLayer {
  return layersWithin(layer).map((one) => ({
    kind: one.kind,
    description: { name: one.name, outputShape: one.outputShape, parameters: ownParameters(one) },
    joins: one.joins ?? [],
  }));
}

function ownParameters({ parameters, inner = [] }: Layer): number {
  const count = (specs: Layer['parameters']) => specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return count(parameters) - count(partsTogether(inner).parameters);
}

function summarise(known: readonly KnownLayer[], output: KnownLayer): KnownNetwork {
  const layers = known.flat();
  const layerCounts: Record<string, number> = {};
  for (const { kind } of layers) layerCounts[kind] = (layerCounts[kind] ?? 0) + 1;
  const descriptions = [...layers, ...output].map(({ description }) => description);
  const parameters = descriptions.reduce((sum, layer) => sum + layer.parameters, 0);
  const features = layers.flatMap(({ joins }) => joins);
  return { description: { parameters, layerCounts, layers: descriptions }, features };
}

// Which trainings of networks are worth training together, and how many fit: small ones, of dense layers, whose steps are more
// overhead than arithmetic (bench/stack.ts).

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
    if (network.exact !== undefined || !isWorthwhile(network)) return () => undefined;
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
