/**
 * @file What rare, far worse losses leave unknown of a mean. A candidate that has not shown one yet may have them as often as few trials cannot
 * rule out, if it is one of those that have them, and no variance says so. How often is a share of trials, with the exact laws of share-law.ts; the rest of a mean is
 * normal. Losses that are mostly ties, such as scores of 0 with a few others, are such a field.
 */
import type { LossEvidence } from './evidence.js';
import { areEqual } from './least-variance.js';
import type { LeftOpen } from './left-open.js';
import { chanceBelow, ENDLESS, leastMargin, recordedShares, type ShareGrid, type ShareSide } from './share-law.js';

/** Robust standard deviations above its candidate's median beyond which a loss is one of them. */
const FAR = 8;
/** Trials from which a candidate's median tells what is usual for it. */
const LEAST_TRIALS = 3;
/** A normal's standard deviation over the median distance from its median. */
const NORMAL_RATIO = 1.4826;

/** Undefined where no loss of the field is such. `recorded`: the replicates are all there are. */
export function collapsesLeaveOpen(evidence: LossEvidence, recorded: boolean): LeftOpen | undefined {
  const found = rareCollapsesOf(evidence);
  if (found === undefined) return undefined;
  const { counts, trials, excess, deviation } = found;
  const kind = collapsingShare(found);
  /** Whether it is one of those that collapse. */
  const chanceOfKind = (i: number) => ((counts[i] as number) > 0 ? 1 : kind);
  const now = recorded ? recordedShares(evidence.replicates) : ENDLESS;
  const seen = (i: number) => (counts[i] as number) / (trials[i] as number);
  const trialsAt = (i: number, goal = 0) => Math.max(trials[i] as number, goal);
  const lawOf = (grid: ShareGrid, i: number, side: ShareSide, goal?: number) =>
    grid.weigh(((counts[i] as number) * trialsAt(i, goal)) / (trials[i] as number), trialsAt(i, goal), side);
  /** Of the mean of the other losses. */
  const usualError = (i: number, goal?: number) => {
    const left = recorded ? Math.max(0, 1 - trialsAt(i, goal) / evidence.replicates) : 1;
    return deviation * Math.sqrt(left / trialsAt(i, goal));
  };
  return {
    isAll: false,
    allAreEqual: false,
    chance: ({ leader, i, gap }) => {
      // By this much its share of collapses has to be smaller than it looks beside the leader's.
      const margin = gap / excess - (seen(i) - seen(leader));
      if (margin >= 1) return 0;
      const ofThose = chanceBelow(now.shares, lawOf(now, i, 'middle'), lawOf(now, leader, 'middle'), margin);
      return chanceOfKind(leader) * ofThose;
    },
    threshold: ({ leader, i, trials: goal }, { level, threshold }) => {
      const grid = goal === undefined ? now : ENDLESS;
      const [own, other] = [lawOf(grid, i, 'low', goal), lawOf(grid, leader, 'high', goal)];
      const share = leastMargin(grid.shares, own, other, counts.length - 1, level / chanceOfKind(leader));
      const ofShares = excess * Math.max(0, share - (seen(leader) - seen(i)));
      return Math.hypot(ofShares, threshold(usualError(i, goal), usualError(leader, goal)));
    },
  };
}

/** How often those collapse that do, where it is asked how many of them would have been seen. */
const TYPICAL_RATE = 0.05;

/** The share of the candidates that collapse now and then: of those that would have shown it by now, so many have. */
function collapsingShare({ counts, trials }: RareCollapses): number {
  const shown = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  const wouldHave = trials.reduce((sum, n) => sum + 1 - (1 - TYPICAL_RATE) ** n, 0);
  return Math.min(1, (shown + 1) / wouldHave);
}

interface RareCollapses {
  /** By candidate; and all its finite losses. */
  readonly counts: Int32Array;
  readonly trials: Int32Array;
  /** By how much they are worse than their candidate's median, in the mean. */
  readonly excess: number;
  /** Of the other losses about their candidates' means. */
  readonly deviation: number;
}

function rareCollapsesOf(evidence: LossEvidence): RareCollapses | undefined {
  const { ordered, ends } = orderedRows(evidence);
  const typical = typicalDistance(ordered, ends);
  if (Number.isNaN(typical)) return undefined;
  const { candidates } = evidence;
  const [counts, trials] = [new Int32Array(candidates), new Int32Array(candidates)];
  let [total, excess, squares, degrees, first] = [0, 0, 0, 0, 0];
  for (let i = 0; i < candidates; i++) {
    const end = ends[i] as number;
    const middle = ordered[middleOf(first, end)] as number;
    let usual = end;
    while (usual > first && isFar(ordered[usual - 1] as number, middle, NORMAL_RATIO * typical)) {
      excess += (ordered[--usual] as number) - middle;
    }
    [counts[i], trials[i]] = [end - usual, end - first];
    total += end - usual;
    let [sum, ofSquares] = [0, 0];
    for (let place = first; place < usual; place++) {
      const distance = (ordered[place] as number) - middle;
      sum += distance;
      ofSquares += distance * distance;
    }
    const n = usual - first;
    if (n > 1) {
      squares += Math.max(0, ofSquares - sum ** 2 / n);
      degrees += n - 1;
    }
    first = end;
  }
  if (total === 0) return undefined;
  return { counts, trials, excess: excess / total, deviation: degrees === 0 ? 0 : Math.sqrt(squares / degrees) };
}

/** The finite losses of one candidate after the other, each in ascending order, and where they end. */
function orderedRows({ candidates, replicates, losses, applied }: LossEvidence) {
  const ordered = new Float64Array(applied.reduce((sum, n) => sum + n, 0));
  const ends = new Int32Array(candidates);
  let place = 0;
  for (let i = 0; i < candidates; i++) {
    const first = place;
    for (let j = i * replicates; j < i * replicates + (applied[i] as number); j++) {
      if (Number.isFinite(losses[j] as number)) ordered[place++] = losses[j] as number;
    }
    if (place - first > 1) ordered.subarray(first, place).sort();
    ends[i] = place;
  }
  return { ordered, ends };
}

/** Median distance of losses from their candidate's median, without that of the median itself; NaN where there is none. */
function typicalDistance(ordered: Float64Array, ends: Int32Array): number {
  const distances = new Float64Array(ordered.length);
  let [count, first] = [0, 0];
  for (const end of ends) {
    const own = middleOf(first, end);
    for (let place = first; end - first >= LEAST_TRIALS && place < end; place++) {
      if (place !== own) distances[count++] = Math.abs((ordered[place] as number) - (ordered[own] as number));
    }
    first = end;
  }
  return count === 0 ? Number.NaN : (distances.subarray(0, count).sort()[middleOf(0, count)] as number);
}

/** The lower one of two: a collapse is never what is usual. */
function middleOf(first: number, end: number): number {
  return first + ((end - first - 1) >> 1);
}

function isFar(loss: number, middle: number, typical: number): boolean {
  return loss - middle > FAR * typical && !areEqual(loss, middle);
}
