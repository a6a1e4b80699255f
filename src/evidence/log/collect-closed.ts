/**
 * @file Lets go of connections that were closed. libsql really closes one when the last of its statements is collected, and has
 * no other way to end a statement; a log that somebody still holds cannot be left as one file by the run that ends.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options?: { readonly type: 'minor' }) => void;

let collect: Collect | undefined;

/** What lives for longer than this has become old to the collector. */
const LONG_MS = 20;

/** To be called after reading; `ms`: how long that took. Takes about a millisecond where it was short. */
export function collectClosed(ms: number): void {
  collect ??= exposed();
  if (ms > LONG_MS) collect();
  else collect({ type: 'minor' });
}

function exposed(): Collect {
  setFlagsFromString('--expose-gc');
  const found = runInNewContext('gc') as Collect;
  setFlagsFromString('--no-expose-gc');
  return found;
}
