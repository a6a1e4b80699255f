/** @file Where the keys of a schema belong: what tells of a key that stands in the wrong place, or is misspelt there, where to write it. */
import type { z } from 'zod';
import { nearestName } from '../core/index.js';

/** By key, the keys around it: `['race']` for `race.criterion`, `[]` at the top level. */
type KeyPlaces = ReadonlyMap<string, readonly (readonly string[])[]>;

/** A key that the schema has elsewhere, and where that is, nearest to the top first. */
interface KeptElsewhere {
  readonly key: string;
  /** Whether what was written may stand there; else none of them takes it. */
  readonly isTaken: boolean;
  readonly places: readonly (readonly string[])[];
}

/** Deeper ones are details of their own, which nobody misplaces. */
const DEEPEST = 2;
/** Edits of a name that is looked for in all of a file, as a share of its length: fewer than among the keys of one place. */
const CLOSE = 1 / 3;

/** A key with its value, at its path in what was written. */
interface Misplaced {
  readonly root: unknown;
  readonly path: readonly PropertyKey[];
}

/** Undefined where a key of this place, one of `here`, is as near. */
export function keptElsewhere(
  schema: z.ZodType,
  { root, path }: Misplaced,
  here: readonly string[],
): KeptElsewhere | undefined {
  const key = String(path.at(-1));
  const places = placesOf(schema);
  const nearest = nearestName(key, [...here, ...places.keys()]);
  if (nearest === undefined || here.includes(nearest) || nearestName(key, [nearest], CLOSE) === undefined)
    return undefined;
  const all = places.get(nearest) ?? [];
  const taken = all.filter((place) => isTakenAt(schema, { root, path }, [...place, nearest]));
  const offered = taken.length > 0 ? taken : all;
  const least = Math.min(...offered.map((place) => place.length));
  return {
    key: nearest,
    isTaken: taken.length > 0,
    places: offered.filter((place) => place.length === least),
  };
}

/** Whether what was written has no new fault once the key is moved; what would be missing beside it may be added. */
function isTakenAt(schema: z.ZodType, { root, path }: Misplaced, to: readonly string[]): boolean {
  const without = structuredClone(root);
  const from = objectAt(without, path.slice(0, -1));
  const value = from?.[path.at(-1) as string];
  if (from === undefined) return false;
  delete from[path.at(-1) as string];
  const moved = structuredClone(without);
  const around = objectAt(moved, to.slice(0, -1), true);
  if (around === undefined) return false;
  around[to.at(-1) as string] = value;
  const known = new Set(faultsOf(schema, without).map(({ text }) => text));
  return faultsOf(schema, moved).every(({ text, isMissing }) => isMissing || known.has(text));
}

interface Fault {
  readonly text: string;
  readonly isMissing: boolean;
}

function faultsOf(schema: z.ZodType, value: unknown): readonly Fault[] {
  const { error } = schema.safeParse(value, { reportInput: true });
  return (error?.issues ?? []).map(({ path, code, message, input }) => ({
    text: JSON.stringify([path, code, message]),
    isMissing: code === 'invalid_type' && input === undefined,
  }));
}

/** The object there; with `make` it is made where there is nothing yet. */
function objectAt(root: unknown, path: readonly PropertyKey[], make = false): Record<string, unknown> | undefined {
  let at = root as Record<string, unknown>;
  for (const part of path as readonly string[]) {
    if (typeof at !== 'object' || at === null) return undefined;
    if (make && at[part] === undefined) at[part] = {};
    at = at[part] as Record<string, unknown>;
  }
  return typeof at === 'object' && at !== null ? at : undefined;
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
