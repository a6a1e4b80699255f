/** @file What a server keeps is data that anybody may have written: read with a schema, and refused with a word on it. */
import { runError } from '../../../core/index.js';

/** @throws RunError (`transport-damaged`) where the text is no JSON, or `parse` throws. `what` is e.g. `an offer`. */
export function readText<Value>(what: string, text: string, parse: (value: unknown) => Value): Value {
  return readChecked(what, () => parse(JSON.parse(text)));
}

/** The same for what was read already. */
export function readChecked<Value>(what: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    throw runError`transport-damaged: An entry at the queue's server is not ${what}, although from its name.
      Allowed: what this version of Surefoot writes
      Fix: Use the same version of Surefoot on all machines, and keep other programs from writing to keys that begin with {surefoot.
      Cause: ${cause}`;
  }
}
