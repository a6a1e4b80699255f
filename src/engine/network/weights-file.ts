/** @file The `weights` artifact of a trial: what an exported model is made from, as bytes. */
import { packNumbers, runError, unpackNumbers } from '../../core/index.js';
import type { TrainedWeights } from './inference-graph.js';

/** "surefoot weights, layout 2", then the arrays' lengths, then their values. */
const MAGIC = 'SFWEIGHT0002';
const ARRAYS = 8;

export function encodeWeights(weights: TrainedWeights): Uint8Array {
  const { parameters, buffers, inputScaling, featureScaling, targetScaling } = weights;
  const scalings = [inputScaling, featureScaling].flatMap(({ shift, factor }) => [shift, factor]);
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
    inputScaling: { shift: array(2), factor: array(3) },
    featureScaling: { shift: array(4), factor: array(5) },
    targetScaling: { centre: array(6), spread: array(7) },
  };
}
