/**
 * @file Keep or discard: what the costs of two versions say at a look. A change that is not ahead by enough is discarded early, since a session
 * tries many; one is kept only where two tests agree, and where it does not collapse more often. `npm run bench:keep` measures both.
 */
import { type Random, randomFrom } from '../../../core/index.js';
import {
  type Criterion,
  collapseBar,
  comparesMeans,
  createResampling,
  criterionDifference,
  exchangeShare,
  fieldSpread,
  type Happened,
  isCollapse,
  lessThanTimes,
  moreOften,
  pairedTTest,
  type Resampling,
  standardDeviation,
  swapShare,
  welchTest,
  worseThoughUnlike,
} from '../../../stats/index.js';

/** Trainings of the old version that a look at a mean takes at least: of fewer a noise is unknown. */
export const LEAST_OLD = 6;

/**
 * Pairs at each look, and its share of the error: in a session, whose first two looks only discard, and of a change that is asked about carefully.
 * Beyond the list half as many pairs more each time, and half the share of the one before.
 */
const LOOKS: readonly (readonly [pairs: number, share: number, careful: number])[] = [
  [1, 0, 0],
  [2, 0, 0],
  [3, 0.07, 0],
  [4, 0.11, 0],
  [6, 0.19, 0],
  [8, 0.18, 0],
  [12, 0.15, 0.03],
  [18, 0.12, 0.09],
  [27, 0.07, 0.18],
  [40, 0.04, 0.25],
  [60, 0.025, 0.24],
  [90, 0.0125, 0.15],
  [135, 0.006, 0.03],
];

/** Of a careful question: the first look, since 10 skewed losses say little of the tail that they missed; and from where on a change that is not ahead is discarded. */
const CAREFUL_FROM = 12;
const CAREFUL_DISCARDS = 18;

/** Of a mean, the first look that can keep a change. */
const LEAST_KEPT = 3;

/** From so many pairs on a look takes differences within pairs as well, and any criterion; and the share of its error that these get of a mean. */
const PAIRED_FROM = 6;
const PAIRED_SHARE = 0.3;

/** Of the error of a mean, the part that goes to differences within so many pairs. */
export function pairedShare(pairs: number, careful: boolean): number {
  if (careful) return 1;
  return pairs >= PAIRED_FROM ? PAIRED_SHARE : 0;
}

/** Of the noise of one training: a smaller gain is not worth what it takes to show it, unless the user says what is. */
const WORTH = 0.5;

/** Of the counts: an old version that is thought to collapse less often by chance costs a change that was none for the worse. */
const COUNT_ERROR = 0.05;
/** A version is not kept that may collapse so many times as often: of one that does, so few would be seen in this share of cases or more. */
const TIMES = 2;
const DOUBLED = 0.2;

const RESAMPLES = 999;

export interface KeepLook {
  readonly pairs: number;
  /** Of the error of all looks together. */
  readonly share: number;
}

export function lookAt(index: number, careful: boolean): KeepLook {
  const listed = LOOKS[index];
  if (listed !== undefined) return { pairs: listed[0], share: listed[careful ? 2 : 1] };
  const { pairs, share } = lookAt(index - 1, careful);
  return { pairs: Math.floor(1.5 * pairs), share: share / 2 };
}

/** The first look: criteria but the mean have no noise of one training. */
export function firstLook(criterion: Criterion, careful: boolean): number {
  const from = careful ? CAREFUL_FROM : comparesMeans(criterion) ? 1 : PAIRED_FROM;
  return LOOKS.findIndex(([pairs]) => pairs >= from);
}

export interface KeepTerms {
  readonly criterion: Criterion;
  /** Of all looks together: a change that gains nothing is kept at most so often. */
  readonly error: number;
  /** What a gain has to be, in units of the cost; absent: half the noise of one training of the old version. */
  readonly smallest?: number | undefined;
  /**
   * A session tries many changes, and discards early. One change that is asked about carefully is looked at late, pair by pair, by tests that bear
   * a skew that few losses show.
   */
  readonly careful: boolean;
  /** Seeds the resampling. */
  readonly seed: number;
}

/** Costs by replicate; what failed is infinite. */
export interface VersionCosts {
  /** Of the old version, at least as many as of the new one. */
  readonly old: Float64Array;
  /** Of the new one, on the first of the same replicates. */
  readonly fresh: Float64Array;
  /** Whether all that the look needs is there; else nothing is judged. */
  readonly isWhole: boolean;
}

/**
 * `small`: ahead by less than is worth it, or not at all. `collapses`: it collapses or fails more often, or may do so twice as often. `equal`: all
 * trainings of each version have one cost, so that the difference is known. `baseline`: no training of the old version has a cost.
 */
export type KeepReason = 'small' | 'collapses' | 'equal' | 'baseline';

export interface KeepJudgement {
  readonly verdict: 'keep' | 'discard' | 'open';
  readonly because: KeepReason | null;
  /** old - new by the criterion; above 0 where the new one is better. Null of too few trainings. */
  readonly gain: number | null;
  /** A smaller gain ends it; null where the noise is unknown. */
  readonly smallest: number | null;
  /** One-sided, that the new one is no better: of the test that says most, for its share of the error. 1 at a look that only discards. */
  readonly pValue: number;
  /** Which p-value keeps at this look. */
  readonly threshold: number;
  /** Trainings that collapsed or failed. */
  readonly collapsed: { readonly fresh: Happened; readonly old: Happened };
}

export function judgeVersions({ old, fresh, isWhole }: VersionCosts, index: number, terms: KeepTerms): KeepJudgement {
  const { criterion, error, seed, careful } = terms;
  const { pairs, share } = lookAt(index, careful);
  const bar = collapseBar(old, { spread: fieldSpread([old]) });
  const count = (costs: Float64Array): Happened => {
    return { events: costs.filter((cost) => isCollapse(cost, bar)).length, n: costs.length };
  };
  const collapsed = { fresh: count(fresh), old: count(old) };
  // What failed is counted; a mean is of those that did not.
  const [was, is] = comparesMeans(criterion)
    ? [old.filter(Number.isFinite), fresh.filter(Number.isFinite)]
    : [old, fresh];
  const enough = Math.max(1, criterion.minimumTrials);
  const gain = was.length < enough || is.length < enough ? null : criterionDifference(was, is, criterion);
  const smallest = terms.smallest ?? (comparesMeans(criterion) ? noiseOf(was, WORTH) : 0);
  const told = { gain, smallest, threshold: error * share, collapsed };
  const discard = (because: KeepReason, pValue = 1): KeepJudgement => ({
    ...told,
    verdict: 'discard',
    because,
    pValue,
  });
  if (!isWhole) return { ...told, verdict: 'open', because: null, pValue: 1 };
  // One that never works is given up at once.
  const countError = collapsed.fresh.events === pairs ? COUNT_ERROR : COUNT_ERROR * share;
  if (moreOften(collapsed.fresh, collapsed.old) <= countError) return discard('collapses');
  if (was.length === 0) return discard('baseline');
  if (gain === null || smallest === null) return { ...told, verdict: 'open', because: null, pValue: 1 };
  if (isConstant(was) && isConstant(is) && is.length >= LEAST_KEPT && was.length >= LEAST_OLD) {
    return gain > 0 && gain >= (terms.smallest ?? 0)
      ? { ...told, verdict: 'keep', because: 'equal', pValue: 0 }
      : discard('equal');
  }
  const random = randomFrom('keep', seed, pairs);
  const pValue =
    share === 0
      ? 1
      : noBetter({ old: was, fresh: is, pairs: pairsOf(old, fresh, criterion) }, terms, random, error * share);
  if (pValue <= error * share && !mayCollapseMore(collapsed))
    return { ...told, verdict: 'keep', because: null, pValue };
  return gain <= smallest && pairs >= (careful ? CAREFUL_DISCARDS : 1)
    ? discard('small', pValue)
    : { ...told, verdict: 'open', because: null, pValue };
}

/** Whether nothing shows that it collapses less than twice as often, where either does. */
export function mayCollapseMore({ fresh, old }: KeepJudgement['collapsed']): boolean {
  if (fresh.events === 0 && old.events === 0) return false;
  return fresh.events * old.n > old.events * fresh.n || lessThanTimes(fresh, old, TIMES) > DOUBLED;
}

/**
 * The p-value that the new one is no better. Each of two tests has to agree: one that bears versions of unlike laws, and one that is exact for
 * versions of one law. Of a mean they take all trainings of the old version; from six pairs on, differences within pairs as well.
 */
function noBetter(
  { old, fresh, pairs: [paired, other] }: Compared,
  { criterion, careful }: KeepTerms,
  random: Random,
  threshold: number,
): number {
  const pairs = paired.length;
  if (pairs < 2) return 1;
  let made: Resampling | undefined;
  const resampling = (): Resampling => {
    made ??= createResampling(pairs, RESAMPLES, random);
    return made;
  };
  if (careful || !comparesMeans(criterion)) {
    const unlike = worseThoughUnlike(paired, other, criterion, resampling);
    return unlike > threshold ? unlike : Math.max(unlike, swapShare(paired, other, criterion, resampling().swaps));
  }
  if (fresh.length < LEAST_KEPT) return 1;
  const step = stepOf(old, fresh);
  const share = pairedShare(pairs, careful);
  const own = welchTest(old, fresh, 'greater', step ** 2 / 12).pValue / (1 - share);
  const alone = own > threshold ? own : Math.max(own, exchangeShare(old, fresh, random) / (1 - share));
  if (alone <= threshold || share === 0) return alone;
  const within = pairedTTest(paired, other, 'greater').pValue / share;
  const both =
    within > threshold ? within : Math.max(within, swapShare(paired, other, criterion, resampling().swaps) / share);
  return Math.min(alone, both);
}

/** What is compared of two versions: costs that count, and of these both of a replicate. */
export interface Compared extends Pick<VersionCosts, 'old' | 'fresh'> {
  readonly pairs: readonly [old: Float64Array, fresh: Float64Array];
}

export function pairsOf(old: Float64Array, fresh: Float64Array, criterion: Criterion): Compared['pairs'] {
  const counts = (place: number) =>
    place < Math.min(old.length, fresh.length) &&
    (!comparesMeans(criterion) || (Number.isFinite(old[place]) && Number.isFinite(fresh[place])));
  return [old.filter((_, place) => counts(place)), fresh.filter((_, place) => counts(place))];
}

/** The step on which costs lie, where some are equal: a variance of so few may miss what rounding hides. 0 where all differ. */
function stepOf(old: Float64Array, fresh: Float64Array): number {
  const all = [...old, ...fresh].sort((a, b) => a - b);
  const gaps = all.slice(1).map((cost, place) => cost - (all[place] as number));
  const steps = gaps.filter((gap) => gap > 0);
  return steps.length === gaps.length || steps.length === 0 ? 0 : Math.min(...steps);
}

function noiseOf(costs: Float64Array, share: number): number | null {
  return costs.length < 2 ? null : share * standardDeviation(costs);
}

function isConstant(costs: Float64Array): boolean {
  return costs.every((cost) => cost === costs[0]);
}
