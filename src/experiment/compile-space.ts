/** @file The space language of experiment files, compiled. */
import { type InputError, inputError, isObject, type JsonObject, type JsonValue } from '../core/index.js';
import { numberRange, readRange } from './draws/number-range.js';
import { alternatives, LEFT_OUT, members, oneValue, Parts, product, type SpaceNode } from './space-node.js';

/**
 * The configurations of a space. In place of a setting stands:
 * - a scalar: itself; null is "left out" (the member or part is not there);
 * - an array of scalars only: its members are alternatives;
 * - any other array: a sequence whose parts vary independently; a sequence inside a sequence is spliced into it;
 * - `{ oneOf: [...] }`: its members are alternatives, whatever they are;
 * - `{ value: X }`: X as it stands;
 * - `{ range: [low, high] }`: a number ({@link readRange});
 * - any other object: its members vary independently.
 * Throws InputError for no alternatives, for a `oneOf` that does not stand alone, and for an alternative that is no configuration.
 */
export function compileSpace(space: JsonObject, place: string): SpaceNode {
  const keys = Object.keys(space);
  if (keys.length === 1 && space.value !== undefined) return oneValue(requireConfiguration(space.value, place));
  // Settings of a configuration may have any name, `range` too.
  return keys.includes('oneOf')
    ? choice(space, place, (option, at) => compileSpace(requireConfiguration(option, place), at))
    : compileMembers(space, place);
}

function compileSetting(space: JsonValue, place: string): SpaceNode {
  if (space === null) return oneValue(LEFT_OUT);
  if (Array.isArray(space)) {
    if (!space.every(isScalar)) return sequence(space as readonly JsonValue[], place);
    return choose(
      space.map((value) => oneValue(value ?? LEFT_OUT)),
      place,
      space,
    );
  }
  if (typeof space !== 'object') return oneValue(space);
  const object = space as JsonObject;
  const keys = Object.keys(object);
  if (keys.length === 1 && object.value !== undefined) return oneValue(object.value);
  const range = readRange(object);
  if (range !== undefined && 'range' in range) return numberRange(range.range, place);
  return keys.includes('oneOf') ? choice(object, place, compileSetting) : compileMembers(object, place);
}

function choice(
  object: JsonObject,
  place: string,
  compile: (option: JsonValue, place: string) => SpaceNode,
): SpaceNode {
  const { oneOf } = object;
  if (Object.keys(object).length > 1 || !Array.isArray(oneOf)) throw misusedOneOf(object, place);
  return choose(
    oneOf.map((option: JsonValue, index) => compile(option, `${place}.oneOf[${index}]`)),
    place,
    oneOf,
  );
}

function choose(options: readonly SpaceNode[], place: string, source: readonly JsonValue[]): SpaceNode {
  if (options.length > 0) return alternatives(options, place, source.map(textOf));
  throw inputError`empty-grid: ${place}: the list of alternatives is empty, so there is no candidate.
    Allowed: at least one value
    Fix: Give ${place} a value, or remove it; an empty list is written { value: [] }.`;
}

function sequence(parts: readonly JsonValue[], place: string): SpaceNode {
  const nodes = parts.map((part, index) => compileSetting(part, `${place}[${index}]`));
  return product(nodes, (chosen) => {
    const values: JsonValue[] = [];
    for (const part of chosen) {
      if (part instanceof Parts) values.push(...part.values);
      else if (part !== LEFT_OUT) values.push(part);
    }
    return new Parts(values);
  });
}

function compileMembers(object: JsonObject, place: string): SpaceNode {
  const names = Object.keys(object);
  return members(
    names,
    names.map((name) => compileSetting(object[name] as JsonValue, `${place}.${name}`)),
  );
}

function isScalar(value: JsonValue): value is null | boolean | number | string {
  return value === null || typeof value !== 'object';
}

function textOf(value: JsonValue): string {
  const text = value === null ? 'left out' : JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

function requireConfiguration(value: JsonValue, place: string): JsonObject {
  if (isObject(value)) return value as JsonObject;
  throw inputError`space-syntax: ${place}: an alternative for the whole configuration is not a set of settings.
    Allowed: alternatives that are objects: \`{ oneOf: [{ ... }, { ... }] }\`
    Fix: Correct the list under \`${place}\`.`;
}

function misusedOneOf(object: JsonObject, place: string): InputError {
  const others = Object.keys(object).filter((key) => key !== 'oneOf');
  return inputError`space-syntax: ${others.length > 0 ? `${place}: \`oneOf\` stands beside ${others.map((key) => `\`${key}\``).join(', ')}.` : `${place}.oneOf: ${textOf(object.oneOf as JsonValue)} is not a list.`}
    Allowed: \`{ oneOf: [first, second, ...] }\` and nothing else in that object
    Fix: Move the other keys into each alternative, or write \`{ value: ... }\` around an object to be taken literally.`;
}
