/** @file Where the keys of a schema belong: what tells of a key that stands in the wrong place, or is misspelt there, where to write it. */
import type { z } from 'zod';
import { nearestName } from '../core/index.js';

/** By key, the keys around it: `['race']` for `race.criterion`, `[]` at the top level. */
type KeyPlaces = ReadonlyMap<string, readonly (readonly string[])[]>;

/** A key that the schema has elsewhere, and where that is, nearest to the top first. */
interface KeptElsewhere {
  readonly key: string;
  readonly places: readonly (readonly string[])[];
}

/** Deeper ones are details of their own, which nobody misplaces. */
const DEEPEST = 2;
/** Edits of a name that is looked for in all of a file, as a share of its length: fewer than among the keys of one place. */
const CLOSE = 1 / 3;

/** Undefined where a key of this place, one of `here`, is as near. */
export function keptElsewhere(schema: z.ZodType, key: string, here: readonly string[]): KeptElsewhere | undefined {
  const places = placesOf(schema);
  const nearest = nearestName(key, [...here, ...places.keys()]);
  if (nearest === undefined || here.includes(nearest) || nearestName(key, [nearest], CLOSE) === undefined)
    return undefined;
  const all = places.get(nearest) ?? [];
  const least = Math.min(...all.map((place) => place.length));
  return { key: nearest, places: all.filter((place) => place.length === least) };
}

function placesOf(schema: z.ZodType): KeyPlaces {
  const places = new Map<string, (readonly string[])[]>();
  const visit = (one: unknown, around: readonly string[]): void => {
    const { def } = (one as { readonly _zod: { readonly def: Definition } })._zod;
    for (const inner of [def.innerType, def.in, ...(def.options ?? [])]) {
      if (inner !== undefined) visit(inner, around);
    }
    if (def.type !== 'object' || around.length >= DEEPEST) return;
    for (const [key, member] of Object.entries(def.shape ?? {})) {
      const known = places.get(key) ?? [];
      if (!known.some((place) => place.join() === around.join())) places.set(key, [...known, around]);
      visit(member, [...around, key]);
    }
  };
  visit(schema, []);
  return places;
}

/** What is read of a schema's own description: wrapped ones, those before a transformation, alternatives, and members. */
interface Definition {
  readonly type: string;
  readonly innerType?: unknown;
  readonly in?: unknown;
  readonly options?: readonly unknown[];
  readonly shape?: Readonly<Record<string, unknown>>;
}
