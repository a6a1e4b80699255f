/** @file One regression tree on binned settings: grown by weighted sums over bins, kept in flat arrays. */
import type { Random } from '../../core/index.js';
import { type Binned, MOST_BINS } from './bins.js';

export interface RegressionTree {
  /** By node: axis that it splits; -1 for a leaf. */
  readonly axis: Int32Array;
  /** Bins that go to the first child, as bits. */
  readonly mask: Uint32Array;
  /** First child; the second stands after it. */
  readonly child: Int32Array;
  /** Weighted mean of the rows that came here. */
  readonly value: Float64Array;
}

export interface TreeSettings {
  /** Axes tried at a split, as a share of all. */
  readonly axisShare: number;
  /** `best`: the cut that parts the values best; `random`: one cut an axis at random, the best axis of them. */
  readonly cuts: 'best' | 'random';
  /** Rows in a leaf, at least. */
  readonly leastRows: number;
}

/**
 * @param rows     rows that it learns from; a row that stands there twice counts twice. Overwritten: their order changes
 * @param weights  by row of `binned`, above 0
 */
export function growTree(
  binned: Binned,
  values: Float64Array,
  weights: Float64Array,
  rows: Int32Array,
  settings: TreeSettings,
  random: Random,
): RegressionTree {
  const most = Math.max(1, 2 * rows.length - 1);
  const tree: RegressionTree = {
    axis: new Int32Array(most).fill(-1),
    mask: new Uint32Array(most),
    child: new Int32Array(most),
    value: new Float64Array(most),
  };
  const work: Work = {
    binned,
    rows,
    weights: Float64Array.from(rows, (row) => weights[row] as number),
    weighted: Float64Array.from(rows, (row) => (weights[row] as number) * (values[row] as number)),
    ...settings,
    random,
    axes: Int32Array.from({ length: binned.axes }, (_, axis) => axis),
    bins: new Uint8Array(MOST_BINS),
    counts: new Int32Array(MOST_BINS),
    sums: new Float64Array(MOST_BINS),
    totals: new Float64Array(MOST_BINS),
  };
  const open: [node: number, from: number, until: number][] = [[0, 0, rows.length]];
  let nodes = 1;
  for (;;) {
    const next = open.pop();
    if (next === undefined) break;
    const [node, from, until] = next;
    const [sum, weight] = sumsOf(work, from, until);
    tree.value[node] = sum / weight;
    if (until - from < 2 * settings.leastRows) continue;
    const split = findSplit(work, from, until);
    if (split === undefined) continue;
    const middle = part(work, from, until, split);
    tree.axis[node] = split.axis;
    tree.mask[node] = split.mask;
    tree.child[node] = nodes;
    open.push([nodes + 1, middle, until], [nodes, from, middle]);
    nodes += 2;
  }
  return tree;
}

/** The mean that a row comes to. */
export function valueIn({ axis, mask, child, value }: RegressionTree, { bins, rows }: Binned, row: number): number {
  let node = 0;
  for (;;) {
    const at = axis[node] as number;
    if (at < 0) return value[node] as number;
    const first = ((mask[node] as number) >>> (bins[at * rows + row] as number)) & 1;
    node = (child[node] as number) + 1 - first;
  }
}

interface Work extends TreeSettings {
  readonly binned: Binned;
  readonly rows: Int32Array;
  /** Of the rows as they stand, and their values times these. */
  readonly weights: Float64Array;
  readonly weighted: Float64Array;
  readonly random: Random;
  readonly axes: Int32Array;
  /** Bins that have rows, of one axis at a time. */
  readonly bins: Uint8Array;
  /** By bin, of that axis: rows, sum of weighted values, sum of weights. */
  readonly counts: Int32Array;
  readonly sums: Float64Array;
  readonly totals: Float64Array;
}

interface Split {
  readonly axis: number;
  readonly mask: number;
  readonly gain: number;
}

function sumsOf({ weighted, weights }: Work, from: number, until: number): [number, number] {
  let sum = 0;
  let weight = 0;
  for (let place = from; place < until; place++) {
    sum += weighted[place] as number;
    weight += weights[place] as number;
  }
  return [sum, weight];
}

/** The best split over as many axes as are tried; axes on which all rows are alike count for none. */
function findSplit(work: Work, from: number, until: number): Split | undefined {
  const { axes, random, axisShare, cuts } = work;
  const wanted = Math.max(1, Math.round(axisShare * axes.length));
  let best: Split | undefined;
  let tried = 0;
  for (let place = 0; place < axes.length && tried < wanted; place++) {
    const other = place + random.below(axes.length - place);
    const axis = axes[other] as number;
    axes[other] = axes[place] as number;
    axes[place] = axis;
    const count = fillBins(work, axis, from, until);
    if (count < 2) continue;
    tried++;
    const split = cuts === 'best' ? bestCut(work, axis, count) : randomCut(work, axis, count);
    if (split !== undefined && (best === undefined || split.gain > best.gain)) best = split;
  }
  return best;
}

/** Sums by bin of one axis, and the bins that have rows, in order; gives how many have. */
function fillBins(work: Work, axis: number, from: number, until: number): number {
  const { binned, rows, weighted, weights, bins, counts, sums, totals } = work;
  const most = binned.counts[axis] as number;
  for (let bin = 0; bin < most; bin++) {
    counts[bin] = 0;
    sums[bin] = 0;
    totals[bin] = 0;
  }
  const first = axis * binned.rows;
  for (let place = from; place < until; place++) {
    const bin = binned.bins[first + (rows[place] as number)] as number;
    counts[bin] = (counts[bin] as number) + 1;
    sums[bin] = (sums[bin] as number) + (weighted[place] as number);
    totals[bin] = (totals[bin] as number) + (weights[place] as number);
  }
  let count = 0;
  for (let bin = 0; bin < most; bin++) if ((counts[bin] as number) > 0) bins[count++] = bin;
  return count;
}

/** Categories stand in the order of their means: no other parting of them into two is better (Fisher 1958). */
function bestCut(work: Work, axis: number, count: number): Split | undefined {
  if (work.binned.ordered[axis] !== true) sortByMean(work, count);
  return cutBins(work, axis, count);
}

/** The first `count` bins; ties by bin. */
function sortByMean({ bins, sums, totals }: Work, count: number): void {
  const meanOf = (bin: number): number => (sums[bin] as number) / (totals[bin] as number);
  for (let place = 1; place < count; place++) {
    const bin = bins[place] as number;
    const mean = meanOf(bin);
    let at = place;
    // Bins begin in order, so that one of an equal mean stays where it is.
    for (; at > 0 && meanOf(bins[at - 1] as number) > mean; at--) bins[at] = bins[at - 1] as number;
    bins[at] = bin;
  }
}

/** One cut: between two places at random of an ordered axis, through a random order of categories. */
function randomCut(work: Work, axis: number, count: number): Split | undefined {
  const { random, bins } = work;
  if (work.binned.ordered[axis] === true) {
    const first = bins[0] as number;
    const threshold = first + random.below((bins[count - 1] as number) - first);
    let below = 1;
    while (below < count && (bins[below] as number) <= threshold) below++;
    return cutBins(work, axis, count, below);
  }
  for (let last = count - 1; last > 0; last--) {
    const chosen = random.below(last + 1);
    const bin = bins[last] as number;
    bins[last] = bins[chosen] as number;
    bins[chosen] = bin;
  }
  return cutBins(work, axis, count, 1 + random.below(count - 1));
}

/** The best cut between the first `count` bins as they stand, or the one below which there are `only` so many; none that leaves too few rows on a side. */
function cutBins(work: Work, axis: number, count: number, only?: number): Split | undefined {
  const { bins, counts, sums, totals, leastRows } = work;
  let rows = 0;
  let sum = 0;
  let total = 0;
  for (let place = 0; place < count; place++) {
    const bin = bins[place] as number;
    rows += counts[bin] as number;
    sum += sums[bin] as number;
    total += totals[bin] as number;
  }
  let [rowsBelow, sumBelow, totalBelow, mask] = [0, 0, 0, 0];
  let best: Split | undefined;
  for (let place = 1; place < count; place++) {
    const bin = bins[place - 1] as number;
    rowsBelow += counts[bin] as number;
    sumBelow += sums[bin] as number;
    totalBelow += totals[bin] as number;
    mask |= 1 << bin;
    if (only !== undefined && place !== only) continue;
    if (rowsBelow < leastRows || rows - rowsBelow < leastRows) continue;
    const gain = sumBelow ** 2 / totalBelow + (sum - sumBelow) ** 2 / (total - totalBelow);
    if (best === undefined || gain > best.gain) best = { axis, mask, gain };
  }
  return best;
}

/** Puts the rows that go to the first child first; gives where the second begins. */
function part({ rows, weights, weighted, binned }: Work, from: number, until: number, { axis, mask }: Split): number {
  const first = axis * binned.rows;
  let middle = from;
  for (let place = from; place < until; place++) {
    const row = rows[place] as number;
    if (((mask >>> (binned.bins[first + row] as number)) & 1) === 0) continue;
    const weight = weights[place] as number;
    const product = weighted[place] as number;
    rows[place] = rows[middle] as number;
    weights[place] = weights[middle] as number;
    weighted[place] = weighted[middle] as number;
    rows[middle] = row;
    weights[middle] = weight;
    weighted[middle++] = product;
  }
  return middle;
}
