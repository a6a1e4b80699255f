/** @file Builds the candidates of spaces: taken whole or drawn from, completed, checked, constrained, named, and each of them once. */
import {
  type Candidate,
  canonicalJson,
  createSharedHash,
  defined,
  InputError,
  inputError,
  type JsonObject,
  permutation,
  type RaceInspector,
  randomFrom,
  type ToldCandidate,
} from '../core/index.js';
import { labelConfigurations } from './candidate-label.js';
import { CandidateSource, type InspectedPoint } from './candidate-source.js';
import { MOST_IN_VAIN } from './draws/draw-points.js';
import { type BuiltCandidate, identifyCandidates } from './identify-candidates.js';
import type { WrittenRange } from './refuse-ranges.js';
import {
  brokenConstraint,
  brokenRequirement,
  type Constraints,
  type Requirements,
  requiresTold,
} from './require-schema.js';
import {
  countSpace,
  type DrawSettings,
  drawFromSpaces,
  drawIndependently,
  enumeratePoints,
  LARGEST_SPACE,
  type NamedSpace,
  type SpacePoint,
} from './space.js';
import type { Choice } from './space-node.js';

export interface BuildOptions {
  /** Of the trainer; without one configurations stay as they are and constraints cannot be checked. */
  readonly inspector?: RaceInspector;
  /** What a trainer without one tells of a configuration. @throws InputError where it cannot. */
  readonly tell?: (configuration: JsonObject) => ToldCandidate;
  readonly constraints?: Constraints;
  readonly require?: Requirements;
  /** Draws so many candidates; without it the spaces are taken whole. */
  readonly draw?: DrawSettings | undefined;
  /** Draws so many beside them, or of them where the spaces are taken whole. */
  readonly audit?: DrawSettings | undefined;
  /** More configurations than this are refused; default {@link LARGEST_SPACE}. */
  readonly limit?: number;
  /** What is refused in the spaces, but where the keys are words of the user's. */
  readonly ranges?: readonly WrittenRange[];
  /** Told now and then how many configurations of how many have been built. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ids that configurations have already, by the hash of the completed configuration. */
  readonly knownIds?: ReadonlyMap<string, string>;
}

export interface CandidateSet {
  /** In the order of the spaces, or of draws, each at most once. */
  readonly candidates: readonly Candidate[];
  /** Configurations before constraints and requirements. */
  readonly enumerated: number;
  /** False where they were drawn from more than there are. */
  readonly isWhole: boolean;
  /** Ids of those drawn for the audit. */
  readonly audited: readonly string[];
  /** How many configurations each of these left out, by its name (`maxParameters`, `maxLayers.conv`, `parameters.below`). */
  readonly dropped: Readonly<Record<string, number>>;
  /** The candidate with the most parameters; absent where the trainer cannot tell. */
  readonly largest?: { readonly candidate: Candidate; readonly parameters: number };
  /** What came out otherwise than was asked for: whole sentences. */
  readonly notices: readonly string[];
  /** More candidates of the same spaces; absent where these were taken whole. */
  readonly source?: CandidateSource;
}

/** Configurations between two words of progress. */
const PROGRESS_EVERY = 1000;

/**
 * All candidates of the spaces, or as many as are drawn. Each configuration is completed and checked by the inspector, left out where it
 * breaks a constraint, and named: its id is `c` and the first 8 hexadecimal digits of the hash of its completed configuration (more
 * where two would share them; one that has an id keeps it), its label says what sets it apart. Of draws that give one configuration the
 * first counts. Throws InputError for an empty space, for two candidates of a space taken whole that are the same configuration, for a
 * configuration that the inspector refuses, and when none is left.
 */
export function buildCandidates(spaces: readonly NamedSpace[], options: BuildOptions = {}): CandidateSet {
  const { inspector, ranges = [], draw, audit } = options;
  const range = ranges.find(({ path }) => !path.some((key) => inspector?.ownNames?.includes(String(key))));
  if (range !== undefined) throw range.refusal;
  requireInspector(options);
  const size = spaces.reduce((sum, { space, place }) => sum + countSpace(space, place), 0);
  const builder = new Builder(options, draw === undefined ? size : Math.min(size, draw.count));
  if (draw === undefined) {
    for (const point of enumeratePoints(spaces, options.limit ?? LARGEST_SPACE)) {
      const { twin } = builder.add(point);
      if (twin !== undefined) throw duplicates(twin.point, point);
    }
  } else {
    drawFromSpaces(spaces, draw, (point) => {
      const before = builder.kept.size;
      builder.add(point);
      return builder.kept.size > before;
    });
  }
  const isWhole = builder.enumerated >= size;
  const taken = builder.kept.size;
  const drawn = audit === undefined ? [] : auditedBy(builder, spaces, audit, isWhole);
  const { kept, enumerated, dropped, largest } = builder;
  if (kept.size === 0) throw allDropped(builder, draw !== undefined);
  const candidates = identifyCandidates([...kept.values()], options.knownIds);
  // A search did not ask for so many.
  const asked = audit === undefined ? draw?.count : undefined;
  const notices = asked === undefined ? [] : fewerThanAsked(asked, taken, size, enumerated, dropped);
  const idOf = new Map([...kept.keys()].map((hash, index) => [hash, (candidates[index] as Candidate).id]));
  const audited = drawn.map((hash) => idOf.get(hash) as string);
  const source =
    draw === undefined
      ? undefined
      : new CandidateSource(spaces, {
          ...{ seed: draw.seed, built: [...kept.values()], candidates, takesAnyName: inspector === undefined },
          inspect: (point) => inspect(point, options),
        });
  const set = { candidates, isWhole, audited, enumerated, dropped, notices, ...defined({ source }) };
  if (largest === undefined) return set;
  const { index, parameters } = largest;
  const candidate = candidates[index] as Candidate;
  return { ...set, largest: { candidate, parameters } };
}

/** Hashes of different candidates drawn at random, each as likely as the space says. */
function auditedBy(
  builder: Builder,
  spaces: readonly NamedSpace[],
  audit: DrawSettings,
  isWhole: boolean,
): readonly string[] {
  if (isWhole) {
    const hashes = [...builder.kept.keys()];
    const order = permutation(hashes.length, randomFrom('audit', audit.seed));
    return Array.from(order.subarray(0, audit.count), (place) => hashes[place] as string);
  }
  const drawn = new Set<string>();
  drawIndependently(spaces, audit, (point) => {
    const { hash } = builder.add(point);
    if (hash === undefined || drawn.has(hash)) return false;
    drawn.add(hash);
    return true;
  });
  return [...drawn];
}

/** What became of a configuration: `hash` is undefined where it is left out, `twin` where no other is the same. */
interface Added {
  readonly hash?: string;
  readonly twin?: BuiltCandidate;
}

/** Takes configurations one by one, and keeps those that may take part. */
class Builder {
  readonly kept = new Map<string, BuiltCandidate>();
  readonly dropped: Record<string, number> = {};
  enumerated = 0;
  largest: { index: number; parameters: number } | undefined;
  /** Parameters of all that were looked at; infinite where the trainer cannot tell. */
  least = Number.POSITIVE_INFINITY;
  most = Number.NEGATIVE_INFINITY;
  readonly #hashOf = createSharedHash();

  constructor(
    private readonly options: BuildOptions,
    private readonly total: number,
  ) {}

  add(point: SpacePoint): Added {
    const { options, kept, dropped } = this;
    const built = options.draw === undefined ? this.enumerated : kept.size;
    if (this.enumerated++ % PROGRESS_EVERY === 0) options.onProgress?.(built, this.total);
    const { completed, broken, parameters, told = parameters } = inspect(point, options);
    if (told !== undefined) {
      this.least = Math.min(this.least, told);
      this.most = Math.max(this.most, told);
    }
    if (broken !== undefined) {
      dropped[broken] = (dropped[broken] ?? 0) + 1;
      return {};
    }
    const hash = this.#hashOf(completed);
    const twin = kept.get(hash);
    if (twin !== undefined) return { hash, twin };
    if (parameters !== undefined && parameters > (this.largest?.parameters ?? -1))
      this.largest = { index: kept.size, parameters };
    kept.set(hash, { point, completed, hash });
    return { hash };
  }
}

function inspect(
  point: SpacePoint,
  { inspector, tell, constraints = {}, require = {}, draw }: BuildOptions,
): InspectedPoint {
  try {
    const completed = inspector?.complete(point.configuration) ?? point.configuration;
    const description = inspector?.describe(completed);
    if (description === undefined) {
      if (tell === undefined || !requiresTold(require)) return { completed };
      const told = tell(completed);
      return { completed, broken: brokenRequirement(require, told), told: told.parameters };
    }
    const broken = brokenConstraint(constraints, description) ?? brokenRequirement(require, description);
    return { completed, broken, parameters: description.parameters };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { code, allowed, fix } = error;
    const choices = [...point.choices().values()].map(({ place, text }) => `${place} = ${text}`).join(', ');
    // What a trainer's own code says has no place in the file.
    const place = inspector === undefined ? '' : `${point.origin.place}.`;
    const what = `${place}${error.what}${choices === '' ? '' : `\nIn the candidate with ${choices}.`}`;
    const more = draw === undefined ? '' : ' A range is limited by its ends, `step` and `integer: true`.';
    throw new InputError({ code, what, ...defined({ allowed }), fix: `${fix}${more}`, cause: error });
  }
}

function duplicates(first: SpacePoint, second: SpacePoint): InputError {
  const [one, other] = [first.choices(), second.choices()];
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
  return inputError`duplicate-candidates: Two candidates are the same: ${tell(first, one, other, written[0])} and ${tell(second, other, one, written[1])} both give ${text.length > 300 ? `${text.slice(0, 297)}...` : text}
    Allowed: candidates that differ in at least one setting after defaults are filled in and other names are replaced
    Fix: Remove one of the two alternatives.${isInList ? ' Write a list that is one value as { value: [64, 64] }.' : ''}`;
}

/** Constraints and requirements are about what only some trainers can tell. */
function requireInspector({ inspector, tell, constraints = {}, require = {} }: BuildOptions): void {
  const isConstrained = Object.keys(constraints).length > 0;
  const name = isConstrained ? 'constraints' : requiresTold(require) ? 'require' : undefined;
  if (inspector !== undefined || name === undefined) return;
  if (name === 'require' && tell !== undefined) return;
  const isOfNetworks = name === 'constraints';
  throw inputError`constraints-unsupported: ${isOfNetworks ? 'constraints: this trainer cannot count the parameters or layers of a configuration.' : 'require.parameters: this trainer does not tell how many parameters a configuration has.'}
    Allowed: ${isOfNetworks ? 'constraints with `trainer: network`' : '`trainer: network`; a module or function with `inspect`; a command with `trainer.inspect`'}
    Fix: ${isOfNetworks ? 'Remove `constraints`, or write a space of only the candidates you want.' : 'Let the module export `const inspect = (configuration) => ({ parameters: ... })`, or name a command that prints it under `trainer.inspect`.'}`;
}

function allDropped({ enumerated, dropped, least, most }: Builder, isDrawn: boolean): InputError {
  const ranked = Object.entries(dropped).sort(([, one], [, other]) => other - one);
  const [first = ''] = ranked[0] ?? [];
  const worst = ranked.length > 1 ? ` \`${first}\` leaves out the most.` : '';
  return inputError`empty-grid: constraints and requirements leave none of ${enumerated} ${isDrawn ? 'draws' : 'candidates'} (${reasonsText(dropped)}), which have ${least === most ? least : `${least} to ${most}`} parameters.${worst}
    Allowed: limits that at least one candidate meets
    Fix: Loosen \`${first}\`, or widen \`space\`.`;
}

function reasonsText(dropped: Readonly<Record<string, number>>): string {
  return Object.entries(dropped)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

/** Says why there are fewer candidates than were to be drawn. */
function fewerThanAsked(
  asked: number,
  count: number,
  size: number,
  enumerated: number,
  dropped: Readonly<Record<string, number>>,
): string[] {
  if (count === asked) return [];
  const left = Object.keys(dropped).length === 0 ? '' : `; left out: ${reasonsText(dropped)}`;
  const why =
    enumerated >= size
      ? `these are all that the space has${left}`
      : `after them ${MOST_IN_VAIN} draws in a row gave no other${left}`;
  return [`draw: ${count} candidates take part and not ${asked}: ${why}.`];
}
