/** @file A configuration and the data it is for, made into layers, a loss and an optimizer that fit each other. */
import { defined, inputError, type JsonObject } from '../../core/index.js';
import { type Dataset, embeddedColumns, type Samples } from '../datasets/index.js';
import { requirePictures } from './augmentation.js';
import { requireClasses } from './class-weights.js';
import { configurationFields, type NetworkConfiguration, parseConfiguration } from './configuration.js';
import { requireTokens } from './data-checks.js';
import { sizeOf } from './graph/tensor.js';
import { graphSettings } from './graph-settings.js';
import { layerOf, ownInitializations } from './initializers/by-layer.js';
import { refuseFeature } from './joined-features.js';
import { buildNamed, type NamedSettings } from './kinds.js';
import { layersWithin, partsTogether } from './layers/chain.js';
import { buildDense, dense } from './layers/dense.js';
import { createEmbedding } from './layers/embedding.js';
import { buildEntry, builtEntry, type LayerEntry } from './layers/entries.js';
import { LAYER_KINDS } from './layers/index.js';
import type { BufferSpec, Layer, ParameterSpec } from './layers/layer.js';
import { isLinear, type LinearConfiguration, parseLinear } from './linear/configuration.js';
import type { Shrinkage } from './linear/least-squares.js';
import { LOSS_KINDS, type Loss, type LossGraph, type LossKind } from './losses/index.js';
import { clippingFields } from './optimizers/clipping.js';
import { OPTIMIZER_KINDS, type Optimizer, type OptimizerGraph } from './optimizers/index.js';
import { groupParameters, type ParameterGroup } from './parameter-groups.js';
import type { ScalingName } from './scaling.js';
import { settleTarget } from './settle-target.js';
import type { TargetScale } from './target-scaling.js';

/** What a network must know of the data; without a pool there are no columns to join as features. */
export type NetworkData = Pick<
  Dataset,
  'inputShape' | 'task' | 'targetNames' | 'positiveTargets' | 'classes' | 'targetReadings' | 'encoding' | 'inputNames'
> & {
  readonly pool?: Pick<Samples, 'features'> & Partial<Pick<Samples, 'targets' | 'inputs'>>;
  readonly selection?: Partial<Pick<Samples, 'inputs'>>;
  readonly final?: Partial<Pick<Samples, 'inputs'>>;
};

/** What the training graph is built from, batch size apart; no setting whose value is fed is in it. */
export interface NetworkGraph {
  readonly data: NetworkData;
  readonly settings: BuiltSettings;
  /** The configured layers and, last, the output layer. */
  readonly layers: readonly Layer[];
  /** Values per example that come out. */
  readonly outputs: number;
  readonly loss: LossGraph;
  readonly optimizer: OptimizerGraph;
  /** All layers' parameters, in the order in which their values lie in a row. */
  readonly parameters: readonly ParameterSpec[];
  readonly parameterCount: number;
  /** How a training graph holds them. */
  readonly groups: readonly ParameterGroup[];
  /** All layers' buffers, likewise. */
  readonly buffers: readonly BufferSpec[];
  readonly bufferCount: number;
  /** Random factors per example, over all layers that have noise. */
  readonly noiseCount: number;
  /** Names of the features that some layer joins, each once. */
  readonly features: readonly string[];
  /** Of one data set, equal for networks whose training graphs are equal: all of `settings`. */
  readonly key: string;
}

/** What of a configuration the training graph is built from, of parts with settings of their own what they say of it. */
type BuiltSettings = ReturnType<typeof builtSettings> & {
  /** Of a linear model: features that stand beside the inputs. */
  readonly joined?: readonly string[];
};

function builtSettings(
  configuration: NetworkConfiguration,
  { graphSettings: loss }: Loss,
  { graphSettings: optimizer }: Optimizer,
) {
  const { gradientClipping: clipping } = configuration;
  const gradientClipping = clipping && graphSettings(clippingFields, clipping);
  const { inputs: _inputs, target: _target, ...others } = graphSettings(configurationFields, configuration);
  const layers = others.layers.map((entry) => builtEntry(LAYER_KINDS, entry));
  return { ...others, layers, loss, optimizer, gradientClipping };
}

/** What else the inference graph is built from: training gets samples that are scaled already. */
export interface Scales {
  readonly inputs: ScalingName;
  /** `none` for classes. */
  readonly target: TargetScale;
}

export interface Network extends NetworkGraph {
  readonly configuration: NetworkConfiguration;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly scales: Scales;
  /** Of a linear model: how much its slopes are held down. Its weights are found exactly, and nothing of the optimizer is used. */
  readonly exact?: Shrinkage;
  /** Of each of `parameters`: its layer's own, or the configuration's. */
  readonly initializations: readonly NamedSettings[];
}

/** Throws an InputError where the configuration is wrong in itself or does not fit the data. */
export function buildNetwork(json: JsonObject, data: NetworkData): Network {
  const linear = isLinear(json) ? parseLinear(json) : undefined;
  const given = linear === undefined ? parseConfiguration(json) : withoutLayers(linear);
  const { kind, outputs } = chooseLoss(given, data);
  const target = settleTarget(given, kind, data);
  requireClasses(given.classWeights, data);
  requireTokens(given, data);
  const configuration = { ...given, loss: { ...given.loss, name: kind.name }, target };
  const loss = kind.build(configuration.loss);
  const optimizer = buildNamed(OPTIMIZER_KINDS, configuration.optimizer);
  const joined = linear && Object.keys(data.pool?.features ?? {});
  const settings = { ...builtSettings(configuration, loss, optimizer), ...defined({ joined }) };
  const graph = buildGraph(settings, { data, outputs, loss, optimizer });
  if (linear !== undefined) requireLeastSquares(linear, kind.name, loss, data);
  requirePictures(given.augment, graph);
  const scales = { inputs: configuration.inputs, target: target?.scale ?? 'none' };
  const own = ownInitializations(given.layers);
  const initializations = graph.parameters.map(({ name }) => own.get(layerOf(name)) ?? given.initialization);
  const exact = linear && { penalty: linear.penalty, mix: linear.mix };
  return { ...graph, configuration, loss, optimizer, scales, initializations, ...defined({ exact }) };
}

/** All columns of the data go into the output layer. */
function withoutLayers({ penalty: _penalty, mix: _mix, ...shared }: LinearConfiguration): NetworkConfiguration {
  return { ...parseConfiguration({ layers: [] }), ...shared };
}

/** Throws an InputError for a loss that neither least squares nor likelihood is for. */
function requireLeastSquares({ mix }: LinearConfiguration, name: string, loss: Loss, { task }: NetworkData): void {
  if (task === 'classification' && mix > 0) {
    throw inputError`linear-mix: mix is ${mix}, but the slopes of classes are held down by their squares alone.
      Allowed: mix: 0 for classes; 0 to 1 for numbers
      Fix: Leave \`mix\` out.`;
  }
  const isOther = typeof loss.bestConstant === 'number' && loss.bestConstant !== 0.5;
  if (!isOther && (task === 'regression' || loss.coefficientCount === 0)) return;
  throw inputError`linear-loss: loss is "${name}" with settings that a linear model is not fitted by.
    Allowed: losses around the middle of what may be, by least squares; classes without labelSmoothing
    Fix: Choose another loss, or train networks: \`trainer: network\`.`;
}

/** From nothing of the configuration but `settings`, which therefore make the key. */
function buildGraph(
  settings: BuiltSettings,
  parts: Pick<NetworkGraph, 'data' | 'outputs' | 'loss' | 'optimizer'>,
): NetworkGraph {
  const layers = buildLayers(settings, parts.data, parts.outputs);
  const { parameters, buffers, noise, joins } = partsTogether(layers);
  return {
    ...parts,
    layers,
    settings,
    parameters,
    parameterCount: parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    groups: groupParameters(parameters),
    buffers,
    bufferCount: buffers.reduce((sum, { size }) => sum + size, 0),
    noiseCount: noise.reduce((sum, { size }) => sum + size, 0),
    features: [...new Set(joins)],
    key: JSON.stringify(settings),
  };
}

function buildLayers(
  settings: Pick<BuiltSettings, 'layers' | 'embedding' | 'joined'>,
  data: NetworkData,
  outputs: number,
): Layer[] {
  if (settings.joined !== undefined) return [buildOutputLayer(outputs, data.inputShape, settings.joined)];
  const layers = buildEmbedding(settings, data);
  const shapeSoFar = (): readonly number[] => layers.at(-1)?.outputShape ?? data.inputShape;
  for (const [index, entry] of settings.layers.entries()) {
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
export function buildOutputLayer(
  outputs: number,
  inputShape: readonly number[],
  joined: readonly string[] = [],
): Layer {
  const name = 'output';
  return {
    ...buildDense({ units: outputs, bias: true, activation: 'none' }, name, inputShape, joined),
    name,
    kind: dense.kind,
  };
}

/** The layer at `layers[index]`. Throws an InputError where it does not fit its input, or asks for what the data do not have. */
export function buildLayer(entry: LayerEntry, index: number, inputShape: readonly number[], data: NetworkData): Layer {
  const layer = buildEntry(LAYER_KINDS, entry, `layers[${index}]`, inputShape);
  for (const within of layersWithin(layer)) if (within.inner === undefined) refuseMissingFeatures(within, data);
  return layer;
}

function refuseMissingFeatures({ name, joins = [] }: Layer, { inputShape, pool }: NetworkData): void {
  const columns = Object.keys(pool?.features ?? {});
  for (const feature of joins) {
    const reason = refuseFeature(feature, inputShape, columns);
    if (reason === undefined) continue;
    throw inputError`feature-missing: ${name}.join names "${feature}": ${reason}.
      Allowed: sum, barycentre${columns.map((column) => `, ${column}`).join('')}; several joined by "+"
      Fix: Correct ${name}.join, or give the data that column.`;
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
  throw inputError`loss-misfit: loss is "${wanted}", which does not suit ${data.task}${classes}.
    Allowed: one of ${fitting.map(({ name }) => name).join(', ')}
    Fix: Choose one of these losses, or leave \`loss\` out.`;
}
