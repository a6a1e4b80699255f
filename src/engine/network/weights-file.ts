/** @file The `weights` artifact of a trial: what an exported model is made from, as bytes. */
import { packNumbers, runError, unpackNumbers } from '../../core/index.js';
import type { TrainedWeights } from './inference-graph.js';

/** "surefoot weights, layout 3", then the arrays' lengths, then their values. */
const MAGIC = 'SFWEIGHT0003';
const ARRAYS = 12;

export function encodeWeights(weights: TrainedWeights): Uint8Array {
  const { parameters, buffers, inputScaling, featureScaling, targetScaling } = weights;
  const scalings = [inputScaling, featureScaling].flatMap(({ shift, factor, low, high }) => [shift, factor, low, high]);
  const arrays = [parameters, buffers, ...scalings, targetScaling.centre, targetScaling.spread];
  return packNumbers(
    MAGIC,
    arrays.map(({ length }) => length),
    arrays,
  );
}

/** Throws a RunError where the bytes are not what {@link encodeWeights} gives. */
export function decodeWeights(bytes: Uint8Array): TrainedWeights {
  const packed = unpackNumbers(bytes, MAGIC, ARRAYS, (lengths) => lengths);
  if (packed === undefined) {
    throw runError`weights-unreadable: These ${bytes.byteLength} bytes are not a weights file of this version.
      Fix: Train it again, or use the version that wrote the file.`;
  }
  const array = (index: number): Float32Array => packed.arrays[index] as Float32Array;
  return {
    parameters: array(0),
    buffers: array(1),
    inputScaling: { shift: array(2), factor: array(3), low: array(4), high: array(5) },
    featureScaling: { shift: array(6), factor: array(7), low: array(8), high: array(9) },
    targetScaling: { centre: array(10), spread: array(11) },
  };
}
