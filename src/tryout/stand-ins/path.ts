/** @file `node:path`, as far as reports need it, where there is no Node. */

export function join(...parts: readonly string[]): string {
  return parts.join('/');
}
