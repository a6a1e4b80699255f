/** @file Runs an inference graph over samples, a block of examples at a time. */
import { type InferenceSession, Tensor } from 'onnxruntime-node';

/** Bounds the memory that activations take. */
const BLOCK = 256;

/** `output` for every example, row-major. `weights` are the graph's inputs other than `input`. */
export async function predict(
  session: InferenceSession,
  inputs: Float32Array,
  inputShape: readonly number[],
  weights: Readonly<Record<string, Tensor>> = {},
): Promise<Float32Array> {
  const size = inputShape.reduce((product, length) => product * length, 1);
  const count = inputs.length / size;
  const blocks: Float32Array[] = [];
  for (let start = 0; start < count; start += BLOCK) {
    const end = Math.min(start + BLOCK, count);
    const block = new Tensor('float32', inputs.subarray(start * size, end * size), [end - start, ...inputShape]);
    const results = await session.run({ ...weights, input: block }, ['output']);
    blocks.push((results.output as Tensor).data as Float32Array);
  }
  const outputs = new Float32Array(blocks.reduce((total, { length }) => total + length, 0));
  let next = 0;
  for (const block of blocks) {
    outputs.set(block, next);
    next += block.length;
  }
  return outputs;
}
