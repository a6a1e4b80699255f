/** @file SHA-256 by Node's own code; the bundle for browsers puts another file in the place of this one. */
import { createHash, hash } from 'node:crypto';

/** Of the text as UTF-8, as 64 lower-case hexadecimal digits. */
export function sha256Hex(text: string): string {
  return hash('sha256', text);
}

/** Of the text as UTF-8: 32 bytes. */
export function sha256Bytes(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}
