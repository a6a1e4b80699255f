/** @file What a layer is: shapes and parameters, its part of a training graph, its part of an exported model. */
import type { z } from 'zod';
import type { JsonObject } from '../../../core/index.js';
import type { Tensor } from '../graph/tensor.js';
import type { OnnxGraph } from '../onnx/onnx-graph.js';
import type { Features } from './features.js';

/** One trainable tensor. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: 'weight' | 'bias' | 'slope';
  /** Inputs and outputs of one unit, as initialisations count them. */
  readonly fanIn: number;
  readonly fanOut: number;
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
  /** Adds the layer to a training graph; parameters come in the order of `parameters`. */
  train(features: Features, parameters: readonly Tensor[]): Features;
  /** The trained parameters in the layout that `infer` expects. */
  exportParameters(values: readonly Float32Array[]): readonly ExportedTensor[];
  /**
   * Adds the layer to a graph of standard operators and returns the result's name. Maps are [batch, channels, height,
   * width] there, vectors [batch, features]; `parameters` are the names of what `exportParameters` gives.
   */
  infer(onnx: OnnxGraph, input: string, parameters: readonly string[]): string;
}

/** A kind of layer: its settings in a configuration and how it is built from them. */
export interface LayerKind {
  readonly kind: string;
  readonly schema: z.ZodType<JsonObject>;
  /** Throws a {@link LayerMisfit} where the input's shape does not suit. */
  build(settings: JsonObject, name: string, inputShape: readonly number[]): Layer;
}

/** A layer cannot take its input; `message` says why. */
export class LayerMisfit extends Error {}
