/**
 * @file More candidates of the spaces that others were drawn from, one at a time: near one of them, from anywhere, or written by somebody.
 * They are drafts until they are named; equal names of randomness give equal drafts.
 */
import {
  type Candidate,
  createSharedHash,
  defined,
  InputError,
  inputError,
  type JoinedCandidate,
  type JsonObject,
  type JsonValue,
  nearestName,
  randomFrom,
} from '../core/index.js';
import { isPart, isSequence, settingsOfSpace } from './found/place-settings.js';
import { type BuiltCandidate, identifyCandidates } from './identify-candidates.js';
import { type NamedSpace, type PointSource, pointSource, type SpacePoint } from './space.js';
import type { Point, RandomAt } from './space-node.js';

/** A configuration as the trainer completes it, and what it breaks. */
export interface InspectedPoint {
  readonly completed: JsonObject;
  readonly broken?: string | undefined;
  /** Of a model that is trained in this process. */
  readonly parameters?: number;
  /** The same, as the user's own trainer tells it. */
  readonly told?: number;
}

interface SourceOptions {
  readonly seed: number;
  readonly built: readonly BuiltCandidate[];
  /** The same, named. */
  readonly candidates: readonly Candidate[];
  /** Whether the trainer takes settings of any name. */
  readonly takesAnyName: boolean;
  /** @throws InputError for a configuration that the trainer refuses. */
  inspect(point: SpacePoint): InspectedPoint;
}

/** One that may take part. */
export interface CandidateDraft extends BuiltCandidate {
  readonly parameters?: number;
}

type Names = readonly (string | number)[];

/** Labels of those that join are made beside so many of the others. */
const LABELLED_BESIDE = 200;

export class CandidateSource {
  readonly #options: SourceOptions;
  readonly #points: PointSource;
  readonly #place: NamedSpace;
  /** Of the settings that a configuration may have; undefined where its trainer says that. */
  readonly #names: ReadonlySet<string> | undefined;
  readonly #hashOf = createSharedHash();
  /** All that take part, by hash. */
  readonly #candidates = new Map<string, Candidate>();
  readonly #pointOf = new Map<string, Point>();

  constructor(spaces: readonly NamedSpace[], options: SourceOptions) {
    this.#options = options;
    this.#points = pointSource(spaces);
    this.#place = spaces[0] as NamedSpace;
    this.#names = options.takesAnyName ? proposableNames(spaces) : undefined;
    options.built.forEach(({ hash, point }, index) => {
      const candidate = options.candidates[index] as Candidate;
      this.#candidates.set(hash, candidate);
      if (point.point !== undefined) this.#pointOf.set(candidate.id, point.point);
    });
  }

  /** Near a candidate or a draft; undefined where that has no point in the space, and where the step leads to what may not take part. */
  near(from: string | CandidateDraft, width: number, ...names: Names): CandidateDraft | undefined {
    const point = typeof from === 'string' ? this.#pointOf.get(from) : from.point.point;
    return point && this.#draft(() => this.#points.near(point, width, this.#randomAt(names)));
  }

  /** Undefined where it may not take part. */
  anywhere(...names: Names): CandidateDraft | undefined {
    return this.#draft(() => this.#points.anywhere(this.#randomAt(names)));
  }

  /**
   * A configuration that somebody wrote, completed as others are.
   * @throws InputError for a setting that there is not, where the trainer refuses it, and where it breaks a constraint or a requirement.
   */
  written(configuration: JsonObject): CandidateDraft {
    if (this.#names !== undefined) requireProposedNames(configuration, this.#names);
    const point = { configuration, origin: this.#place, index: this.#candidates.size, choices: () => new Map() };
    const { completed, broken, parameters } = this.#options.inspect(point);
    if (broken !== undefined) {
      throw inputError`proposal-left-out: A configuration that was proposed breaks \`${broken}\`: ${JSON.stringify(configuration).slice(0, 200)}
        Allowed: configurations that meet the constraints and requirements of the experiment
        Fix: Propose others, or loosen the limit.`;
    }
    return { point, completed, hash: this.#hashOf(completed), ...defined({ parameters }) };
  }

  /** The candidate that has this configuration already. */
  known({ hash }: Pick<CandidateDraft, 'hash'>): Candidate | undefined {
    return this.#candidates.get(hash);
  }

  /** Names different drafts that no candidate has the configuration of. */
  join(drafts: readonly CandidateDraft[]): readonly JoinedCandidate[] {
    if (drafts.length === 0) return [];
    const { built } = this.#options;
    const knownIds = new Map([...this.#candidates].map(([hash, { id }]) => [hash, id]));
    const beside = built.slice(0, LABELLED_BESIDE);
    const named = identifyCandidates([...beside, ...drafts], knownIds).slice(beside.length);
    const labels = new Set(Array.from(this.#candidates.values(), ({ label }) => label));
    const joined = named.map((candidate, index): JoinedCandidate => {
      const { point } = (drafts[index] as CandidateDraft).point;
      const label = labels.has(candidate.label) ? `${candidate.label} (${candidate.id})` : candidate.label;
      return { candidate: { ...candidate, label }, ...defined({ point }) };
    });
    this.admit(joined);
    return joined;
  }

  /** Those that joined before. */
  admit(joined: readonly JoinedCandidate[]): void {
    for (const { candidate, point } of joined) {
      this.#candidates.set(this.#hashOf(candidate.configuration), candidate);
      if (point !== undefined) this.#pointOf.set(candidate.id, point);
    }
  }

  #draft(pointAt: () => SpacePoint): CandidateDraft | undefined {
    const point = pointAt();
    try {
      const { completed, broken, parameters } = this.#options.inspect(point);
      return broken === undefined
        ? { point, completed, hash: this.#hashOf(completed), ...defined({ parameters }) }
        : undefined;
    } catch (error) {
      // The space has configurations that its trainer refuses: those that were drawn before were none of them.
      if (error instanceof InputError) return undefined;
      throw error;
    }
  }

  #randomAt(names: Names): RandomAt {
    return (place) => randomFrom('join', this.#options.seed, ...names, place);
  }
}

// Names of the settings of a configuration that somebody proposes: a trainer that takes any name would train one that is misspelt as if it
// said nothing.

/** At most this many settings are named where one is wrong. */
const MOST_NAMED = 20;

/** Names that keep a setting inside of another apart from one with a dot in its name. */
const BETWEEN = '\0';
const nested = (name: string, key: string | number): string => (name === '' ? String(key) : `${name}${BETWEEN}${key}`);
const shown = (name: string): string => name.replaceAll(BETWEEN, '.');

/** Of the settings that the spaces have, in all their alternatives. */
export function proposableNames(spaces: readonly NamedSpace[]): ReadonlySet<string> {
  return new Set(spaces.flatMap(({ space }) => [...settingsOfSpace(space, nested).keys()]));
}

/**
 * @param known  of {@link proposableNames}
 * @throws InputError for a setting that the space says nothing of.
 */
export function requireProposedNames(configuration: JsonObject, known: ReadonlySet<string>): void {
  const found = strangeName(configuration, '', new Set(Array.from(known, withoutPlaces)));
  if (found === undefined) return;
  const strange = shown(found);
  const names = Array.from(known, shown);
  const named = names.slice(0, MOST_NAMED).join(', ');
  const text = JSON.stringify(configuration).slice(0, 200);
  throw inputError`proposal-setting: A configuration that was proposed has \`${strange}\`, which is no setting of the space: ${text}
    Allowed: ${names.length > MOST_NAMED ? `${named}, ...` : named}
    Fix: ${fixFor(strange, names)}`;
}

function fixFor(strange: string, names: readonly string[]): string {
  if (names.includes(strange))
    return 'Write it as `space` does: settings inside of others stand in objects of their own.';
  const near = nearestName(strange, names);
  return near === undefined
    ? `Leave \`${strange}\` out, or write the value that all others have of it into \`space\`.`
    : `Did you mean \`${near}\`? A setting that all others share stands in \`space\`, with its one value.`;
}

/** Members of lists are alike: there may be more of them than in the space. */
function withoutPlaces(name: string): string {
  return name
    .split(BETWEEN)
    .map((key, depth) => (depth > 0 && /^\d+$/.test(key) ? '*' : key))
    .join(BETWEEN);
}

function strangeName(value: JsonValue, name: string, known: ReadonlySet<string>): string | undefined {
  const own = withoutPlaces(name);
  if (known.has(own)) return undefined;
  const isList = Array.isArray(value) && isSequence(value);
  if (isList || isPart(value)) {
    for (const [key, member] of Object.entries(value)) {
      const strange = strangeName(member, nested(name, key), known);
      if (strange !== undefined) return strange;
    }
    return undefined;
  }
  // Something else may stand in place of a part.
  return [...known].some((one) => one.startsWith(`${own}${BETWEEN}`)) ? undefined : name;
}
