/** @file A layer: its shapes and parameters, its part of a training graph, its part of an exported model. */
import { z } from 'zod';
import type { Tensor } from '../graph/tensor.js';
import { type GraphSettings, graphSettings } from '../graph-settings.js';
import type { OnnxGraph } from '../onnx/onnx-graph.js';
import type { Features } from './features.js';

/** One trainable tensor. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** `slope`: of a PReLU; `scale`, `shift`: of a batch normalisation; `table`: rows of embedded levels. */
  readonly role: 'weight' | 'bias' | 'slope' | 'scale' | 'shift' | 'table';
  /** Inputs and outputs of one unit, as initialisations count them. */
  readonly fanIn: number;
  readonly fanOut: number;
}

/** A vector that training updates by other means than the gradient. */
export interface BufferSpec {
  readonly name: string;
  readonly size: number;
  readonly initial: number;
}

/** Random factors a layer multiplies by: 0 with probability `rate`, else 1 / (1 - rate). */
interface NoiseSpec {
  readonly rate: number;
  /** Factors for one example. */
  readonly size: number;
}

/** What a layer finds beside its input in a training graph. */
export interface TrainingScope {
  /** [batch]: 1 / examples for each example of the batch, 0 for places without one. */
  readonly weights: Tensor;
  /** Flat factors for each of the layer's `noise`, batch times its `size` of them. */
  readonly noise: readonly Tensor[];
  /** In the order of the layer's `buffers`. */
  readonly buffers: readonly Tensor[];
  /** Says what the buffers are after this step. */
  updateBuffers(values: readonly Tensor[]): void;
  /** A joined feature, [batch, 1]. */
  feature(name: string): Tensor;
}

/** What a layer finds beside its input in an exported model. */
interface InferenceScope {
  /** Names of the layer's exported parameters, then of its buffers. */
  readonly tensors: readonly string[];
  /** A joined feature, [batch, 1]. */
  feature(name: string): string;
}

/** A parameter as an exported model stores it. */
export interface ExportedTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface Layer {
  /** Its place in the configuration: `layers[1].conv`. */
  readonly name: string;
  readonly kind: string;
  /** [height, width, channels] or [features]. */
  readonly outputShape: readonly number[];
  readonly parameters: readonly ParameterSpec[];
  readonly buffers?: readonly BufferSpec[];
  readonly noise?: readonly NoiseSpec[];
  /** Names of the features it joins to its input. */
  readonly joins?: readonly string[];
  /** True where an example's values depend on the others of its batch. */
  readonly mixesExamples?: boolean;
  /** The layers it is made of; their parameters, buffers and noise are among its own, in their order. */
  readonly inner?: readonly Layer[];
  /** Adds the layer to a training graph; parameters come in the order of `parameters`. */
  train(features: Features, parameters: readonly Tensor[], scope: TrainingScope): Features;
  /** The trained parameters in the layout that `infer` expects; default: as they are. */
  exportParameters?(values: readonly Float32Array[]): readonly ExportedTensor[];
  /**
   * Adds the layer to a graph of standard operators and returns the result's name. Maps are [batch, channels, height,
   * width] there, vectors [batch, features].
   */
  infer(onnx: OnnxGraph, input: string, scope: InferenceScope): string;
}

/** A kind of layer: its settings in a configuration and how it is built from them. */
export interface LayerKind {
  readonly kind: string;
  readonly schema: z.ZodType<object>;
  /** What of settings, as the schema has them, its part of a graph is built from. */
  graphSettings(settings: object): object;
  /** Throws a {@link LayerMisfit} where the input's shape does not suit. */
  build(settings: object, name: string, inputShape: readonly number[]): Layer;
}

/** What a kind's `build` is given. */
type BuiltFrom<Schema extends z.ZodType<object>> =
  Schema extends z.ZodObject<infer Fields> ? GraphSettings<Fields> : z.output<Schema>;

/** Makes a kind from its parts. */
export function layerKind<Schema extends z.ZodType<object>>(kind: {
  readonly kind: string;
  readonly schema: Schema;
  build(settings: BuiltFrom<Schema>, name: string, inputShape: readonly number[]): Omit<Layer, 'name' | 'kind'>;
}): LayerKind {
  const { kind: kindName, schema, build } = kind;
  const seenOf = (settings: object): object =>
    schema instanceof z.ZodObject ? graphSettings(schema.shape, settings) : settings;
  return {
    kind: kindName,
    schema,
    graphSettings: seenOf,
    build: (settings, name, inputShape) => ({
      ...build(seenOf(schema.parse(settings)) as BuiltFrom<Schema>, name, inputShape),
      name,
      kind: kindName,
    }),
  };
}

/** A layer cannot take its input; `message` says why. */
export class LayerMisfit extends Error {}
