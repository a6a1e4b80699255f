/** @file Runs an inference graph over samples, a block of examples at a time. */

import type { Samples } from '../../../datasets/index.js';
import { sizeOf } from '../graph/tensor.js';
import { columnInput, inputColumns } from '../joined-features.js';
import type { Predictions } from '../losses/index.js';
import type { Network } from '../network.js';
import { type InferenceSession, Tensor } from './onnxruntime.js';

/** Bounds the memory that activations take. */
const BLOCK = 256;

/** Outputs for every example beside its targets. `weights` are the graph's inputs other than raw data. */
export async function predict(
  session: InferenceSession,
  network: Network,
  samples: Samples,
  weights: Readonly<Record<string, Tensor>> = {},
): Promise<Predictions> {
  const { data, outputs: width, features } = network;
  const { count, targets } = samples;
  const size = sizeOf(data.inputShape);
  const outputs = new Float32Array(count * width);
  for (let start = 0; start < count; start += BLOCK) {
    const end = Math.min(start + BLOCK, count);
    const columns = inputColumns(features).map((name) => {
      const values = (samples.features[name] as Float32Array).subarray(start, end);
      return [columnInput(name), new Tensor('float32', values, [end - start, 1])] as const;
    });
    const input = new Tensor('float32', samples.inputs.subarray(start * size, end * size), [
      end - start,
      ...data.inputShape,
    ]);
    const results = await session.run({ ...weights, ...Object.fromEntries(columns), input }, ['output']);
    outputs.set((results.output as Tensor).data as Float32Array, start * width);
  }
  return { count, width, outputs, targetWidth: data.targetNames.length, targets };
}
