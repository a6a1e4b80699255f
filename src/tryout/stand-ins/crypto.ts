/** @file `node:crypto`, as far as pages need it, where there is no Node. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

export interface Hashing {
  update(part: string | Uint8Array): Hashing;
  digest(format: 'hex' | 'base64'): string;
}

export function createHash(_algorithm: 'sha256'): Hashing {
  const hash = sha256.create();
  const hashing: Hashing = {
    update(part) {
      hash.update(typeof part === 'string' ? utf8ToBytes(part) : part);
      return hashing;
    },
    digest(format) {
      const bytes = hash.digest();
      return format === 'hex' ? bytesToHex(bytes) : btoa(String.fromCharCode(...bytes));
    },
  };
  return hashing;
}
