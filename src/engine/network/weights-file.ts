/** @file The `weights` artifact of a trial: what an exported model is made from, as bytes. */
import { runError } from '../../core/index.js';
import type { TrainedWeights } from './inference-graph.js';

/** "surefoot weights, layout 2", then the arrays' lengths (uint32), then their values (float32), all little-endian. */
const MAGIC = 'SFWEIGHT0002';
const ARRAYS = 8;
const HEADER_BYTES = MAGIC.length + ARRAYS * 4;

export function encodeWeights(weights: TrainedWeights): Uint8Array {
  const { parameters, buffers, inputScaling, featureScaling, targetScaling } = weights;
  const scalings = [inputScaling, featureScaling].flatMap(({ shift, factor }) => [shift, factor]);
  const arrays = [parameters, buffers, ...scalings, targetScaling.centre, targetScaling.spread];
  const values = arrays.reduce((total, { length }) => total + length, 0);
  const bytes = new Uint8Array(HEADER_BYTES + 4 * values);
  bytes.set(new TextEncoder().encode(MAGIC));
  const view = new DataView(bytes.buffer);
  for (const [index, { length }] of arrays.entries()) view.setUint32(MAGIC.length + 4 * index, length, true);
  let offset = HEADER_BYTES;
  for (const array of arrays) {
    for (const value of array) {
      view.setFloat32(offset, value, true);
      offset += 4;
    }
  }
  return bytes;
}

/** Throws a RunError where the bytes are not what {@link encodeWeights} gives. */
export function decodeWeights(bytes: Uint8Array): TrainedWeights {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const known = bytes.byteLength >= HEADER_BYTES && new TextDecoder().decode(bytes.subarray(0, MAGIC.length)) === MAGIC;
  const lengths = known
    ? Array.from({ length: ARRAYS }, (_, array) => view.getUint32(MAGIC.length + 4 * array, true))
    : [];
  const expected = HEADER_BYTES + 4 * lengths.reduce((total, length) => total + length, 0);
  if (!known || expected !== bytes.byteLength) {
    throw runError`weights-unreadable: These ${bytes.byteLength} bytes are not a weights file of this version.
      Fix: Train it again, or use the version that wrote the file.`;
  }
  let offset = HEADER_BYTES;
  const arrays = lengths.map((length) => {
    const start = offset;
    offset += 4 * length;
    return Float32Array.from({ length }, (_, index) => view.getFloat32(start + 4 * index, true));
  });
  const array = (index: number): Float32Array => arrays[index] as Float32Array;
  return {
    parameters: array(0),
    buffers: array(1),
    inputScaling: { shift: array(2), factor: array(3) },
    featureScaling: { shift: array(4), factor: array(5) },
    targetScaling: { centre: array(6), spread: array(7) },
  };
}
