/**
 * @file Layers one after the other, as a network or a block of it has them: what they have together, and what each of them is given
 * of it. Parameters and buffers lie layer by layer, in the order of the layers; noise likewise.
 */
import type { Tensor } from '../graph/tensor.js';
import { type Features, flattenFeatures } from './features.js';
import type { ExportedTensor, Layer, TrainingScope } from './layer.js';

type Common = 'parameters' | 'buffers' | 'noise' | 'joins' | 'mixesExamples';

/** What layers have together; a block of them has it as a layer has its own. */
export function partsTogether(layers: readonly Layer[]): Required<Pick<Layer, Common>> {
  return {
    parameters: layers.flatMap(({ parameters }) => parameters),
    buffers: layers.flatMap(({ buffers = [] }) => buffers),
    noise: layers.flatMap(({ noise = [] }) => noise),
    joins: layers.flatMap(({ joins = [] }) => joins),
    mixesExamples: layers.some(({ mixesExamples = false }) => mixesExamples),
  };
}

/** A layer and all that it is made of, itself last. */
export function layersWithin(layer: Layer): readonly Layer[] {
  return [...(layer.inner ?? []).flatMap(layersWithin), layer];
}

/** Gives out a list in runs, from its first member on. */
function dealer<Member>(list: readonly Member[]): (count: number) => readonly Member[] {
  let next = 0;
  return (count) => {
    next += count;
    return list.slice(next - count, next);
  };
}

/** Trains layers in their order, each by its share of what they have together; `finish` tells of the buffers, once all are done. */
export function shareTraining(parameters: readonly Tensor[], scope: TrainingScope) {
  const nextParameters = dealer(parameters);
  const nextNoise = dealer(scope.noise);
  const nextBuffers = dealer(scope.buffers);
  const updated: Tensor[] = [];
  return {
    train: (layer: Layer, features: Features): Features => {
      const before = nextBuffers(layer.buffers?.length ?? 0);
      let after = before;
      const values = layer.train(features, nextParameters(layer.parameters.length), {
        ...scope,
        noise: nextNoise(layer.noise?.length ?? 0),
        buffers: before,
        updateBuffers: (own) => {
          after = own;
        },
      });
      // A map is computed when somebody asks for it; what it does to buffers must be known here.
      if (before.length > 0) flattenFeatures(values);
      updated.push(...after);
      return values;
    },
    finish: () => scope.updateBuffers(updated),
  };
}

/**
 * Of each layer its parameters and then its buffers, from all parameters, those of the block itself after them (`own` of them), and
 * all buffers.
 */
export function tensorsByLayer<Member>(layers: readonly Layer[], all: readonly Member[], own = 0): Member[][] {
  const parameters = layers.reduce((sum, layer) => sum + layer.parameters.length, 0);
  const nextParameters = dealer(all);
  const nextBuffers = dealer(all.slice(parameters + own));
  return layers.map(({ parameters, buffers = [] }) => [
    ...nextParameters(parameters.length),
    ...nextBuffers(buffers.length),
  ]);
}

/** A layer's trained parameters and buffers as an exported model stores them. */
export function exportTensors(layer: Layer, values: readonly Float32Array[]): readonly ExportedTensor[] {
  const shapes = [...layer.parameters.map(({ shape }) => shape), ...(layer.buffers ?? []).map(({ size }) => [size])];
  return (
    layer.exportParameters?.(values) ??
    values.map((own, place) => ({ shape: shapes[place] as readonly number[], values: own }))
  );
}
