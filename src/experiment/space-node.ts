/**
 * @file A space, compiled: every node knows how many values it stands for, can give any one of them by number, and draws one, so that
 * a space is counted without being built, walked without being held, and drawn from however large it is. A point of it is a list of
 * numbers, one for each choice on the way: the number of the alternative, or the number of a range; what was not taken asks for none.
 */
import type { JsonValue, Random } from '../core/index.js';

/** Chosen in place of a value: a member of an object or a part of a sequence that is not there. */
export const LEFT_OUT = Symbol('left out');

/** A chosen sequence. Inside another sequence its parts take its place; elsewhere it is an array. */
export class Parts {
  constructor(readonly values: readonly JsonValue[]) {}
}

export type Chosen = JsonValue | typeof LEFT_OUT | Parts;

/** The alternative that was taken at a place. */
export interface Choice {
  /** E.g. `space.layers[0].conv.filters`. */
  readonly place: string;
  /** 0-based number among the alternatives there; of a range the number that was drawn. */
  readonly option: number;
  /** The alternative as it is written, shortened. */
  readonly text: string;
}

/** One number for each choice, in the order of the space. */
export type Point = readonly number[];

/** Gives the numbers of a point, one after the other. */
type Take = () => number;

/** A number from 0 to 1, 1 excluded, for the choice at a place. */
export type ShareAt = (place: string) => number;

/** Random numbers of the choice at a place: no other place, and no other draw, has the same. */
export type RandomAt = (place: string) => Random;

export interface SpaceNode {
  /** How many values, not necessarily distinct; undefined where a range without steps has no end of them. */
  readonly count: bigint | undefined;
  /** The place of the first range without steps; undefined where the node is finite. */
  readonly endless: string | undefined;
  /** Where there is a choice, each place once. */
  readonly places: readonly string[];
  /** The first alternative everywhere, and the default of each range; undefined where one has none. */
  readonly first: Point | undefined;
  /** The value with this number, 0 ... count-1; the last of several independent choices changes fastest. Of a finite node. */
  at(index: number): Chosen;
  /** The point of the value with this number. */
  pointAt(index: number): Point;
  draw(shareAt: ShareAt): Point;
  /** Another point near the one whose numbers are taken, or the same: every other choice stays as it is. */
  move(take: Take, randomAt: RandomAt, width: number): Point;
  valueAt(take: Take): Chosen;
  /** Calls `tell` with every choice of the point whose numbers are taken. */
  choices(take: Take, tell: (choice: Choice) => void): void;
}

export function oneValue(value: Exclude<Chosen, Parts>): SpaceNode {
  return {
    count: 1n,
    endless: undefined,
    places: [],
    first: [],
    at: () => value,
    pointAt: () => [],
    draw: () => [],
    move: () => [],
    valueAt: () => value,
    choices: () => {},
  };
}

/** One of the options (at least one), each as likely as the others; `texts` are how they are written. */
export function alternatives(options: readonly SpaceNode[], place: string, texts: readonly string[]): SpaceNode {
  const optionAt = (index: number): SpaceNode => options[index] as SpaceNode;
  const isChoice = options.length > 1;
  // Number of the first value of each option.
  const firsts: number[] = [];
  options.reduce((first, { count }) => {
    firsts.push(first);
    return first + countAsNumber(count);
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
  const draw = (shareAt: ShareAt): Point => {
    const index = isChoice ? Math.floor(shareAt(place) * options.length) : 0;
    return [index, ...optionAt(index).draw(shareAt)];
  };
  const first = options[0]?.first;
  return {
    count: options.reduce<bigint | undefined>((sum, { count }) => added(sum, count), 0n),
    endless: options.find(({ endless }) => endless !== undefined)?.endless,
    places: [...(isChoice ? [place] : []), ...options.flatMap(({ places }) => places)],
    first: first === undefined ? undefined : [0, ...first],
    at: (index) => {
      const [option, rest] = locate(index);
      return optionAt(option).at(rest);
    },
    pointAt: (index) => {
      const [option, rest] = locate(index);
      return [option, ...optionAt(option).pointAt(rest)];
    },
    draw,
    move: (take, randomAt, width) => {
      const index = take();
      const inside = optionAt(index).move(take, randomAt, width);
      return isChoice && moves(randomAt, place) ? draw((at) => randomAt(at).uniform()) : [index, ...inside];
    },
    valueAt: (take) => optionAt(take()).valueAt(take),
    choices: (take, tell) => {
      const option = take();
      if (isChoice) tell({ place, option, text: texts[option] as string });
      optionAt(option).choices(take, tell);
    },
  };
}

/** A product of no more values than this keeps them: equal choices give the very same object, in all configurations. */
const MOST_KEPT = 10_000n;

/** Nodes that vary independently; `combine` makes one value of theirs. */
export function product(nodes: readonly SpaceNode[], combine: (chosen: readonly Chosen[]) => Chosen): SpaceNode {
  const sizes = nodes.map(({ count }) => countAsNumber(count));
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
  const count = nodes.reduce<bigint | undefined>((total, node) => multiplied(total, node.count), 1n);
  const make = (index: number) =>
    combine(split(index).map((digit, position) => (nodes[position] as SpaceNode).at(digit)));
  const kept = new Map<number, Chosen>();
  const keep = (index: number): Chosen => {
    const known = kept.get(index) ?? make(index);
    kept.set(index, known);
    return known;
  };
  const firsts = nodes.map(({ first }) => first);
  return {
    count,
    endless: nodes.find(({ endless }) => endless !== undefined)?.endless,
    places: nodes.flatMap(({ places }) => places),
    first: firsts.every((first) => first !== undefined) ? firsts.flat() : undefined,
    at: count === undefined || count > MOST_KEPT ? make : keep,
    pointAt: (index) => split(index).flatMap((digit, position) => (nodes[position] as SpaceNode).pointAt(digit)),
    draw: (shareAt) => nodes.flatMap((node) => node.draw(shareAt)),
    move: (take, randomAt, width) => nodes.flatMap((node) => node.move(take, randomAt, width)),
    valueAt: (take) => combine(nodes.map((node) => node.valueAt(take))),
    choices: (take, tell) => {
      for (const node of nodes) node.choices(take, tell);
    },
  };
}

/** The settings of an object, by name; one that is left out is not there. */
export function members(names: readonly string[], nodes: readonly SpaceNode[]): SpaceNode {
  return product(nodes, (chosen) => {
    const result: Record<string, JsonValue> = {};
    chosen.forEach((value, index) => {
      if (value !== LEFT_OUT) result[names[index] as string] = value instanceof Parts ? value.values : value;
    });
    return result;
  });
}

/** The numbers of a point, one call each. */
export function taker(point: Point): Take {
  let next = 0;
  return () => point[next++] as number;
}

/** Whether the choice at a place is one of those that a step changes. */
export function moves(randomAt: RandomAt, place: string): boolean {
  return randomAt(`${place} moves`).uniform() < 0.5;
}

/** The count as a number: the nearest double, Infinity where there is no end. */
export function countAsNumber(count: bigint | undefined): number {
  return count === undefined ? Number.POSITIVE_INFINITY : Number(count);
}

function added(one: bigint | undefined, other: bigint | undefined): bigint | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}

function multiplied(one: bigint | undefined, other: bigint | undefined): bigint | undefined {
  return one === undefined || other === undefined ? undefined : one * other;
}
