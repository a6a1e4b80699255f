/**
 * @file The checksum of a model's file, which anybody can compute: the last 64 bytes are the SHA-256, as hexadecimal digits, of all bytes
 * before them. To readers of ONNX they are the value of one more entry of the metadata, `checksum`.
 */
import { createHash } from 'node:crypto';

const KEY = 'checksum';
const DIGITS = 64;

/** Protobuf: what stands before the value of an entry of `metadata_props` (field 14), whose key (1) and value (2) are texts. */
const HEAD = Buffer.concat([
  Buffer.from([(14 << 3) | 2, 2 + KEY.length + 2 + DIGITS, (1 << 3) | 2, KEY.length]),
  Buffer.from(KEY),
  Buffer.from([(2 << 3) | 2, DIGITS]),
]);

/** `model`: the bytes of a ModelProto; an entry of a list may stand at the end of any. */
export function sealModel(model: Uint8Array): Uint8Array {
  const body = Buffer.concat([model, HEAD]);
  return Buffer.concat([body, Buffer.from(digest(body))]);
}

/** Whether these are the bytes that {@link sealModel} gave. */
export function isSealed(bytes: Uint8Array): boolean {
  const end = Math.max(0, bytes.length - DIGITS);
  return Buffer.from(bytes.subarray(end)).toString('latin1') === digest(bytes.subarray(0, end));
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
