/** @file The numbers of a space of ranges as a flat list, for tools that know nothing of what they stand in. */
import { isObject, type JsonObject, type JsonValue } from '../../src/core/index.js';

export interface Parameter {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly integer: boolean;
}

/** Ranges of a space, in the order in which they stand in it. */
export function parametersOf(space: JsonValue): readonly Parameter[] {
  const found: Parameter[] = [];
  replaceRanges(space, (range) => {
    found.push(range);
    return 0;
  });
  return found;
}

/** The space with a value in place of each range. */
export function configurationOf(space: JsonObject, values: readonly number[]): JsonObject {
  let place = 0;
  return replaceRanges(space, () => values[place++] as number) as JsonObject;
}

function replaceRanges(part: JsonValue, by: (range: Parameter) => number): JsonValue {
  if (Array.isArray(part)) return part.map((one) => replaceRanges(one, by));
  if (!isObject(part)) return part;
  const { range, scale, integer } = part as JsonObject;
  if (Array.isArray(range)) {
    const [low, high] = range as readonly number[];
    return by({ low: low as number, high: high as number, log: scale === 'log', integer: integer === true });
  }
  return Object.fromEntries(Object.entries(part as JsonObject).map(([name, one]) => [name, replaceRanges(one, by)]));
}
