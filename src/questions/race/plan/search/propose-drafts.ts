/**
 * @file Which configurations join a searching race. What settings say goes smoothly along them, so the best place is looked for in
 * steps, from the best tried and the best untried on, each round from where the last ones came out best. A candidate that joins stands apart from
 * the others that join at the same look, and some go by what is likely, some by what is possible. Where something is required of metrics,
 * one that is likely to keep it goes first.
 */
import { RANGE_RANKS, type SettingAxis, withRows } from '../../../../stats/index.js';
import { isTried } from './evidence.js';
import type { Draft, DraftSource, SearchField } from './field.js';
import { likelyFirst, triedInOrder } from './promise.js';
import type { SearchStanding } from './standing.js';

/** Of steps: the first begins at the best tried and the best untried, each other one at as many of all steps so far. */
const ROUNDS = 5;
/** Standard deviations below what is likely that a place is judged by, one that joins after the other (a lower confidence bound). */
const REACHES = [0, 0.5, 1];
/** By which steps are judged. */
const STEP_REACH = 0.5;
/** Of the range: those that join together are so far from one another on an axis, as a root mean square over all. */
const APART = 0.1;

/** A configuration that may join, or one of the untried, which have no draft. */
interface Judged extends Believed {
  readonly places: ArrayLike<number>;
  readonly draft?: Draft;
}

/** At most so many, different; `names` of what is drawn at random. */
export function proposeDrafts(
  source: DraftSource,
  { ids, places }: SearchField,
  standing: SearchStanding,
  most: number,
  names: readonly (string | number)[],
): readonly Draft[] {
  const { axes } = places;
  const beliefs = draftBeliefs(standing, axes);
  if (beliefs === undefined) return [];
  const judged = (drafts: readonly Draft[]) => beliefs(drafts).map((one) => ({ ...one, places: one.draft.places }));
  const untried = untriedIn(places, standing);
  const best = [...triedInOrder(standing).slice(0, FROM_BEST), ...untried.slice(0, FROM_BEST).map(({ row }) => row)];
  let from: readonly (string | Draft)[] = best.map((row) => ids[row] as string);
  const drafts = [...judged(drawnAnywhere(source, names))];
  let reached: typeof drafts = [];
  for (let round = 1; round <= ROUNDS && from.length > 0; round++) {
    const near = judged(stepsFrom(source, from, round, names));
    drafts.push(...near);
    reached = [...reached, ...near].sort(byHope(STEP_REACH)).slice(0, best.length);
    from = reached.map(({ draft }) => draft);
  }
  return chosenAmong([...drafts, ...untried], axes, most);
}

/** The most hopeful first. */
function untriedIn(
  { axes, values }: SearchField['places'],
  standing: SearchStanding,
): readonly (Judged & { readonly row: number })[] {
  const compare = byHope(STEP_REACH);
  return untriedBeliefs(standing)
    .map((one) => ({ ...one, places: values.subarray(one.row * axes.length, (one.row + 1) * axes.length) }))
    .sort((a, b) => compare(a, b) || a.row - b.row);
}

/** By a center so many standard deviations below what is likely. */
function byHope(reach: number): (a: Judged, b: Judged) => number {
  const hopeOf = ({ center, deviation }: Judged): number => center - reach * deviation;
  return likelyFirst((a, b) => hopeOf(a) - hopeOf(b));
}

/** Drafts among the `most` best ones; the places of the untried among them are taken. */
function chosenAmong(all: readonly Judged[], axes: readonly SettingAxis[], most: number): readonly Draft[] {
  const chosen: Judged[] = [];
  let open = all;
  for (let place = 0; place < most && open.length > 0; place++) {
    const found = mostHopeful(open, byHope(REACHES[place % REACHES.length] as number));
    chosen.push(found);
    open = open.filter((one) => one !== found && areApart(axes, one.places, found.places));
  }
  return chosen.flatMap(({ draft }) => draft ?? []);
}

/** The first of them. */
function mostHopeful(open: readonly Judged[], compare: (a: Judged, b: Judged) => number): Judged {
  let best = open[0] as Judged;
  for (const one of open) if (compare(one, best) < 0) best = one;
  return best;
}

/** By their distance as a share of the range, a root mean square over the axes. */
function areApart(axes: readonly SettingAxis[], one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  let squares = 0;
  for (let axis = 0; axis < axes.length; axis++) {
    const a = one[axis] as number;
    const b = other[axis] as number;
    if (Number.isNaN(a) || Number.isNaN(b)) squares += Number(Number.isNaN(a) !== Number.isNaN(b));
    else squares += axes[axis]?.kind === 'category' ? Number(a !== b) : ((a - b) / RANGE_RANKS) ** 2;
  }
  return Math.sqrt(squares / Math.max(1, axes.length)) >= APART;
}

/** What settings say of a configuration. */
interface Believed {
  readonly center: number;
  readonly deviation: number;
  /** Of being shown to keep what is required; 1 where nothing is. */
  readonly chance: number;
}

interface BelievedDraft extends Believed {
  readonly draft: Draft;
}

/** Undefined while too few were tried to tell. */
function draftBeliefs(
  { standingsAt, feasible }: SearchStanding,
  axes: readonly SettingAxis[],
): ((drafts: readonly Draft[]) => readonly BelievedDraft[]) | undefined {
  if (standingsAt === undefined) return undefined;
  return (drafts) => {
    const at = withRows(
      { axes, rows: 0, values: new Float64Array() },
      drafts.map(({ places }) => places),
    );
    const { centers, variances } = standingsAt(at);
    const chances = feasible?.shownAt(at);
    return drafts.map((draft, i) => ({
      ...{ draft, center: centers[i] as number, deviation: Math.sqrt(variances[i] as number) },
      chance: chances?.[i] ?? 1,
    }));
  };
}

/** Of those that may still win, by index. */
function untriedBeliefs({
  standings: { centers, variances },
  excluded,
  own,
  feasible,
}: SearchStanding): readonly (Believed & { readonly row: number })[] {
  return Array.from(centers.keys())
    .filter((row) => excluded[row] === 0 && !isTried(own, row))
    .map((row) => ({
      ...{ row, center: centers[row] as number, deviation: Math.sqrt(variances[row] as number) },
      chance: feasible?.shown[row] ?? 1,
    }));
}

// The drafts that a searching race chooses among when candidates join: draws from anywhere, and steps from good ones, as many and as wide
// whatever the space.

/** Steps are taken from so many of the best of a kind. */
const FROM_BEST = 5;
/** Of numbers, one after the other: from across the range to the last digits that matter. */
const WIDTHS = [0.2, 0.1, 0.05, 0.02, 0.01];
/** In a round. */
const STEPS = 60;
const FROM_ANYWHERE = 60;

type Names = readonly (string | number)[];

function drawnAnywhere(source: DraftSource, names: Names): Draft[] {
  return numbered(FROM_ANYWHERE, (step) => source.anywhere(...names, step));
}

/** From each of `from` in turn, at least one: candidates by their ids, or drafts. */
function stepsFrom(source: DraftSource, from: readonly (string | Draft)[], round: number, names: Names): Draft[] {
  return numbered(STEPS, (step) => {
    const width = WIDTHS[Math.floor(step / from.length) % WIDTHS.length] as number;
    return source.near(from[step % from.length] as string | Draft, width, ...names, round, step);
  });
}

function numbered(count: number, draftAt: (step: number) => Draft | undefined): Draft[] {
  return Array.from({ length: count }, (_, step) => draftAt(step)).filter((draft) => draft !== undefined);
}
