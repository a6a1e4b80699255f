/**
 * @file Whether what a search states holds when it is stopped after a handful of trainings: of worlds at random, the share in which
 * somebody is better than the winner by more than was said.
 */
import { permutation, randomFrom } from '../../src/core/index.js';
import { createSearchRace } from '../../src/questions/race/plan/search/search-race.js';
import { type SearchPrior, searchCriterionOf } from '../../src/questions/race/plan/search/settings.js';
import { stateSearch } from '../../src/questions/race/plan/search/statement.js';
import { estimateShare, median, parseCriterion } from '../../src/stats/index.js';
import { drawEarlyWorld, EARLY_SHAPES, type EarlyOptions, type EarlyShape } from './early-world.js';

/** Trainings after which the search is stopped. */
const STOPS: readonly number[] = [8, 12, 16, 24, 36, 60];
const SPACES = {
  'list 6': { lists: [3, 2] },
  'list 12': { lists: [4, 3] },
  'list 40': { lists: [5, 4, 2] },
  ranges: { ranges: 3, drawn: 500 },
} as const satisfies Record<string, EarlyOptions['space']>;
type SpaceName = keyof typeof SPACES;
const DELTA = 0.05;
const AUDIT = 60;
const LEVEL = 0.95;

/** One search at one of its stops. */
export interface EarlyClaim {
  readonly space: SpaceName;
  readonly prior: SearchPrior;
  readonly criterion: 'mean' | 'q3';
  readonly shape: EarlyShape;
  readonly world: number;
  readonly stop: number;
  /** How much better the best of all is than the winner, and the best of those tried, in deviations of one training. */
  readonly behind: number;
  readonly behindTried: number;
  /** What was said of the two; null for nothing. */
  readonly said: number | null;
  readonly saidTried: number | null;
}

/** Claims of one world in every space, by every prior, criterion and shape. */
export function claimEarly(world: number): EarlyClaim[] {
  const names = Object.keys(SPACES) as SpaceName[];
  return names.flatMap((space) =>
    (['full', 'guarded'] as const).flatMap((prior) =>
      (['mean', 'q3'] as const).flatMap((criterion) =>
        EARLY_SHAPES.flatMap((shape) => claimsOf({ space, prior, criterion, shape, world })),
      ),
    ),
  );
}

function claimsOf(cell: Pick<EarlyClaim, 'space' | 'prior' | 'criterion' | 'shape' | 'world'>): EarlyClaim[] {
  const { prior, criterion, shape, world } = cell;
  const field = drawEarlyWorld(world, { space: SPACES[cell.space], criterion, shape });
  const { candidates, places, replicates, truth } = field;
  const drawn = permutation(candidates, randomFrom('bench/search/early/audit', world)).subarray(0, AUDIT);
  const audit = prior === 'full' && cell.space === 'ranges' ? [...drawn] : [];
  const race = createSearchRace({
    ...{ candidates, search: { prior, audit, places, isDrawn: false }, seed: world, delta: DELTA },
    ...{ criterion: searchCriterionOf(parseCriterion(criterion)), maxReplicates: replicates },
    tolerance: { kind: 'retraining', share: 0.5 },
  });
  const state = race.begin();
  const { evidence } = state;
  const asks: { candidate: number; replicate: number }[] = [];
  const best = truth.reduce((least, value) => Math.min(least, value));
  const claims: EarlyClaim[] = [];
  for (const stop of STOPS) {
    while (evidence.outcomes < stop && state.end === undefined) {
      const next = race.next(state, asks.length, 1);
      if (next.kind === 'finished') break;
      if (next.kind === 'asked') asks.push(...next.asks);
      const due = asks.slice(evidence.outcomes, evidence.outcomes + 1);
      race.apply(
        state,
        due.map(({ candidate, replicate }) => field.lossOf(candidate, replicate)),
      );
    }
    // One that ended by itself makes another claim.
    if (evidence.outcomes < stop || state.end !== undefined) break;
    const standing = race.standing(state);
    const { reference } = standing;
    if (reference < 0) continue;
    const { reach, amongTried } = stateSearch(standing, race.search, DELTA);
    const own = truth[reference] as number;
    const bestTried = truth.reduce((least, value, i) => (evidence.applied[i] === 0 ? least : Math.min(least, value)), own);
    const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
    claims.push({
      ...{ ...cell, stop, behind: own - best, behindTried: own - bestTried },
      ...{ said: finite(reach), saidTried: finite(amongTried) },
    });
  }
  return claims;
}

/** Lines of a table: by space, prior and stop over all criteria and shapes, then by each of these over all stops. */
export function earlyLines(claims: readonly EarlyClaim[]): string[] {
  const head =
    'space   prior    stopped after   claims  wrong of all (95 %)        wrong of those tried       said of all, in deviations of a training';
  const groups = (keyOf: (claim: EarlyClaim) => string): string[] => {
    const keys = [...new Set(claims.map(keyOf))];
    return keys.map((key) => `${key.padEnd(30)}  ${figuresOf(claims.filter((claim) => keyOf(claim) === key))}`);
  };
  return [
    'stopped searches: share of claims "nobody is better by more than X" (95 %) that are wrong',
    head,
    ...groups(({ space, prior, stop }) => `${space.padEnd(7)}  ${prior.padEnd(7)}  ${String(stop).padStart(5)}`),
    ...groups(({ space, prior, criterion, shape }) => `${space} ${prior} ${criterion} ${shape}`),
  ];
}

function figuresOf(claims: readonly EarlyClaim[]): string {
  const wrong = claims.filter(({ behind, said }) => said !== null && behind > said).length;
  const wrongTried = claims.filter(({ behindTried, saidTried }) => saidTried !== null && behindTried > saidTried).length;
  const typical = median(Float64Array.from(claims, ({ said }) => said ?? Number.MAX_VALUE));
  const text = typical < 1e6 ? typical.toFixed(2) : 'nothing';
  return [String(claims.length).padStart(6), shareText(wrong, claims.length), shareText(wrongTried, claims.length), text].join('  ');
}

function shareText(hits: number, count: number): string {
  const { value, low, high } = estimateShare(hits, count, LEVEL);
  return `${value.toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)})`.padEnd(25);
}
