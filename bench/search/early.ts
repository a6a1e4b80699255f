/**
 * @file Whether what a search states holds when it is stopped after a handful of trainings, and when it ends: of worlds at random, the
 * share in which somebody is better than the winner by more than was said.
 */
import { permutation, randomFrom } from '../../src/core/index.js';
import { createSearchRace } from '../../src/questions/race/plan/search/search-race.js';
import { SEARCH_PRIORS, type SearchPrior, searchCriterionOf } from '../../src/questions/race/plan/search/settings.js';
import { stateSearch } from '../../src/questions/race/plan/search/statement.js';
import { parseCriterion } from '../../src/stats/index.js';
import { rateText } from '../estimates.js';
import { drawEarlyWorld, EARLY_SHAPES, type EarlyOptions, type EarlyShape } from './early-world.js';

/** Trainings after which the search is stopped; what it says where it ends by itself is held against the truth as well. */
const STOPS: readonly number[] = [8, 16, 24, 36, 60];
const END = 'end';
/** `worlds`: for one of the dearest. Few candidates cost little time, and what is said of them is wrong in few worlds. */
const SPACES = {
  'list 4': { lists: [2, 2], worlds: 12 },
  'list 6': { lists: [3, 2], worlds: 12 },
  'list 9': { lists: [3, 3], worlds: 4 },
  'list 12': { lists: [4, 3], worlds: 4 },
  'list 40': { lists: [5, 4, 2], worlds: 2 },
  'mixed 40': { lists: [3, 4], ranges: 1, drawn: 40, worlds: 2 },
  'ranges 200': { lists: [], ranges: 3, drawn: 200, worlds: 1 },
} as const satisfies Record<string, EarlyOptions['space'] & { readonly worlds: number }>;
type SpaceName = keyof typeof SPACES;
const SPACE_NAMES = Object.keys(SPACES) as SpaceName[];
const CRITERIA = ['mean', 'q3'] as const;
const DELTA = 0.05;
const AUDIT = 60;
/** What is said of all is of use where it is below so many deviations of one training. */
const USEFUL = 2;

interface EarlyCell {
  readonly space: SpaceName;
  readonly prior: SearchPrior;
  readonly criterion: (typeof CRITERIA)[number];
  readonly shape: EarlyShape;
  readonly stop: number | typeof END;
}

/** Searches of a cell, so many of them with a bound, and so many of these wrong: of all, and of those tried by own trials alone. */
export interface EarlyCounts extends EarlyCell {
  readonly searches: number;
  readonly said: number;
  readonly useful: number;
  readonly wrong: number;
  readonly saidOfTried: number;
  readonly wrongOfTried: number;
}

/** What the worlds so far came to; equal worlds give equal counts. */
export interface EarlyFigures {
  /** By space. */
  readonly worlds: Readonly<Record<SpaceName, number>>;
  readonly cells: readonly EarlyCounts[];
}

export const NO_WORLDS: EarlyFigures = {
  worlds: Object.fromEntries(SPACE_NAMES.map((name) => [name, 0])) as Record<SpaceName, number>,
  cells: [],
};

/** Of the dearest space, were all others done as far. */
export function fewestWorlds({ worlds }: EarlyFigures): number {
  return Math.min(...SPACE_NAMES.map((name) => worlds[name] / SPACES[name].worlds));
}

/** One world more of the space that is furthest behind, by every prior, criterion and shape. */
export function withNextWorld({ worlds, cells }: EarlyFigures): EarlyFigures {
  const counts = new Map(cells.map((cell) => [keyOf(cell), cell]));
  const done = (name: SpaceName): number => worlds[name] / SPACES[name].worlds;
  const space = SPACE_NAMES.reduce((least, name) => (done(name) < done(least) ? name : least));
  for (const claim of claimsOfWorld(space, worlds[space])) {
    const before = counts.get(keyOf(claim));
    counts.set(keyOf(claim), before === undefined ? claim : added(before, claim));
  }
  return { worlds: { ...worlds, [space]: worlds[space] + 1 }, cells: [...counts.values()] };
}

function claimsOfWorld(space: SpaceName, world: number): EarlyCounts[] {
  return SEARCH_PRIORS.flatMap((prior) =>
    CRITERIA.flatMap((criterion) =>
      EARLY_SHAPES.flatMap((shape) => claimsOf({ space, prior, criterion, shape }, world)),
    ),
  );
}

function keyOf({ space, prior, criterion, shape, stop }: EarlyCell): string {
  return [space, prior, criterion, shape, stop].join();
}

const COUNTED = ['searches', 'said', 'useful', 'wrong', 'saidOfTried', 'wrongOfTried'] as const;

function added(one: EarlyCounts, other: EarlyCounts): EarlyCounts {
  return { ...one, ...Object.fromEntries(COUNTED.map((name) => [name, one[name] + other[name]])) };
}

function claimsOf(cell: Omit<EarlyCell, 'stop'>, world: number): EarlyCounts[] {
  const { prior, criterion, shape } = cell;
  const field = drawEarlyWorld(world, { space: SPACES[cell.space], criterion, shape });
  const { candidates, places, replicates, truth } = field;
  const drawn = permutation(candidates, randomFrom('bench/search/early/audit', world)).subarray(0, AUDIT);
  const audit = prior === 'full' && candidates > AUDIT ? [...drawn] : [];
  const race = createSearchRace({
    ...{ candidates, search: { prior, audit, places, isDrawn: false }, seed: world, delta: DELTA },
    ...{ criterion: searchCriterionOf(parseCriterion(criterion)), maxReplicates: replicates },
    tolerance: { kind: 'retraining', share: 0.5 },
  });
  const state = race.begin();
  const { evidence } = state;
  const asks: { candidate: number; replicate: number }[] = [];
  const claims: EarlyCounts[] = [];
  for (const stop of [...STOPS, END] as const) {
    while (state.end === undefined && !(evidence.outcomes >= Number(stop))) {
      const next = race.next(state, asks.length, 1);
      if (next.kind === 'asked') asks.push(...next.asks);
      const due = asks.slice(evidence.outcomes, evidence.outcomes + 1);
      race.apply(
        state,
        due.map(({ candidate, replicate }) => field.lossOf(candidate, replicate)),
      );
    }
    if (state.end !== undefined) return [...claims, claimAt(END)];
    claims.push(claimAt(stop));
  }
  return claims;

  function claimAt(stop: EarlyCell['stop']): EarlyCounts {
    const standing = race.standing(state);
    const { reference } = standing;
    const { reach, amongTried } = stateSearch(standing, race.search, DELTA, state.end !== undefined);
    const behind = (isIn: (i: number) => boolean): number =>
      truth.reduce((most, value, i) => (isIn(i) ? Math.max(most, (truth[reference] as number) - value) : most), 0);
    const count = (is: boolean): number => (is ? 1 : 0);
    return {
      ...{ ...cell, stop, searches: 1 },
      ...{
        said: count(Number.isFinite(reach)),
        useful: count(reach <= USEFUL),
        wrong: count(behind(() => true) > reach),
      },
      saidOfTried: count(Number.isFinite(amongTried)),
      wrongOfTried: count(behind((i) => (evidence.applied[i] as number) > 0) > amongTried),
    };
  }
}

/** Of at least one cell, under the first one's names. */
export function totalOf(cells: readonly EarlyCounts[]): EarlyCounts {
  return cells.reduce(added);
}

/** Lines of a table: by space, criterion and stop over both priors and all shapes; then of all that were stopped, by criterion, by shape and by prior. */
export function earlyLines({ worlds, cells }: EarlyFigures): string[] {
  const groups = (some: readonly EarlyCounts[], nameOf: (cell: EarlyCell) => string): string[] =>
    [...new Set(some.map(nameOf))].sort().map((name) => {
      const counts = totalOf(some.filter((cell) => nameOf(cell) === name));
      return `${name.padEnd(30)}  ${textOf(counts)}`;
    });
  const stopped = cells.filter(({ stop }) => stop !== END);
  return [
    `worlds ${SPACE_NAMES.map((name) => `${name}: ${worlds[name]}`).join(', ')}: searches that were stopped, or ended; of what they say of all at 95 %, and by own trainings alone of those tried, so much is wrong`,
    'space        criterion  after   searches  say so much   below 2 deviations  wrong of all         wrong of those tried',
    ...groups(cells, ({ space, criterion, stop }) =>
      [space.padEnd(11), criterion.padEnd(9), `${stop}`.padStart(5)].join('  '),
    ),
    ...groups(stopped, ({ criterion, shape }) => `stopped: ${criterion}, ${shape}`),
    ...groups(stopped, ({ prior }) => `stopped: ${prior}`),
    ...groups(stopped, () => 'stopped: all'),
  ];
}

function textOf({ searches, said, useful, wrong, saidOfTried, wrongOfTried }: EarlyCounts): string {
  return [
    String(searches).padStart(8),
    String(said).padStart(11),
    String(useful).padStart(18),
    `  ${rateText(wrong, said).padEnd(20)}`,
    rateText(wrongOfTried, saidOfTried).padEnd(20),
  ].join('  ');
}
