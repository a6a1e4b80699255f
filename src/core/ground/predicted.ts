/**
 * @file What one training predicted for the selection set, as a text in its outcome: races that compare the predictions of retrainings read it
 * there, so that they follow from outcomes alone, as every race does. Of classes the labels, which are a byte each; of numbers all of them.
 */

/** What was predicted, in the order of the examples. */
export interface ComparedPredictions {
  readonly kind: 'labels' | 'values';
  /** Numbers for each example; 1 for labels. */
  readonly outputs: number;
  /** [examples x outputs] */
  readonly values: Uint8Array | Uint16Array | Uint32Array | Float32Array;
}

/** How the numbers stand in the text, by its first word. */
const ARRAYS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array } as const;
type ArrayName = keyof typeof ARRAYS;

/** Bytes that go into one call, which takes them as arguments. */
const CHUNK = 8192;

/** Of probabilities the most likely class, the first of those that are equal. `u8:1:AAECAg==` */
export function writePredicted({
  kind,
  outputs,
  values,
}: {
  readonly kind: 'probabilities' | 'labels' | 'values';
  readonly outputs: number;
  readonly values: Float32Array;
}): string {
  if (kind === 'values') return encode('f32', outputs, values);
  const labels = kind === 'labels' ? Int32Array.from(values) : labelsOf(values, outputs);
  const most = labels.reduce((so, label) => Math.max(so, label), 0);
  const name = most < 2 ** 8 ? 'u8' : most < 2 ** 16 ? 'u16' : 'u32';
  return encode(name, 1, ARRAYS[name].from(labels));
}

/** Undefined for a text that {@link writePredicted} does not give. */
export function readPredicted(text: string): ComparedPredictions | undefined {
  const [, name, outputs, body] = /^(u8|u16|u32|f32):([1-9]\d*):([A-Za-z0-9+/]*={0,2})$/.exec(text) ?? [];
  if (name === undefined || body === undefined || body.length % 4 !== 0) return undefined;
  const bytes = Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
  const array = ARRAYS[name as ArrayName];
  const width = Number(outputs);
  if (bytes.length % (array.BYTES_PER_ELEMENT * width) !== 0) return undefined;
  return { kind: name === 'f32' ? 'values' : 'labels', outputs: width, values: new array(bytes.buffer) };
}

function encode(name: ArrayName, outputs: number, values: ComparedPredictions['values']): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let text = '';
  for (let from = 0; from < bytes.length; from += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(from, from + CHUNK));
  }
  return `${name}:${outputs}:${btoa(text)}`;
}

/** The most likely class of each example, the first of several; `probabilities` are [examples x classes]. */
export function labelsOf(probabilities: ArrayLike<number>, classes: number): Int32Array {
  const labels = new Int32Array(probabilities.length / classes);
  for (let example = 0; example < labels.length; example++) {
    const row = example * classes;
    let best = 0;
    for (let place = 1; place < classes; place++) {
      if ((probabilities[row + place] as number) > (probabilities[row + best] as number)) best = place;
    }
    labels[example] = best;
  }
  return labels;
}
