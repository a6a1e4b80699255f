/** @file Damages a file as a flipped bit does. */
import { readFileSync, writeFileSync } from 'node:fs';

/** Flips one bit in the middle of this text, in each of its copies. */
export function flipBit(path: string, text: string): void {
  const bytes = readFileSync(path);
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
    const middle = at + Math.floor(text.length / 2);
    bytes[middle] = (bytes[middle] as number) ^ 1;
  }
  writeFileSync(path, bytes);
}
