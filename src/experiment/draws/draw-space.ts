/** @file A space that is drawn from, as data: compiled, drawn from, gone through, and searched near a point. */
import { canonicalJson, InputError, isObject, type JsonObject, type JsonValue, randomFrom } from '../../core/index.js';
import { LARGEST_SPACE } from '../space.js';
import {
  alternatives,
  type DrawNode,
  fixedValue,
  type Point,
  type RandomAt,
  type Take,
  together,
} from './draw-node.js';
import { faultOf, type NumberRange, numberRange } from './number-range.js';

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

export interface DrawRequest {
  readonly space: DrawSpace;
  /** How many different configurations. */
  readonly count: number;
  /** A whole number from 0; default 1. */
  readonly seed?: number;
}

export interface NearRequest extends DrawRequest {
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

/** Draws in vain until one says so: configurations that are there already. */
const MOST_TRIES = 1000;

/**
 * Different configurations of a space. Draw `i` rests on the seed and `i` alone, and each choice in it on its place: the first 40 of 80 are
 * those of 40, and a setting more leaves all others as they are.
 * @throws InputError for a space that cannot be drawn from, and for more configurations than it has.
 */
export function drawFrom({ space, count, seed = 1 }: DrawRequest): DrawnPoint[] {
  const node = compile(space);
  requireRoom(node, count);
  return distinct(node, count, new Set(), (index) => node.draw(randomsOf('draw', seed, index)));
}

/**
 * Different configurations near one: every other choice stays, numbers go a normal step, reflected at the ends of their range, and
 * alternatives are drawn anew. Draws are named as those of {@link drawFrom} are.
 * @throws InputError for a configuration that is not of the space, and where there are not so many others.
 */
export function drawNear({ space, configuration, count, seed = 1, width = 0.1 }: NearRequest): DrawnPoint[] {
  const node = compile(space);
  const centre = node.find(configuration);
  if (centre === undefined) throw outside(configuration);
  requireRoom(node, count + 1);
  const known = new Set([canonicalJson(configuration)]);
  return distinct(node, count, known, (index) => node.move(taker(centre), randomsOf('near', seed, index), width));
}

/**
 * Every configuration of a finite space, the last choice changing fastest.
 * @throws InputError for a range without a step, and for more than {@link LARGEST_SPACE}.
 */
export function gridOf(space: DrawSpace): DrawnPoint[] {
  const node = compile(space);
  if (node.endless !== undefined)
    throw new InputError({
      code: 'endless-grid',
      what: `${node.endless} is a range without steps, so its grid has no end.`,
      allowed: 'lists, whole numbers, and ranges with a step',
      fix: 'Give it a step, or draw from the space.',
    });
  if (node.size > LARGEST_SPACE)
    throw new InputError({
      code: 'space-too-large',
      what: `space: its grid has ${node.size} configurations.`,
      allowed: `at most ${LARGEST_SPACE}`,
      fix: 'Draw from the space.',
    });
  return [...node.points()].map((point) => drawnAt(node, point));
}

function distinct(node: DrawNode, count: number, known: Set<string>, pointOf: (index: number) => Point): DrawnPoint[] {
  const drawn: DrawnPoint[] = [];
  const most = MOST_TRIES * (count + 1);
  for (let index = 0; drawn.length < count; index++) {
    if (index === most) throw tooFew(count, `${drawn.length} different ones came up in ${most} draws`);
    const one = drawnAt(node, pointOf(index));
    const key = canonicalJson(one.configuration);
    if (known.has(key)) continue;
    known.add(key);
    drawn.push(one);
  }
  return drawn;
}

function compile(space: DrawSpace): DrawNode {
  const node = nodeOf(space, '');
  if (typeof space !== 'object' || !('settings' in space || 'oneOf' in space))
    throw misshapen('the space', 'is not a set of settings');
  return node;
}

function nodeOf(space: DrawSpace, place: string): DrawNode {
  const name = place === '' ? 'the space' : place;
  const keys = isObject(space) ? Object.keys(space) : [];
  if (keys.length !== 1) throw misshapen(name, 'is not one of the five forms');
  if ('value' in space) return fixedValue(space.value);
  if ('range' in space) {
    const fault = isObject(space.range) ? faultOf(space.range) : 'is not a range';
    if (fault !== undefined) throw misshapen(name, fault);
    return numberRange(space.range, place);
  }
  if ('settings' in space && isObject(space.settings)) {
    const names = Object.keys(space.settings);
    const nodes = names.map((key) => nodeOf(space.settings[key] as DrawSpace, place === '' ? key : `${place}.${key}`));
    return together(nodes, names);
  }
  const [list] = Object.values(space) as readonly unknown[];
  if (!Array.isArray(list)) throw misshapen(name, 'is not one of the five forms');
  const nodes = (list as readonly DrawSpace[]).map((part, index) => nodeOf(part, `${place}[${index}]`));
  if ('parts' in space) return together(nodes, undefined);
  if (nodes.length === 0) throw misshapen(name, 'has no alternatives');
  return alternatives(nodes, place);
}

function drawnAt(node: DrawNode, point: Point): DrawnPoint {
  return { point, configuration: node.valueAt(taker(point)) as JsonObject };
}

function taker(point: Point): Take {
  let next = 0;
  return () => point[next++] as number;
}

function randomsOf(use: string, seed: number, index: number): RandomAt {
  return (place) => randomFrom(use, seed, index, place);
}

function requireRoom({ size }: DrawNode, count: number): void {
  if (count > size) throw tooFew(count, `there are ${size} in all`);
}

function tooFew(count: number, why: string): InputError {
  return new InputError({
    code: 'space-too-small',
    what: `space: ${count} different configurations are more than it has: ${why}.`,
    allowed: 'fewer configurations, or a wider space',
    fix: 'Ask for fewer; for all of them take the grid of the space.',
  });
}

function outside(configuration: JsonValue): InputError {
  const text = JSON.stringify(configuration);
  return new InputError({
    code: 'outside-space',
    what: `The configuration ${text.length > 200 ? `${text.slice(0, 197)}...` : text} is not in this space.`,
    allowed: 'a configuration that could have been drawn from the space',
    fix: 'Take the space that it comes from, or widen this one.',
  });
}

function misshapen(place: string, fault: string): InputError {
  return new InputError({
    code: 'draw-space',
    what: `space: ${place} ${fault}.`,
    allowed: 'values, alternatives, settings, lists, and ranges of numbers',
    fix: 'Correct it.',
  });
}
