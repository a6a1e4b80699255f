/** @file A network's layers one after the other in a training graph, each with its share of the flat vectors. */
import { concatenate, reshape, slice } from './graph/operations/shape.js';
import { sizeOf, type Tensor } from './graph/tensor.js';
import { type Features, flattenFeatures, inputMap } from './layers/features.js';
import type { NetworkGraph } from './network.js';

/** One batch and everything else a training graph's forward part reads. */
export interface StepInputs {
  /** Flat, all parameters. */
  readonly parameters: Tensor;
  /** [batch, values], scaled. */
  readonly inputs: Tensor;
  /** [batch, targets] */
  readonly targets: Tensor;
  /** [coefficients of the loss, targets], where the loss has any. */
  readonly targetCoefficients?: Tensor | undefined;
  /** [batch]: 1 / examples for each example of the batch, 0 for places without one. */
  readonly weights: Tensor;
  /** [batch, joined features], where the network joins any. */
  readonly features?: Tensor | undefined;
  /** [batch * random factors], where the network has noise. */
  readonly noise?: Tensor | undefined;
  /** Flat, all buffers, where the network has any. */
  readonly buffers?: Tensor | undefined;
}

export interface Forward {
  /** [batch, outputs] */
  readonly outputs: Tensor;
  /** The parameters as the layers use them, each of its own shape. */
  readonly variables: readonly Tensor[];
  /** Flat, the buffers after the step. */
  readonly buffers: Tensor | undefined;
}

/** Takes consecutive runs from a flat vector. */
function reader(flat: Tensor | undefined): (length: number) => Tensor {
  let offset = 0;
  return (length) => {
    const start = offset;
    offset += length;
    return slice(flat as Tensor, 0, start, offset);
  };
}

export function buildForward(network: NetworkGraph, step: StepInputs): Forward {
  const batch = step.weights.shape[0] as number;
  const nextParameter = reader(step.parameters);
  const nextNoise = reader(step.noise);
  const nextBuffer = reader(step.buffers);
  const variables: Tensor[] = [];
  const buffers: Tensor[] = [];
  const feature = (name: string): Tensor => {
    const column = network.features.indexOf(name);
    return slice(step.features as Tensor, 1, column, column + 1);
  };
  let values = readInputs(network, step.inputs);
  for (const layer of network.layers) {
    const parameters = layer.parameters.map(({ shape }) => reshape(nextParameter(sizeOf(shape)), shape));
    variables.push(...parameters);
    const before = (layer.buffers ?? []).map(({ size }) => nextBuffer(size));
    let after: readonly Tensor[] = before;
    values = layer.train(values, parameters, {
      weights: step.weights,
      noise: layer.noise && nextNoise(batch * layer.noise.size),
      buffers: before,
      updateBuffers: (updated) => {
        after = updated;
      },
      feature,
    });
    // A map is computed when somebody asks for it; what it does to buffers must be known here.
    if (layer.buffers !== undefined) flattenFeatures(values);
    buffers.push(...after);
  }
  const outputs = flattenFeatures(values);
  return { outputs, variables, buffers: buffers.length > 0 ? concatenate(buffers, 0) : undefined };
}

function readInputs({ data }: NetworkGraph, inputs: Tensor): Features {
  const [height, width, channels] = data.inputShape;
  const isMap = height !== undefined && width !== undefined && channels !== undefined;
  return isMap ? inputMap(inputs, [height, width], channels) : { kind: 'vector', values: inputs };
}
