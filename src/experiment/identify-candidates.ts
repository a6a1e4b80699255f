/** @file Names candidates: an id from the hash of each configuration, a label that says what sets it apart. */
import type { Candidate, JsonObject } from '../core/index.js';
import { labelConfigurations, placesByValue } from './candidate-label.js';
import type { SpacePoint } from './space.js';

/** A configuration that takes part, completed by the trainer. */
export interface BuiltCandidate {
  readonly point: SpacePoint;
  readonly completed: JsonObject;
  readonly hash: string;
}

/** Ids and labels of candidates that are different; `knownIds` by hash. */
export function identifyCandidates(
  kept: readonly BuiltCandidate[],
  knownIds: ReadonlyMap<string, string> = new Map(),
): Candidate[] {
  const ids = shortIds(
    kept.map(({ hash }) => hash),
    knownIds,
  );
  const labels = labelPoints(kept.map(({ point }) => point));
  return kept.map(({ completed }, index) => ({
    id: ids[index] as string,
    label: labels[index] as string,
    configuration: completed,
  }));
}

const FEWEST_DIGITS = 8;

/** The name of a configuration with this hash, if no other has that name. */
export function newId(hash: string, digits = FEWEST_DIGITS): string {
  return `c${hash.slice(0, digits)}`;
}

/** The known id of each hash, or `c` and as many of its digits, 8 at least, as tell it from all others. */
function shortIds(hashes: readonly string[], knownIds: ReadonlyMap<string, string>): string[] {
  const taken = new Set(knownIds.values());
  const ids = hashes.map((hash) => knownIds.get(hash) ?? '');
  const name = (indices: readonly number[], digits: number): void => {
    const owners = new Map<string, number>();
    const shared = new Map<string, number[]>();
    for (const index of indices) {
      const id = newId(hashes[index] as string, digits);
      const owner = owners.get(id);
      ids[index] = id;
      if (owner === undefined) owners.set(id, index);
      if (taken.has(id)) shared.set(id, [...(shared.get(id) ?? []), index]);
      else if (owner !== undefined) shared.set(id, [...(shared.get(id) ?? [owner]), index]);
    }
    for (const group of shared.values()) name(group, digits + 1);
  };
  const unnamed = [...ids.keys()].filter((index) => ids[index] === '');
  name(unnamed, FEWEST_DIGITS);
  return ids;
}

/** Labels over all unnamed spaces together; a named space's candidates begin with its name. */
function labelPoints(points: readonly SpacePoint[]): string[] {
  const labels = new Array<string>(points.length);
  for (const [name, members] of placesByValue(points.map(({ origin }) => origin.name))) {
    const settings = labelConfigurations(members.map((index) => (points[index] as SpacePoint).configuration));
    members.forEach((index, position) => {
      labels[index] = [name, settings[position]].filter(Boolean).join(' ');
    });
  }
  return distinctLabels(labels, points);
}

/** Labels that came out equal (or empty) get the place of their configuration in its space. */
function distinctLabels(labels: readonly string[], points: readonly SpacePoint[]): string[] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return labels.map((label, index) => {
    const { origin, index: number } = points[index] as SpacePoint;
    if (label === '') return points.length === 1 ? 'the only candidate' : `${origin.place}#${number + 1}`;
    return counts.get(label) === 1 ? label : `${label} (${origin.place}#${number + 1})`;
  });
}
