/** @file Values in groups, by rows and per object. */

/** In the order in which keys come first; within a group in the order of the list. */
export function groupBy<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Members that may be undefined, as members that may be absent. */
type Defined<Members> = {
  readonly [Name in keyof Members as undefined extends Members[Name] ? never : Name]: Members[Name];
} & {
  readonly [Name in keyof Members as undefined extends Members[Name] ? Name : never]?: Exclude<
    Members[Name],
    undefined
  >;
};

/** Without the members that are undefined: `defined({ workers: undefined, trials: 3 })` is `{ trials: 3 }`. */
export function defined<Members extends object>(members: Members): Defined<Members> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<Members>;
}

/** The rows at these places of a row-major table, in this order; `width` numbers in each. */
export function takeRows(values: Float32Array, width: number, rows: Int32Array): Float32Array {
  const taken = new Float32Array(rows.length * width);
  rows.forEach((row, place) => {
    taken.set(values.subarray(row * width, (row + 1) * width), place * width);
  });
  return taken;
}

/** One column of a row-major table with `width` numbers in each row. */
export function takeColumn(values: ArrayLike<number>, width: number, column: number): Float64Array {
  return Float64Array.from({ length: values.length / width }, (_, row) => values[row * width + column] as number);
}

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

/** Pieces one after the other, as one array of that kind. */
export function joinArrays<Numbers extends Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>>(
  kind: new (length: number) => Numbers,
  pieces: readonly ArrayLike<number>[],
): Numbers {
  const all = new kind(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** The same names, with what is made of each value. */
export function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}
