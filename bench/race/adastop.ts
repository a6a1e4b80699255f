/**
 * @file AdaStop as a contender: group sequential permutation tests of all pairs of means, with the familywise error over pairs
 * and looks at a level (Mathieu et al. 2023, arXiv 2306.10882). Written from the paper as a reference to compare with.
 */
import { type Random, randomFrom } from '../../src/core/index.js';
import type { LossTable } from '../../src/questions/race/plan/index.js';
import type { RaceOutcome } from './contenders.js';

export interface AdaStopSettings {
  /** Trainings of each candidate between two looks. */
  readonly group: number;
  /** Familywise error over all pairs and looks. */
  readonly level: number;
  /** Random permutations, the identity among them. */
  readonly permutations: number;
}

interface Pair {
  readonly first: number;
  readonly second: number;
  /** Sum over groups of the difference of means, by permutation; that of the identity stands first. */
  sums: Float64Array;
}

/** The set holds those that no test has found worse than another; the pick has the lowest mean of them. */
export function adastop(table: LossTable, { group, level, permutations }: AdaStopSettings, seed: number): RaceOutcome {
  const random = randomFrom('bench/race/adastop', seed);
  const candidates = table.candidates.length;
  const looks = Math.floor(table.columns.length / group);
  const trials = new Int32Array(candidates);
  const totals = new Float64Array(candidates);
  const worse = new Uint8Array(candidates);
  let pairs: Pair[] = [];
  for (let second = 1; second < candidates; second++) {
    for (let first = 0; first < second; first++) pairs.push({ first, second, sums: new Float64Array(permutations) });
  }
  let spent = 0;
  for (let look = 0; look < looks && pairs.length > 0; look++) {
    const columns = table.columns.slice(look * group, (look + 1) * group);
    for (const candidate of new Set(pairs.flatMap(({ first, second }) => [first, second]))) {
      trials[candidate] = (trials[candidate] as number) + group;
      for (const column of columns) totals[candidate] = (totals[candidate] as number) + (column[candidate] as number);
    }
    for (const pair of pairs) addGroup(pair, columns, random);
    const allowed = (level * (look + 1)) / looks;
    let boundary = Number.POSITIVE_INFINITY;
    let used = 0;
    let open = pairs;
    // Step down: once the most different pair is told apart, the others are measured without it.
    while (open.length > 0) {
      ({ boundary, used } = boundaryOf(open, permutations, allowed - spent));
      const most = open.reduce((best, pair) => (statisticOf(pair, 0) > statisticOf(best, 0) ? pair : best));
      if (!(statisticOf(most, 0) > boundary)) break;
      worse[(most.sums[0] as number) > 0 ? most.first : most.second] = 1;
      open = open.filter((pair) => pair !== most);
    }
    spent += used;
    pairs = keepBelow(open, boundary);
  }
  const set = Array.from(worse.keys()).filter((candidate) => worse[candidate] === 0);
  const meanOf = (candidate: number) => (totals[candidate] as number) / (trials[candidate] as number);
  const pick = set.reduce((best, candidate) => (meanOf(candidate) < meanOf(best) ? candidate : best), set[0] ?? -1);
  return { trials: trials.reduce((sum, count) => sum + count), pick, set, tolerance: 0, ofPick: trials[pick] ?? 0 };
}

function statisticOf({ sums }: Pair, permutation: number): number {
  return Math.abs(sums[permutation] as number);
}

/** Losses of both go into one urn, from which each permutation draws the first's share anew. */
function addGroup({ first, second, sums }: Pair, columns: readonly Float64Array[], random: Random): void {
  const size = columns.length;
  const urn = Float64Array.from({ length: 2 * size }, (_, place) =>
    place < size ? (columns[place]?.[first] as number) : (columns[place - size]?.[second] as number),
  );
  const total = urn.reduce((sum, loss) => sum + loss);
  for (let permutation = 0; permutation < sums.length; permutation++) {
    if (permutation > 0) shuffleFront(urn, size, random);
    let drawn = 0;
    for (let place = 0; place < size; place++) drawn += urn[place] as number;
    sums[permutation] = (sums[permutation] as number) + (2 * drawn - total) / size;
  }
}

function shuffleFront(urn: Float64Array, size: number, random: Random): void {
  for (let place = 0; place < size; place++) {
    const other = place + random.below(urn.length - place);
    const kept = urn[place] as number;
    urn[place] = urn[other] as number;
    urn[other] = kept;
  }
}

/** The least boundary that at most `left` of all permutations exceed, and what share of them does. */
function boundaryOf(pairs: readonly Pair[], all: number, left: number): { boundary: number; used: number } {
  const length = pairs[0]?.sums.length ?? 0;
  const largest = new Float64Array(length);
  for (const pair of pairs) {
    for (let permutation = 0; permutation < length; permutation++) {
      const value = statisticOf(pair, permutation);
      if (value > (largest[permutation] as number)) largest[permutation] = value;
    }
  }
  largest.sort();
  const exceeding = Math.floor(left * all + 1e-9);
  if (exceeding < 1 || length === 0) return { boundary: Number.POSITIVE_INFINITY, used: 0 };
  const boundary = largest[Math.max(0, length - 1 - exceeding)] as number;
  return { boundary, used: largest.filter((value) => value > boundary).length / all };
}

/** Later looks go on with the permutations that have crossed no boundary so far. */
function keepBelow(pairs: readonly Pair[], boundary: number): Pair[] {
  const length = pairs[0]?.sums.length ?? 0;
  const kept = Array.from({ length }, (_, permutation) => permutation).filter(
    (permutation) => permutation === 0 || pairs.every((pair) => statisticOf(pair, permutation) <= boundary),
  );
  return pairs.map((pair) => ({
    ...pair,
    sums: Float64Array.from(kept, (permutation) => pair.sums[permutation] as number),
  }));
}
