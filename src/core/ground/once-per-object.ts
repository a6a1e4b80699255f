/** @file Something computed once of each object: configurations of one space share most of their parts. */

/** Where there are more objects than this, they are hardly shared, and remembering them costs more than it saves. */
const MOST = 50_000;

/** `compute`, remembering what came of each object, of `most` at most; objects must not change. What is thrown is not remembered. */
export function oncePerObject<Given extends object, Value>(
  compute: (given: Given) => Value,
  most = MOST,
): (given: Given) => Value {
  const known = new WeakMap<Given, Value>();
  let count = 0;
  return (given) => {
    if (known.has(given)) return known.get(given) as Value;
    const value = compute(given);
    if (count++ < most) known.set(given, value);
    return value;
  };
}
