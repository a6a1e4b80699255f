/** @file A configuration and the data it is for, made into layers, a loss and an optimizer that fit each other. */
import { canonicalJson, InputError, type JsonObject } from '../../core/index.js';
import { type Dataset, embeddedColumns, type Samples } from '../../datasets/index.js';
import { chooseTarget } from './choose-target.js';
import { requireClasses } from './class-weights.js';
import { type NetworkConfiguration, parseConfiguration } from './configuration.js';
import { sizeOf } from './graph/tensor.js';
import { refuseFeature } from './joined-features.js';
import { dense } from './layers/dense.js';
import { createEmbedding } from './layers/embedding.js';
import { describeShape } from './layers/fit.js';
import { LAYER_KINDS } from './layers/index.js';
import { type BufferSpec, type Layer, LayerMisfit, type ParameterSpec } from './layers/layer.js';
import { LOSS_KINDS, type Loss, type LossKind } from './losses/index.js';
import { OPTIMIZER_KINDS, type Optimizer, type OptimizerKind } from './optimizers/index.js';
import type { TargetScale } from './target-scaling.js';

/** What a network must know of the data; without a pool there are no columns to join as features. */
export type NetworkData = Pick<
  Dataset,
  'inputShape' | 'task' | 'targetNames' | 'classes' | 'targetReadings' | 'encoding' | 'inputNames'
> & {
  readonly pool?: Pick<Samples, 'features'> & Partial<Pick<Samples, 'targets' | 'inputs'>>;
};

export interface Network {
  readonly configuration: NetworkConfiguration;
  readonly data: NetworkData;
  /** The configured layers and, last, the output layer. */
  readonly layers: readonly Layer[];
  /** Values per example that come out. */
  readonly outputs: number;
  readonly loss: Loss;
  /** `none` for classes. */
  readonly targetScale: TargetScale;
  readonly optimizer: Optimizer;
  /** All layers' parameters, in the order in which they lie in the flat vector. */
  readonly parameters: readonly ParameterSpec[];
  readonly parameterCount: number;
  /** All layers' buffers, likewise. */
  readonly buffers: readonly BufferSpec[];
  readonly bufferCount: number;
  /** Random factors per example, over all layers that have noise. */
  readonly noiseCount: number;
  /** Names of the features that some layer joins, each once. */
  readonly features: readonly string[];
  /** Equal for networks whose training graphs are equal, batch size apart. */
  readonly graphKey: string;
}

/** Throws an InputError where the configuration is wrong in itself or does not fit the data. */
export function buildNetwork(json: JsonObject, data: NetworkData): Network {
  const configuration = parseConfiguration(json);
  const { kind: lossKind, outputs } = chooseLoss(configuration, data);
  const { name: _, ...lossSettings } = configuration.loss ?? {};
  const loss = lossKind.build(lossSettings as JsonObject);
  const target = chooseTarget(configuration, lossKind, data);
  requireClasses(configuration.classWeights, data);
  const layers = buildLayers(configuration, data, outputs);
  const { name: optimizerName, ...optimizerSettings } = configuration.optimizer;
  const optimizerKind = OPTIMIZER_KINDS.find(({ name }) => name === optimizerName) as OptimizerKind;
  const optimizer = optimizerKind.build(optimizerSettings);
  const parameters = layers.flatMap((layer) => layer.parameters);
  const buffers = layers.flatMap((layer) => layer.buffers ?? []);
  const clipping = Object.keys(configuration.gradientClipping ?? {});
  const { layers: layerSettings } = configuration;
  return {
    configuration: { ...configuration, loss: { ...configuration.loss, name: lossKind.name }, target },
    data,
    layers,
    outputs,
    loss,
    targetScale: target?.scale ?? 'none',
    optimizer,
    parameters,
    parameterCount: parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    buffers,
    bufferCount: buffers.reduce((sum, { size }) => sum + size, 0),
    noiseCount: layers.reduce((sum, { noise }) => sum + (noise?.size ?? 0), 0),
    features: [...new Set(layers.flatMap(({ joins }) => joins ?? []))],
    graphKey: canonicalJson([
      data.inputShape,
      outputs,
      layerSettings,
      loss.graphKey,
      optimizer.graphKey,
      clipping,
      ...parameters.flatMap(({ role, shape }) => (role === 'table' ? [shape] : [])),
    ]),
  };
}

function buildLayers(configuration: NetworkConfiguration, data: NetworkData, outputs: number): Layer[] {
  const layers = buildEmbedding(configuration, data);
  const shapeSoFar = (): readonly number[] => layers.at(-1)?.outputShape ?? data.inputShape;
  for (const [index, entry] of configuration.layers.entries()) {
    layers.push(buildLayer(entry, index, shapeSoFar(), data));
  }
  return [...layers, buildOutputLayer(outputs, shapeSoFar())];
}

/** The layer that comes first where columns are embedded. */
export function buildEmbedding({ embedding }: Pick<NetworkConfiguration, 'embedding'>, data: NetworkData): Layer[] {
  const columns = embeddedColumns(data.encoding);
  return columns.length === 0 ? [] : [createEmbedding(columns, sizeOf(data.inputShape), embedding)];
}

/** The dense layer that comes last, with `outputs` units. */
export function buildOutputLayer(outputs: number, inputShape: readonly number[]): Layer {
  return dense.build({ units: outputs, activation: 'none' }, 'output', inputShape);
}

/** The layer at `layers[index]`. Throws an InputError where it does not fit its input, or asks for what the data do not have. */
export function buildLayer(entry: JsonObject, index: number, inputShape: readonly number[], data: NetworkData): Layer {
  const layer = buildFitting(entry, `layers[${index}]`, inputShape);
  refuseMissingFeatures(layer, data);
  return layer;
}

function buildFitting(entry: JsonObject, place: string, inputShape: readonly number[]): Layer {
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

function refuseMissingFeatures({ name, joins = [] }: Layer, { inputShape, pool }: NetworkData): void {
  const columns = Object.keys(pool?.features ?? {});
  for (const feature of joins) {
    const reason = refuseFeature(feature, inputShape, columns);
    if (reason === undefined) continue;
    throw new InputError({
      code: 'feature-missing',
      what: `${name}.join names "${feature}": ${reason}.`,
      allowed: `sum, barycentre${columns.map((column) => `, ${column}`).join('')}; several joined by "+"`,
      fix: `Correct ${name}.join, or give the data that column.`,
    });
  }
}

function outputsFor(kind: LossKind, { classes, targetNames }: NetworkData): number | undefined {
  return kind.outputs({ classes: classes.length, targets: targetNames.length });
}

/** The loss that is configured, or the default of the task; and how many outputs it asks for. Throws an InputError for a misfit. */
export function chooseLoss(
  configuration: Pick<NetworkConfiguration, 'loss'>,
  data: NetworkData,
): { readonly kind: LossKind; readonly outputs: number } {
  const fitting = LOSS_KINDS.filter((kind) => kind.task === data.task && outputsFor(kind, data) !== undefined);
  const wanted = configuration.loss?.name;
  const found = wanted === undefined ? fitting[0] : fitting.find(({ name }) => name === wanted);
  if (found !== undefined) return { kind: found, outputs: outputsFor(found, data) as number };
  const classes = data.task === 'classification' ? ` with ${data.classes.length} classes` : '';
  throw new InputError({
    code: 'loss-misfit',
    what: `loss is "${wanted}", which does not suit ${data.task}${classes}.`,
    allowed: `one of ${fitting.map(({ name }) => name).join(', ')}`,
    fix: 'Choose one of these losses, or leave `loss` out.',
  });
}
