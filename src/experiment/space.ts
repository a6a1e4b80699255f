/** @file Spaces of candidates: counting one without building it, walking it in its documented order, and drawing from it. */
import { type InputError, inputError, type JsonObject, randomFrom } from '../core/index.js';
import { compileSpace } from './compile-space.js';
import { drawPoints, MOST_IN_VAIN } from './draws/draw-points.js';
import {
  alternatives,
  type Choice,
  countAsNumber,
  type Point,
  type RandomAt,
  type SpaceNode,
  taker,
} from './space-node.js';

/** More candidates than this are refused: no race of them could end. */
export const LARGEST_SPACE = 1_000_000;

/** A space as the experiment gives it, with the name under `candidates` where it has one. */
export interface NamedSpace {
  readonly name?: string;
  /** Where it stands in the experiment, for messages. */
  readonly place: string;
  readonly space: JsonObject;
}

/** One configuration of a space, and where it came from. */
export interface SpacePoint {
  readonly configuration: JsonObject;
  readonly origin: NamedSpace;
  /** 0, 1, ... within its own space; of those that are drawn in the order of draws. */
  readonly index: number;
  /** What was chosen at each choice of the union of the spaces; absent where they were taken whole. */
  readonly point?: Point;
  /** The alternatives taken for it, and the numbers drawn, by their place; empty for a space without a choice. */
  choices(): ReadonlyMap<string, Choice>;
}

/** How many candidates are drawn, and by which seed. */
export interface DrawSettings {
  readonly count: number;
  /** A whole number from 0. */
  readonly seed: number;
}

/**
 * How many configurations a space stands for, duplicates included, without building any. Exact up to 2^53, the nearest
 * double above, Infinity where a range has no steps. `space` is an object in the space language (see {@link compileSpace}).
 */
export function countSpace(space: JsonObject, place = 'space'): number {
  return countAsNumber(compileSpace(space, place).count);
}

/**
 * The configurations of a space, one after the other. Order: as nested loops in the order of the file, the last choice
 * changing fastest; alternatives in the order written. Throws InputError for an empty space and for more than
 * `limit` configurations.
 */
export function* enumerateSpace(space: JsonObject, limit = LARGEST_SPACE): Generator<JsonObject> {
  for (const { configuration } of enumeratePoints([{ place: 'space', space }], limit)) yield configuration;
}

/** The configurations of several spaces, space after space, each in the order of {@link enumerateSpace}. */
export function* enumeratePoints(spaces: readonly NamedSpace[], limit = LARGEST_SPACE): Generator<SpacePoint> {
  const nodes = spaces.map(nodeOf);
  const endless = nodes.find((node) => node.endless !== undefined)?.endless;
  if (endless !== undefined) throw withoutEnd(endless);
  const total = nodes.reduce((sum, { count }) => sum + (count ?? 0n), 0n);
  if (total > BigInt(limit)) throw tooLarge(total, limit);
  for (const [position, origin] of spaces.entries()) {
    const node = nodes[position] as SpaceNode;
    const count = countAsNumber(node.count);
    for (let index = 0; index < count; index++) {
      const configuration = node.at(index) as JsonObject;
      yield { configuration, origin, index, choices: () => choicesAt(node, node.pointAt(index)) };
    }
  }
}

/**
 * Offers different points of a union of spaces, each space as likely as the others, until `draw.count` of them were taken (see
 * {@link drawPoints}); how many were.
 */
export function drawFromSpaces(
  spaces: readonly NamedSpace[],
  draw: DrawSettings,
  take: (point: SpacePoint) => boolean,
): number {
  const node = unionOf(spaces);
  let index = 0;
  return drawPoints(node, draw.seed, draw.count, (point) => take(pointOf(spaces, node, point, index++)));
}

/**
 * Points of the same union, each drawn independently of all others, until `draw.count` of them were taken or {@link MOST_IN_VAIN} in a
 * row were not.
 */
export function drawIndependently(
  spaces: readonly NamedSpace[],
  draw: DrawSettings,
  take: (point: SpacePoint) => boolean,
): void {
  const node = unionOf(spaces);
  for (let [index, taken, vain] = [0, 0, 0]; taken < draw.count && vain < MOST_IN_VAIN; index++) {
    const point = node.draw((place) => randomFrom('audit', draw.seed, index, place).uniform());
    const isTaken = take(pointOf(spaces, node, point, index));
    vain = isTaken ? 0 : vain + 1;
    if (isTaken) taken++;
  }
}

/** Further points of a union of spaces, one by one. */
export interface PointSource {
  /** Near one: about half of its choices stay; `width`: the standard deviation of a number's step, as a share of its range on its scale. */
  near(point: Point, width: number, randomAt: RandomAt): SpacePoint;
  /** A point drawn with the probabilities of the space. */
  anywhere(randomAt: RandomAt): SpacePoint;
}

export function pointSource(spaces: readonly NamedSpace[]): PointSource {
  const node = unionOf(spaces);
  let index = 0;
  return {
    near: (point, width, randomAt) => pointOf(spaces, node, node.move(taker(point), randomAt, width), index++),
    anywhere: (randomAt) =>
      pointOf(
        spaces,
        node,
        node.draw((place) => randomAt(place).uniform()),
        index++,
      ),
  };
}

function unionOf(spaces: readonly NamedSpace[]): SpaceNode {
  return alternatives(
    spaces.map(nodeOf),
    'space',
    spaces.map(({ place }) => place),
  );
}

function pointOf(spaces: readonly NamedSpace[], node: SpaceNode, point: Point, index: number): SpacePoint {
  const configuration = node.valueAt(taker(point)) as JsonObject;
  const origin = spaces[point[0] as number] as NamedSpace;
  return { configuration, origin, index, point, choices: () => choicesAt(node, point) };
}

function nodeOf({ space, place }: NamedSpace): SpaceNode {
  // A candidate that is named may have no settings: a script as it is.
  if (place !== 'space' || Object.keys(space).length > 0) return compileSpace(space, place);
  throw inputError`empty-grid: space: the space is empty, so there is no candidate.
    Allowed: settings of the trainer, each with a value or a list of alternatives
    Fix: Write at least one setting under \`space\`; a script without settings is \`candidates: { asItIs: {} }\`.`;
}

function choicesAt(node: SpaceNode, point: Point): ReadonlyMap<string, Choice> {
  const choices = new Map<string, Choice>();
  node.choices(taker(point), (choice) => choices.set(choice.place, choice));
  return choices;
}

function withoutEnd(place: string): InputError {
  return inputError`range-without-draw: ${place} is a range without steps, so that the space has no end of candidates.
    Allowed: \`draw: 200\` beside \`space\`: so many candidates are drawn from it
    Fix: Add \`draw\`, or write values.`;
}

function tooLarge(total: bigint, limit: number): InputError {
  return inputError`space-too-large: space: it stands for ${total} candidates.
    Allowed: at most ${limit} candidates
    Fix: Search them (\`search: { prior: full }\` beside \`space\`), draw some of them (\`draw: 200\`), or remove alternatives; \`surefoot check\` counts a space without training anything.`;
}
