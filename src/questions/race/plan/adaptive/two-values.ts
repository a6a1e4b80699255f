/**
 * @file Races whose losses have two values, such as passes and failures: what one candidate may be better than another by follows
 * from the binomial distribution alone, without scales, shapes or blocks. By any criterion of a location, which a share p of the
 * higher value gives its value.
 */
import { type Criterion, shareInterval } from '../../../../stats/index.js';
import type { LossEvidence } from './evidence.js';
import { areEqual } from './least-variance.js';
import type { LeftOpen } from './left-open.js';
import { chanceBelow, ENDLESS, leastMargin, recordedShares, type ShareGrid, type ShareSide } from './share-law.js';

/** Losses of a race that have one value or two. */
interface FewValues {
  readonly low: number;
  /** To the other value; undefined where none has shown one. */
  readonly step: number | undefined;
  /** By candidate: trials with the higher value, and all with a loss. */
  readonly counts: Int32Array;
  readonly trials: Int32Array;
}

/** Undefined where losses have more values, or a training diverged, and where there are fewer than two. */
export function fewValuesOf({ candidates, replicates, losses, applied }: LossEvidence): FewValues | undefined {
  let [first, second, all] = [Number.NaN, Number.NaN, 0];
  const trials = new Int32Array(candidates);
  const seconds = new Int32Array(candidates);
  for (let i = 0; i < candidates; i++) {
    for (let place = i * replicates; place < i * replicates + (applied[i] as number); place++) {
      const loss = losses[place] as number;
      if (Number.isNaN(loss)) continue;
      if (loss === Number.POSITIVE_INFINITY) return undefined;
      if (all++ === 0) first = loss;
      trials[i] = (trials[i] as number) + 1;
      if (areEqual(loss, first)) continue;
      if (Number.isNaN(second)) second = loss;
      if (!areEqual(loss, second)) return undefined;
      seconds[i] = (seconds[i] as number) + 1;
    }
  }
  if (all < 2) return undefined;
  if (Number.isNaN(second)) return { low: first, step: undefined, counts: seconds, trials };
  const counts = second > first ? seconds : trials.map((own, i) => own - (seconds[i] as number));
  return { low: Math.min(first, second), step: Math.abs(second - first), counts, trials };
}

/** The criterion of losses 0 and 1, by the share of ones. */
interface CriterionOfShare {
  readonly grid: ShareGrid;
  /** Places of the grid in ascending order of the criterion, and its values in that order. */
  readonly order: Int32Array;
  readonly values: Float64Array;
  /** Whether a larger share is never better. */
  readonly rises: boolean;
}

/** By a criterion of a location; `recorded`: replicates of a recorded row, undefined for endless retraining. */
export function createExactComparison(
  criterion: Criterion,
  recorded: number | undefined,
): (values: FewValues) => LeftOpen {
  const rulesBy = (ofEndless: (share: number) => number, ofRow: (share: number, n: number) => number): Rules => {
    const later = criterionOfShare(ENDLESS, ofEndless);
    if (recorded === undefined) return { now: later, later };
    return { now: criterionOfShare(recordedShares(recorded), (share) => ofRow(share, recorded)), later };
  };
  const twoValues = rulesBy(
    (share) => criterionOfLaw(criterion, share),
    (share, n) => criterionOfRow(criterion, share, n),
  );
  // A quantile, too, is spoken of by the share alone while no other value was seen.
  const oneValue = rulesBy(
    (share) => share,
    (share) => share,
  );
  return (values) => exactComparison(values, values.step === undefined ? oneValue : twoValues);
}

interface Rules {
  /** Of what the race is about, and of endless retraining. */
  readonly now: CriterionOfShare;
  readonly later: CriterionOfShare;
}

/** Where all losses are equal the other value is no nearer than so many tolerances: it was never seen. */
const LEAST_TOLERANCES = 10;

function exactComparison({ step: seen, low, counts, trials }: FewValues, { now, later }: Rules): LeftOpen {
  const stepBy = (tolerance: number) => seen ?? Math.max(Math.abs(low) || 1, LEAST_TOLERANCES * tolerance);
  const found = new Map<string, number>();
  /** All with the same counts are the same. */
  const once = (key: string, find: () => number): number => {
    const value = found.get(key) ?? find();
    found.set(key, value);
    return value;
  };
  const lawOf = ({ grid, rises, order }: CriterionOfShare, i: number, side: ShareSide, goal = 0): Float64Array => {
    const n = trials[i] as number;
    const then = Math.max(n, goal);
    const byShare = grid.weigh(((counts[i] as number) * then) / n, then, side);
    return rises ? byShare : Float64Array.from(order, (place) => byShare[place] as number);
  };
  const keyOf = (leader: number, i: number) => `${counts[leader]} ${trials[leader]} ${counts[i]} ${trials[i]}`;
  /** What `i` may be better than the leader by, in steps; below 0 where it is worse. */
  const most = (leader: number, i: number, level: number, goal: number | undefined): number => {
    const rule = goal === undefined ? now : later;
    const margins = (rule.rises ? RISING : TURNING).map(([best, rival]) =>
      leastMargin(rule.values, lawOf(rule, i, best, goal), lawOf(rule, leader, rival, goal), trials.length - 1, level),
    );
    return Math.max(...margins);
  };
  return {
    isAll: true,
    allAreEqual: seen === undefined,
    chance: ({ leader, i, tolerance }) =>
      once(`${keyOf(leader, i)} ${tolerance}`, () => {
        const [own, other] = [lawOf(now, i, 'middle'), lawOf(now, leader, 'middle')];
        return chanceBelow(now.values, own, other, tolerance / stepBy(tolerance));
      }),
    threshold: ({ leader, i, gap, tolerance, trials: goal }, { level }) => {
      const steps = once(`${keyOf(leader, i)} at ${level} ${goal}`, () => most(leader, i, level, goal));
      return gap - tolerance + stepBy(tolerance) * steps;
    },
    ends: (i, level) => {
      const [from, until] = shareInterval(counts[i] as number, trials[i] as number, level);
      const open = now.values.filter((_, at) => {
        const share = now.grid.shares[now.order[at] as number] as number;
        return share >= from && share <= until;
      });
      return [low + stepBy(0) * Math.min(...open), low + stepBy(0) * Math.max(...open)];
    },
  };
}

/** Of the one that may be the best, and of its rival: what speaks for the one and against the other. */
const RISING: readonly (readonly [ShareSide, ShareSide])[] = [['low', 'high']];
/** Where a larger share may be better as well. */
const TURNING: readonly (readonly [ShareSide, ShareSide])[] = [
  ['low', 'high'],
  ['low', 'low'],
  ['high', 'high'],
  ['high', 'low'],
];

function criterionOfShare(grid: ShareGrid, at: (share: number) => number): CriterionOfShare {
  const byShare = grid.shares.map(at);
  const order = Int32Array.from(byShare.keys()).sort(
    (a, b) => (byShare[a] as number) - (byShare[b] as number) || a - b,
  );
  const values = Float64Array.from(order, (place) => byShare[place] as number);
  return { grid, order, values, rises: order.every((place, at) => place === at) };
}

/** A slope so small that no two values meet: a law without ties has every tail. */
const SLOPE = 2 ** -30;

/** Of the law of zeros and ones with such a share of ones. */
function criterionOfLaw({ statistic, name }: Criterion, share: number): number {
  if (statistic === undefined) throw new TypeError(`The criterion ${name} has no law.`);
  const zeros = 1 - share;
  const value = statistic.ofLaw({
    mean: share,
    std: Math.sqrt(share * zeros),
    quantile: (probability) => (probability <= zeros ? SLOPE * probability : 1 + SLOPE * (probability - zeros)),
    tailSum: (threshold) => (threshold < 1 ? share : 1 - Math.min(1, zeros + (threshold - 1) / SLOPE)),
  });
  const whole = Math.round(value);
  return Math.abs(value - whole) < 4 * SLOPE ? whole : value;
}

/** Of a recorded row of so many. */
function criterionOfRow(criterion: Criterion, share: number, replicates: number): number {
  const zeros = replicates - Math.round(share * replicates);
  return criterion.evaluate(Float64Array.from({ length: replicates }, (_, place) => (place < zeros ? 0 : 1)));
}
