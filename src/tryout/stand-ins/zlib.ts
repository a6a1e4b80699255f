/** @file `node:zlib`, as far as pages need it, where there is no Node. */
import { deflateSync, strToU8 } from 'fflate';

export function deflateRawSync(text: string): { toString(format: 'base64'): string } {
  return {
    toString: () => {
      // Not in one call: an engine takes so many arguments and no more.
      let bytes = '';
      for (const byte of deflateSync(strToU8(text))) bytes += String.fromCharCode(byte);
      return btoa(bytes);
    },
  };
}
