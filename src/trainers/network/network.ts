/** @file A configuration and the data it is for, made into layers, a loss and an optimizer that fit each other. */
import { canonicalJson, InputError, type JsonObject } from '../../core/index.js';
import type { Dataset } from '../../datasets/index.js';
import { type NetworkConfiguration, parseConfiguration } from './configuration.js';
import { sizeOf } from './graph/tensor.js';
import { dense } from './layers/dense.js';
import { describeShape } from './layers/fit.js';
import { LAYER_KINDS } from './layers/index.js';
import { type Layer, LayerMisfit, type ParameterSpec } from './layers/layer.js';
import { type Loss, lossNamed, lossNamesFor } from './losses/index.js';
import { OPTIMIZER_KINDS, type Optimizer } from './optimizers/index.js';

/** What a network must know of the data. */
export type NetworkData = Pick<Dataset, 'inputShape' | 'task' | 'targetNames' | 'classes'>;

export interface Network {
  readonly configuration: NetworkConfiguration;
  readonly data: NetworkData;
  /** The configured layers and, last, the output layer. */
  readonly layers: readonly Layer[];
  /** Values per example that come out: classes, or targets. */
  readonly outputs: number;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** All layers' parameters, in the order in which they lie in the flat vector. */
  readonly parameters: readonly ParameterSpec[];
  readonly parameterCount: number;
  /** Equal for networks whose training graphs are equal, batch size apart. */
  readonly graphKey: string;
}

/** Throws an InputError where the configuration is wrong in itself or does not fit the data. */
export function buildNetwork(json: JsonObject, data: NetworkData): Network {
  const configuration = parseConfiguration(json);
  const lossName = fittingLoss(configuration, data);
  const outputs = data.task === 'classification' ? data.classes.length : data.targetNames.length;
  const layers: Layer[] = [];
  const shapeSoFar = (): readonly number[] => layers.at(-1)?.outputShape ?? data.inputShape;
  for (const [index, entry] of configuration.layers.entries()) {
    layers.push(buildLayer(entry, `layers[${index}]`, shapeSoFar()));
  }
  layers.push(dense.build({ units: outputs, activation: 'none' }, 'output', shapeSoFar()));
  const parameters = layers.flatMap((layer) => layer.parameters);
  const kind = OPTIMIZER_KINDS.find(({ name }) => name === configuration.optimizer.name);
  const { name: _, ...optimizerSettings } = configuration.optimizer;
  const optimizer = (kind as (typeof OPTIMIZER_KINDS)[number]).build(optimizerSettings);
  return {
    configuration: { ...configuration, loss: lossName },
    data,
    layers,
    outputs,
    loss: lossNamed(lossName),
    optimizer,
    parameters,
    parameterCount: parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    graphKey: canonicalJson([data.inputShape, outputs, configuration.layers, lossName, optimizer.graphKey]),
  };
}

function buildLayer(entry: JsonObject, place: string, inputShape: readonly number[]): Layer {
  const kind = LAYER_KINDS.find((candidate) => entry[candidate.kind] !== undefined) as (typeof LAYER_KINDS)[number];
  const name = `${place}.${kind.kind}`;
  const settings = entry[kind.kind] as JsonObject;
  try {
    return kind.build(settings, name, inputShape);
  } catch (error) {
    if (!(error instanceof LayerMisfit)) throw error;
    throw new InputError({
      code: 'layer-misfit',
      what: `${name} ${JSON.stringify(settings)}: ${error.message}.`,
      allowed: `settings that fit an input of ${describeShape(inputShape)}`,
      fix: `Change ${name} or the layers before it.`,
    });
  }
}

function fittingLoss(configuration: NetworkConfiguration, data: NetworkData): string {
  const fitting = lossNamesFor(data.task);
  const loss = configuration.loss ?? (fitting[0] as string);
  if (fitting.includes(loss)) return loss;
  throw new InputError({
    code: 'loss-misfit',
    what: `loss is "${loss}", which does not suit ${data.task}.`,
    allowed: `one of ${fitting.join(', ')}`,
    fix: 'Choose one of these losses, or leave `loss` out.',
  });
}
