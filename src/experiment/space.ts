/** @file Spaces of candidates: counting one without building it, and walking it in its documented order. */
import { InputError, type JsonObject, type JsonValue } from '../core/index.js';
import { type Choice, compileSpace, type SpaceNode } from './space-node.js';

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
  /** 0, 1, ... within its own space. */
  readonly index: number;
}

/**
 * How many configurations a space stands for, duplicates included, without building any. Exact up to 2^53, the nearest
 * double above. `space` is an object in the space language (see {@link compileSpace}).
 */
export function countSpace(space: JsonObject, place = 'space'): number {
  return Number(compileSpace(space, place).count);
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
  const nodes = spaces.map(({ space, place }) => requireSome(compileSpace(space, place), space, place));
  const total = nodes.reduce((sum, node) => sum + node.count, 0n);
  if (total > BigInt(limit)) throw tooLarge(total, limit);
  for (const [position, origin] of spaces.entries()) {
    const node = nodes[position] as SpaceNode;
    const count = Number(node.count);
    for (let index = 0; index < count; index++) {
      yield { configuration: requireObject(node.at(index) as JsonValue, origin.place), origin, index };
    }
  }
}

/** The alternatives taken for a point, by their place; empty for a space without a choice. */
export function choicesAt(point: SpacePoint): ReadonlyMap<string, Choice> {
  const choices = new Map<string, Choice>();
  const { space, place } = point.origin;
  compileSpace(space, place).choices(point.index, (choice) => choices.set(choice.place, choice));
  return choices;
}

function requireSome(node: SpaceNode, space: JsonObject, place: string): SpaceNode {
  if (Object.keys(space).length > 0) return node;
  throw new InputError({
    code: 'empty-grid',
    what: `${place}: the space is empty, so there is no candidate.`,
    allowed: 'settings of the trainer, each with a value or a list of alternatives',
    fix: `Write at least one setting under \`${place}\`.`,
  });
}

function requireObject(value: JsonValue, place: string): JsonObject {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as JsonObject;
  throw new InputError({
    code: 'space-syntax',
    what: `${place}: an alternative for the whole configuration is not a set of settings.`,
    allowed: 'alternatives that are objects: `{ oneOf: [{ ... }, { ... }] }`',
    fix: `Correct the list under \`${place}\`.`,
  });
}

function tooLarge(total: bigint, limit: number): InputError {
  return new InputError({
    code: 'space-too-large',
    what: `space: it stands for ${total} candidates.`,
    allowed: `at most ${limit} candidates`,
    fix: 'Remove alternatives; `surefoot check` counts a space without training anything.',
  });
}
