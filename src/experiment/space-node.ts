/**
 * @file The space language, compiled: every node knows how many values it stands for and can give any one of them by
 * number, so that a space is counted without building it and walked without holding it.
 */
import { InputError, type JsonObject, type JsonValue } from '../core/index.js';

/** Chosen in place of a value: a member of an object or a part of a sequence that is not there. */
export const LEFT_OUT = Symbol('left out');

/** A chosen sequence. Inside another sequence its parts take its place; elsewhere it is an array. */
export class Parts {
  constructor(readonly values: readonly JsonValue[]) {}
}

type Chosen = JsonValue | typeof LEFT_OUT | Parts;

/** Which alternative was taken where. */
export interface Choice {
  /** E.g. `space.layers[0].conv.filters`. */
  readonly place: string;
  /** 0-based number among the alternatives there. */
  readonly option: number;
  /** The alternative as it is written, shortened. */
  readonly text: string;
}

export interface SpaceNode {
  /** How many values, not necessarily distinct. */
  readonly count: bigint;
  /** The value with this number, 0 ... count-1; the last of several independent choices changes fastest. */
  at(index: number): Chosen;
  /** Calls `tell` with every alternative taken for the value with this number. */
  choices(index: number, tell: (choice: Choice) => void): void;
}

/**
 * What stands at `place` of a space:
 * - a scalar is itself, null is "left out" (the member or part is not there);
 * - an array of scalars only: its members are alternatives;
 * - any other array: a sequence whose parts vary independently; a sequence inside a sequence is spliced into it;
 * - `{ oneOf: [...] }`: its members are alternatives, whatever they are;
 * - `{ value: X }`: X as it stands;
 * - any other object: its members vary independently.
 * Throws InputError for no alternatives and for a `oneOf` that does not stand alone.
 */
export function compileSpace(space: JsonValue, place: string): SpaceNode {
  if (space === null) return constant(LEFT_OUT);
  if (Array.isArray(space)) {
    return space.every(isScalar)
      ? alternatives(
          space.map((value) => constant(value ?? LEFT_OUT)),
          place,
          space,
        )
      : sequence(space as readonly JsonValue[], place);
  }
  if (typeof space !== 'object') return constant(space);
  const object = space as JsonObject;
  const keys = Object.keys(object);
  if (keys.length === 1 && object.value !== undefined) return constant(object.value);
  if (!keys.includes('oneOf')) return members(object, place);
  const { oneOf } = object;
  if (keys.length > 1 || !Array.isArray(oneOf)) throw misusedOneOf(object, place);
  const options = oneOf.map((option: JsonValue, index) => compileSpace(option, `${place}.oneOf[${index}]`));
  return alternatives(options, place, oneOf);
}

function constant(value: Exclude<Chosen, Parts>): SpaceNode {
  return { count: 1n, at: () => value, choices: () => {} };
}

function alternatives(options: readonly SpaceNode[], place: string, source: readonly JsonValue[]): SpaceNode {
  if (options.length === 0) {
    throw new InputError({
      code: 'empty-grid',
      what: `${place}: the list of alternatives is empty, so there is no candidate.`,
      allowed: 'at least one value',
      fix: `Give ${place} a value, or remove it; an empty list is written { value: [] }.`,
    });
  }
  // Number of the first value of each option.
  const firsts: number[] = [];
  options.reduce((first, { count }) => {
    firsts.push(first);
    return first + Number(count);
  }, 0);
  const locate = (index: number): [option: number, rest: number] => {
    let [low, high] = [0, firsts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((firsts[middle] as number) <= index) low = middle;
      else high = middle - 1;
    }
    return [low, index - (firsts[low] as number)];
  };
  return {
    count: options.reduce((sum, option) => sum + option.count, 0n),
    at: (index) => {
      const [option, rest] = locate(index);
      return (options[option] as SpaceNode).at(rest);
    },
    choices: (index, tell) => {
      const [option, rest] = locate(index);
      if (options.length > 1) tell({ place, option, text: textOf(source[option] as JsonValue) });
      (options[option] as SpaceNode).choices(rest, tell);
    },
  };
}

function sequence(parts: readonly JsonValue[], place: string): SpaceNode {
  const nodes = parts.map((part, index) => compileSpace(part, `${place}[${index}]`));
  return product(nodes, (chosen) => {
    const values: JsonValue[] = [];
    for (const part of chosen) {
      if (part instanceof Parts) values.push(...part.values);
      else if (part !== LEFT_OUT) values.push(part);
    }
    return new Parts(values);
  });
}

function members(object: JsonObject, place: string): SpaceNode {
  const keys = Object.keys(object);
  const nodes = keys.map((key) => compileSpace(object[key] as JsonValue, `${place}.${key}`));
  return product(nodes, (chosen) => {
    const result: Record<string, JsonValue> = {};
    chosen.forEach((value, index) => {
      if (value !== LEFT_OUT) result[keys[index] as string] = value instanceof Parts ? value.values : value;
    });
    return result;
  });
}

/** A product of no more values than this keeps them: equal choices give the very same object, in all configurations. */
const MOST_KEPT = 10_000;

function product(nodes: readonly SpaceNode[], combine: (chosen: readonly Chosen[]) => Chosen): SpaceNode {
  const sizes = nodes.map((node) => Number(node.count));
  const split = (index: number): number[] => {
    const digits = new Array<number>(sizes.length);
    let rest = index;
    for (let position = sizes.length - 1; position >= 0; position--) {
      const size = sizes[position] as number;
      digits[position] = rest % size;
      rest = Math.floor(rest / size);
    }
    return digits;
  };
  const count = nodes.reduce((total, node) => total * node.count, 1n);
  const make = (index: number) =>
    combine(split(index).map((digit, position) => (nodes[position] as SpaceNode).at(digit)));
  const kept = new Map<number, Chosen>();
  const keep = (index: number): Chosen => {
    const known = kept.get(index) ?? make(index);
    kept.set(index, known);
    return known;
  };
  return {
    count,
    at: count > MOST_KEPT ? make : keep,
    choices: (index, tell) => {
      split(index).forEach((digit, position) => {
        (nodes[position] as SpaceNode).choices(digit, tell);
      });
    },
  };
}

function isScalar(value: JsonValue): value is null | boolean | number | string {
  return value === null || typeof value !== 'object';
}

function textOf(value: JsonValue): string {
  const text = value === null ? 'left out' : JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

function misusedOneOf(object: JsonObject, place: string): InputError {
  const others = Object.keys(object).filter((key) => key !== 'oneOf');
  return new InputError({
    code: 'space-syntax',
    what:
      others.length > 0
        ? `${place}: \`oneOf\` stands beside ${others.map((key) => `\`${key}\``).join(', ')}.`
        : `${place}.oneOf: ${textOf(object.oneOf as JsonValue)} is not a list.`,
    allowed: '`{ oneOf: [first, second, ...] }` and nothing else in that object',
    fix: 'Move the other keys into each alternative, or write `{ value: ... }` around an object to be taken literally.',
  });
}
