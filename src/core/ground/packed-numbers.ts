/** @file Numbers as a file of bytes: a magic text, whole numbers as uint32, then arrays as float32; all little-endian. */

/** Of a magic text in ASCII. */
export function packNumbers(
  magic: string,
  head: readonly number[],
  arrays: readonly (ArrayLike<number> & Iterable<number>)[],
): Uint8Array {
  const start = magic.length + 4 * head.length;
  const bytes = new Uint8Array(start + 4 * arrays.reduce((sum, { length }) => sum + length, 0));
  bytes.set(new TextEncoder().encode(magic));
  const view = new DataView(bytes.buffer);
  for (const [place, value] of head.entries()) view.setUint32(magic.length + 4 * place, value, true);
  let offset = start;
  for (const array of arrays) {
    for (const value of array) {
      view.setFloat32(offset, value, true);
      offset += 4;
    }
  }
  return bytes;
}

/** The same from its bytes; `lengthsOf` says from the head how long arrays are. Undefined for bytes that are none, or of another length. */
export function unpackNumbers(
  bytes: Uint8Array,
  magic: string,
  heads: number,
  lengthsOf: (head: readonly number[]) => readonly number[],
): { readonly head: readonly number[]; readonly arrays: readonly Float32Array[] } | undefined {
  let offset = magic.length + 4 * heads;
  if (bytes.length < offset || new TextDecoder().decode(bytes.subarray(0, magic.length)) !== magic) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = Array.from({ length: heads }, (_, place) => view.getUint32(magic.length + 4 * place, true));
  const lengths = lengthsOf(head);
  if (bytes.length !== offset + 4 * lengths.reduce((sum, length) => sum + length, 0)) return undefined;
  const arrays = lengths.map((length) => {
    const values = new Float32Array(length);
    for (let place = 0; place < length; place++, offset += 4) values[place] = view.getFloat32(offset, true);
    return values;
  });
  return { head, arrays };
}
