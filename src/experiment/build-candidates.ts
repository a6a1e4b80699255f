/** @file Builds the candidates of spaces: completed, checked, constrained, named, and each of them once. */
import {
  type Candidate,
  type CandidateInspector,
  canonicalJson,
  createSharedHash,
  given,
  InputError,
  type JsonObject,
} from '../core/index.js';
import { labelConfigurations } from './candidate-label.js';
import { brokenConstraint, type Constraints } from './constraints.js';
import type { WrittenRange } from './refuse-ranges.js';
import { choicesAt, countSpace, enumeratePoints, LARGEST_SPACE, type NamedSpace, type SpacePoint } from './space.js';
import type { Choice } from './space-node.js';

export interface BuildOptions {
  /** Of the trainer; without one configurations stay as they are and constraints cannot be checked. */
  readonly inspector?: CandidateInspector;
  readonly constraints?: Constraints;
  /** More configurations than this are refused; default {@link LARGEST_SPACE}. */
  readonly limit?: number;
  /** Ranges that stand in the spaces: refused, but where the keys are words of the user's. */
  readonly ranges?: readonly WrittenRange[];
  /** Told now and then how many configurations of how many have been built. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ids that configurations have already, by the hash of the completed configuration. */
  readonly knownIds?: ReadonlyMap<string, string>;
}

export interface CandidateSet {
  /** In the order of the spaces, each at most once. */
  readonly candidates: readonly Candidate[];
  /** Configurations before constraints. */
  readonly enumerated: number;
  /** How many configurations each constraint left out, by its name (`maxParameters`, `maxLayers.conv`). */
  readonly dropped: Readonly<Record<string, number>>;
  /** The candidate with the most parameters; absent where the trainer cannot tell. */
  readonly largest?: { readonly candidate: Candidate; readonly parameters: number };
}

/** Configurations between two words of progress. */
const PROGRESS_EVERY = 1000;

interface Kept {
  readonly point: SpacePoint;
  readonly completed: JsonObject;
  readonly hash: string;
}

/**
 * All candidates of the spaces. Each configuration is completed and checked by the inspector, left out where it breaks a
 * constraint, and named: its id is `c` and the first 8 hexadecimal digits of the hash of its completed configuration (more
 * where two would share them; one that has an id keeps it), its label says what sets it apart. Throws InputError for an empty space, for two
 * candidates that are the same configuration, for a configuration that the inspector refuses, and when none is left.
 */
export function buildCandidates(spaces: readonly NamedSpace[], options: BuildOptions = {}): CandidateSet {
  const { inspector, constraints = {}, ranges = [] } = options;
  const range = ranges.find(({ path }) => !path.some((key) => inspector?.ownNames?.includes(String(key))));
  if (range !== undefined) throw range.refusal;
  if (inspector === undefined && Object.keys(constraints).length > 0) throw uncheckable();
  const kept = new Map<string, Kept>();
  const dropped: Record<string, number> = {};
  const hashOf = createSharedHash();
  const total = spaces.reduce((sum, { space, place }) => sum + countSpace(space, place), 0);
  let enumerated = 0;
  let largest: { index: number; parameters: number } | undefined;
  for (const point of enumeratePoints(spaces, options.limit ?? LARGEST_SPACE)) {
    if (enumerated++ % PROGRESS_EVERY === 0) options.onProgress?.(enumerated - 1, total);
    const { completed, broken, parameters } = inspect(point, inspector, constraints);
    if (broken !== undefined) {
      dropped[broken] = (dropped[broken] ?? 0) + 1;
      continue;
    }
    const hash = hashOf(completed);
    const twin = kept.get(hash);
    if (twin !== undefined) throw duplicates(twin.point, point);
    if (parameters !== undefined && parameters > (largest?.parameters ?? -1))
      largest = { index: kept.size, parameters };
    kept.set(hash, { point, completed, hash });
  }
  if (kept.size === 0) throw allDropped(enumerated, dropped);
  const candidates = nameCandidates([...kept.values()], options.knownIds);
  if (largest === undefined) return { candidates, enumerated, dropped };
  const { index, parameters } = largest;
  return { candidates, enumerated, dropped, largest: { candidate: candidates[index] as Candidate, parameters } };
}

interface Inspected {
  readonly completed: JsonObject;
  readonly broken?: string | undefined;
  readonly parameters?: number;
}

function inspect(point: SpacePoint, inspector: CandidateInspector | undefined, constraints: Constraints): Inspected {
  if (inspector === undefined) return { completed: point.configuration };
  try {
    const completed = inspector.complete(point.configuration);
    const description = inspector.describe(completed);
    return { completed, broken: brokenConstraint(constraints, description), parameters: description.parameters };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { code, allowed, fix } = error;
    const choices = [...choicesAt(point).values()].map(({ place, text }) => `${place} = ${text}`).join(', ');
    const what = `${point.origin.place}.${error.what}${choices === '' ? '' : `\nIn the candidate with ${choices}.`}`;
    throw new InputError({ code, what, ...given({ allowed }), fix, cause: error });
  }
}

function nameCandidates(kept: readonly Kept[], knownIds: ReadonlyMap<string, string> = new Map()): Candidate[] {
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
  const groups = new Map<string | undefined, number[]>();
  points.forEach(({ origin: { name } }, index) => {
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [index]);
    else group.push(index);
  });
  for (const [name, members] of groups) {
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

function duplicates(first: SpacePoint, second: SpacePoint): InputError {
  const [one, other] = [choicesAt(first), choicesAt(second)];
  const written = labelConfigurations([first.configuration, second.configuration]);
  const tell = (
    point: SpacePoint,
    own: ReadonlyMap<string, Choice>,
    others: ReadonlyMap<string, Choice>,
    label: string | undefined,
  ) => {
    const taken = [...own.values()]
      .filter(({ place, option }) => others.get(place)?.option !== option)
      .map(({ place, option, text }) => `alternative ${option + 1} of ${place}: ${text}`);
    const apart = taken.length > 0 ? taken.join('; ') : label;
    return `number ${point.index + 1} of \`${point.origin.place}\`${apart ? ` (${apart})` : ''}`;
  };
  const text = canonicalJson(second.configuration);
  const isInList = [...one.values()].some(({ place }) => place.endsWith(']'));
  return new InputError({
    code: 'duplicate-candidates',
    what: `Two candidates are the same: ${tell(first, one, other, written[0])} and ${tell(second, other, one, written[1])} both give ${text.length > 300 ? `${text.slice(0, 297)}...` : text}`,
    allowed: 'candidates that differ in at least one setting after defaults are filled in and other names are replaced',
    fix: `Remove one of the two alternatives.${isInList ? ' Write a list that is one value as { value: [64, 64] }.' : ''}`,
  });
}

function uncheckable(): InputError {
  return new InputError({
    code: 'constraints-unsupported',
    what: 'constraints: this trainer cannot count the parameters or layers of a configuration.',
    allowed: 'constraints with `trainer: network`',
    fix: 'Remove `constraints`, or write a space of only the candidates you want.',
  });
}

function allDropped(enumerated: number, dropped: Readonly<Record<string, number>>): InputError {
  const reasons = Object.entries(dropped).map(([constraint, count]) => `${constraint} ${count}`);
  return new InputError({
    code: 'empty-grid',
    what: `constraints: they leave none of ${enumerated} candidates (${reasons.join(', ')}).`,
    allowed: 'constraints that at least one candidate meets',
    fix: 'Loosen `constraints` or widen `space`.',
  });
}
