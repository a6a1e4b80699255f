/**
 * @file The nodes of a space that is drawn from. A point of the space is a list of numbers, one for each choice on the way: the number of
 * the alternative that was taken, or the number of a range; what was not taken asks for none.
 */
import { canonicalJson, type JsonObject, type JsonValue, type Random } from '../../core/index.js';

/** One number for each choice, in the order of the space. */
export type Point = readonly number[];

/** Random numbers of the choice at a place of the space: no other place, and no other draw, has the same. */
export type RandomAt = (place: string) => Random;

/** Gives the numbers of a point, one after the other. */
export type Take = () => number;

export interface DrawNode {
  /** How many points there are; Infinity where a range has no steps. */
  readonly size: number;
  /** The place of the first range without steps; undefined where the node is finite. */
  readonly endless: string | undefined;
  draw(randomAt: RandomAt): Point;
  /** Another point near the one whose numbers are taken, or the same. */
  move(take: Take, randomAt: RandomAt, width: number): Point;
  valueAt(take: Take): JsonValue;
  /** The point that gives this value; undefined where none does. */
  find(value: JsonValue): Point | undefined;
  /** All points, the last choice changing fastest; of a finite node. */
  points(): Iterable<Point>;
}

export function fixedValue(value: JsonValue): DrawNode {
  const text = canonicalJson(value);
  return {
    size: 1,
    endless: undefined,
    draw: () => [],
    move: () => [],
    valueAt: () => value,
    find: (other) => (canonicalJson(other) === text ? [] : undefined),
    points: () => [[]],
  };
}

/** One of the options, each as likely as the others. */
export function alternatives(options: readonly DrawNode[], place: string): DrawNode {
  const optionAt = (index: number): DrawNode => options[index] as DrawNode;
  const drawOption = (randomAt: RandomAt): Point => {
    const index = randomAt(place).below(options.length);
    return [index, ...optionAt(index).draw(randomAt)];
  };
  return {
    size: options.reduce((sum, { size }) => sum + size, 0),
    endless: options.find(({ endless }) => endless !== undefined)?.endless,
    draw: drawOption,
    move: (take, randomAt, width) => {
      const index = take();
      const inside = optionAt(index).move(take, randomAt, width);
      return options.length > 1 && moves(randomAt, place) ? drawOption(randomAt) : [index, ...inside];
    },
    valueAt: (take) => optionAt(take()).valueAt(take),
    find: (value) => {
      for (const [index, option] of options.entries()) {
        const inside = option.find(value);
        if (inside !== undefined) return [index, ...inside];
      }
      return undefined;
    },
    *points() {
      for (const [index, option] of options.entries()) for (const inside of option.points()) yield [index, ...inside];
    },
  };
}

/** Settings by name, or parts of a list, which vary independently. */
export function together(nodes: readonly DrawNode[], names: readonly string[] | undefined): DrawNode {
  const combine = (values: readonly JsonValue[]): JsonValue =>
    names === undefined ? values : Object.fromEntries(names.map((name, index) => [name, values[index] as JsonValue]));
  const split = (value: JsonValue): readonly (JsonValue | undefined)[] | undefined => {
    if (value === null || typeof value !== 'object' || Array.isArray(value) !== (names === undefined)) return undefined;
    if (names === undefined)
      return (value as readonly JsonValue[]).length === nodes.length ? (value as readonly JsonValue[]) : undefined;
    const object = value as JsonObject;
    return Object.keys(object).length === names.length ? names.map((name) => object[name]) : undefined;
  };
  return {
    size: nodes.reduce((product, { size }) => product * size, 1),
    endless: nodes.find(({ endless }) => endless !== undefined)?.endless,
    draw: (randomAt) => nodes.flatMap((node) => node.draw(randomAt)),
    move: (take, randomAt, width) => nodes.flatMap((node) => node.move(take, randomAt, width)),
    valueAt: (take) => combine(nodes.map((node) => node.valueAt(take))),
    find: (value) => {
      const found = split(value)?.map((part, index) =>
        part === undefined ? undefined : (nodes[index] as DrawNode).find(part),
      );
      return found?.every((point) => point !== undefined) ? found.flat() : undefined;
    },
    points: () => product(nodes),
  };
}

/** Every other choice stays as it is. */
export function moves(randomAt: RandomAt, place: string): boolean {
  return randomAt(`${place} moves`).uniform() < 0.5;
}

function* product([first, ...rest]: readonly DrawNode[]): Generator<Point> {
  if (first === undefined) yield [];
  else for (const head of first.points()) for (const tail of product(rest)) yield [...head, ...tail];
}
