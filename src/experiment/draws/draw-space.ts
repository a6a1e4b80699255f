/** @file A space that is drawn from, as data: compiled, drawn from, gone through, and searched near a point. */
import {
  canonicalJson,
  type InputError,
  inputError,
  isObject,
  type JsonObject,
  type JsonValue,
  type NumberRange,
  randomFrom,
} from '../../core/index.js';
import { LARGEST_SPACE } from '../space.js';
import {
  alternatives,
  type Chosen,
  countAsNumber,
  members,
  oneValue,
  Parts,
  type Point,
  product,
  type RandomAt,
  type SpaceNode,
  taker,
} from '../space-node.js';
import { drawPoints, pointsOf } from './draw-points.js';
import { faultOf, holds, numberRange } from './number-range.js';

/**
 * `value`: as it stands. `oneOf`: alternatives. `settings`: an object whose members vary independently. `parts`: a list whose parts do.
 * `range`: a number. Every object has one of these keys.
 */
export type DrawSpace =
  | { readonly value: JsonValue }
  | { readonly oneOf: readonly DrawSpace[] }
  | { readonly settings: Readonly<Record<string, DrawSpace>> }
  | { readonly parts: readonly DrawSpace[] }
  | { readonly range: NumberRange };

interface DrawRequest {
  readonly space: DrawSpace;
  /** How many different configurations. */
  readonly count: number;
  /** A whole number from 0; default 1. */
  readonly seed?: number;
}

interface NearRequest extends DrawRequest {
  /** A configuration of the space: those that are drawn are others. */
  readonly configuration: JsonValue;
  /** Standard deviation of a step of a number, as a share of its range (of its logarithm where it is by ratio); default 0.1. */
  readonly width?: number;
}

/** A point of a space, and the configuration that stands there. */
export interface DrawnPoint {
  readonly point: Point;
  readonly configuration: JsonObject;
}

/** Where the names of places begin, in messages and of random numbers, as in an experiment file. */
const ROOT = 'space';

/**
 * Different configurations of a space: its first values where every range has a default, then draws ({@link drawnShares}). The first 40 of 80
 * are those of 40.
 * @throws InputError for a space that cannot be drawn from, and for more configurations than it has.
 */
export function drawFrom({ space, count, seed = 1 }: DrawRequest): DrawnPoint[] {
  const node = compile(space);
  requireRoom(node, count);
  const different = new Different(node);
  drawPoints(node, seed, count, different.take);
  return different.required(count);
}

/**
 * Different configurations near one: every other choice stays, numbers go a normal step, reflected at the ends of their range, and
 * alternatives are drawn anew. Step `i` rests on the seed and `i` alone, and each choice in it on its place.
 * @throws InputError for a configuration that is not of the space, and where there are not so many others.
 */
export function drawNear({ space, configuration, count, seed = 1, width = 0.1 }: NearRequest): DrawnPoint[] {
  const node = compile(space);
  const centre = pointOf(space, configuration);
  if (centre === undefined) throw outside(configuration);
  requireRoom(node, count + 1);
  const different = new Different(node, [configuration]);
  pointsOf((index) => node.move(taker(centre), randomsOf('near', seed, index), width), count, different.take);
  return different.required(count);
}

/**
 * Every configuration of a finite space, the last choice changing fastest.
 * @throws InputError for a range without a step, and for more than {@link LARGEST_SPACE}.
 */
export function gridOf(space: DrawSpace): DrawnPoint[] {
  const node = compile(space);
  if (node.endless !== undefined)
    throw inputError`endless-grid: ${node.endless} is a range without steps, so its grid has no end.
      Allowed: lists, whole numbers, and ranges with a step
      Fix: Give it a step, or draw from the space.`;
  if (countAsNumber(node.count) > LARGEST_SPACE)
    throw inputError`space-too-large: space: its grid has ${node.count} configurations.
      Allowed: at most ${LARGEST_SPACE}
      Fix: Draw from the space.`;
  return Array.from({ length: countAsNumber(node.count) }, (_, index) => drawnAt(node, node.pointAt(index)));
}

/** Configurations of a space, each once. */
class Different {
  readonly #known: Set<string>;
  readonly #drawn: DrawnPoint[] = [];

  constructor(
    private readonly node: SpaceNode,
    known: readonly JsonValue[] = [],
  ) {
    this.#known = new Set(known.map((one) => canonicalJson(one)));
  }

  readonly take = (point: Point): boolean => {
    const one = drawnAt(this.node, point);
    const key = canonicalJson(one.configuration);
    if (this.#known.has(key)) return false;
    this.#known.add(key);
    this.#drawn.push(one);
    return true;
  };

  required(count: number): DrawnPoint[] {
    if (this.#drawn.length === count) return this.#drawn;
    throw tooFew(count, `only ${this.#drawn.length} different ones came up`);
  }
}

function compile(space: DrawSpace): SpaceNode {
  const node = nodeOf(space, ROOT);
  if (typeof space !== 'object' || !('settings' in space || 'oneOf' in space))
    throw misshapen(ROOT, 'is not a set of settings');
  return node;
}

function nodeOf(space: DrawSpace, place: string): SpaceNode {
  const keys = isObject(space) ? Object.keys(space) : [];
  if (keys.length !== 1) throw misshapen(place, 'is not one of the five forms');
  if ('value' in space) return oneValue(space.value);
  if ('range' in space) {
    const fault = isObject(space.range) ? faultOf(space.range)?.what : 'is not a range';
    if (fault !== undefined) throw misshapen(place, fault);
    return numberRange(space.range, place);
  }
  if ('settings' in space && isObject(space.settings)) {
    const entries = Object.entries(space.settings);
    return members(
      entries.map(([name]) => name),
      entries.map(([name, member]) => nodeOf(member, `${place}.${name}`)),
    );
  }
  const [list] = Object.values(space) as readonly unknown[];
  if (!Array.isArray(list)) throw misshapen(place, 'is not one of the five forms');
  const inside = 'parts' in space ? place : `${place}.oneOf`;
  const nodes = (list as readonly DrawSpace[]).map((part, index) => nodeOf(part, `${inside}[${index}]`));
  if ('parts' in space) return product(nodes, asList);
  if (nodes.length === 0) throw misshapen(place, 'has no alternatives');
  return alternatives(
    nodes,
    place,
    list.map((one: JsonValue) => canonicalJson(one)),
  );
}

function asList(chosen: readonly Chosen[]): Chosen {
  return new Parts(chosen.map((part) => (part instanceof Parts ? part.values : (part as JsonValue))));
}

/** The point that gives a value; undefined where none does. */
function pointOf(space: DrawSpace, value: JsonValue): Point | undefined {
  if ('value' in space) return canonicalJson(space.value) === canonicalJson(value) ? [] : undefined;
  if ('range' in space) return typeof value === 'number' && holds(space.range, value) ? [value] : undefined;
  if ('oneOf' in space) {
    for (const [index, option] of space.oneOf.entries()) {
      const inside = pointOf(option, value);
      if (inside !== undefined) return [index, ...inside];
    }
    return undefined;
  }
  const inside = 'parts' in space ? space.parts : space.settings;
  if (!isObject(value) && !Array.isArray(value)) return undefined;
  if (Array.isArray(value) !== Array.isArray(inside)) return undefined;
  const own = Object.entries(inside as Readonly<Record<string, DrawSpace>>);
  const given = value as Readonly<Record<string, JsonValue>>;
  if (Object.keys(given).length !== own.length) return undefined;
  const found = own.map(([name, member]) => (name in given ? pointOf(member, given[name] as JsonValue) : undefined));
  return found.every((point) => point !== undefined) ? found.flat() : undefined;
}

function drawnAt(node: SpaceNode, point: Point): DrawnPoint {
  return { point, configuration: node.valueAt(taker(point)) as JsonObject };
}

function randomsOf(use: string, seed: number, index: number): RandomAt {
  return (place) => randomFrom(use, seed, index, place);
}

function requireRoom({ count: size }: SpaceNode, count: number): void {
  if (count > countAsNumber(size)) throw tooFew(count, `there are ${size} in all`);
}

function tooFew(count: number, why: string): InputError {
  return inputError`space-too-small: space: ${count} different configurations are more than it has: ${why}.
    Allowed: fewer configurations, or a wider space
    Fix: Ask for fewer; for all of them take the grid of the space.`;
}

function outside(configuration: JsonValue): InputError {
  const text = JSON.stringify(configuration);
  return inputError`outside-space: The configuration ${text.length > 200 ? `${text.slice(0, 197)}...` : text} is not in this space.
    Allowed: a configuration that could have been drawn from the space
    Fix: Take the space that it comes from, or widen this one.`;
}

function misshapen(place: string, fault: string): InputError {
  return inputError`draw-space: ${place} ${fault}.
    Allowed: values, alternatives, settings, lists, and ranges of numbers
    Fix: Correct it.`;
}
