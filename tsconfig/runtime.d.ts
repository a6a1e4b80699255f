/**
 * @file What `core` takes of Node and of browsers alike, and SHA-256, which the bundle for browsers has from elsewhere. Only `core.json` reads
 * this: all else of Node or of the DOM does not compile there.
 */
declare module 'node:crypto' {
  export function hash(algorithm: 'sha256', text: string): string;
  export function createHash(algorithm: 'sha256'): { update(text: string): { digest(): Uint8Array } };
}

interface AbortSignal {
  readonly aborted: boolean;
}

declare function atob(base64: string): string;
declare function btoa(bytes: string): string;

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(encoding: 'utf-8', options: { ignoreBOM: boolean });
  constructor();
  decode(bytes: Uint8Array): string;
}
