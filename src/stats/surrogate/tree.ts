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
    values,
    weights,
    rows,
    ...settings,
    random,
    axes: Int32Array.from({ length: binned.axes }, (_, axis) => axis),
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
  readonly values: Float64Array;
  readonly weights: Float64Array;
  readonly rows: Int32Array;
  readonly random: Random;
  readonly axes: Int32Array;
  /** By bin, of one axis at a time: rows, sum of weighted values, sum of weights. */
  readonly counts: Int32Array;
  readonly sums: Float64Array;
  readonly totals: Float64Array;
}

interface Split {
  readonly axis: number;
  readonly mask: number;
  readonly gain: number;
}

function sumsOf({ rows, values, weights }: Work, from: number, until: number): [number, number] {
  let sum = 0;
  let weight = 0;
  for (let place = from; place < until; place++) {
    const row = rows[place] as number;
    sum += (weights[row] as number) * (values[row] as number);
    weight += weights[row] as number;
  }
  return [sum, weight];
}

/** The best split over as many axes as are tried; axes on which all rows are alike count for none. */
function findSplit(work: Work, from: number, until: number): Split | undefined {
  const { axes, random, axisShare } = work;
  const wanted = Math.max(1, Math.round(axisShare * axes.length));
  let best: Split | undefined;
  let tried = 0;
  for (let place = 0; place < axes.length && tried < wanted; place++) {
    const other = place + random.below(axes.length - place);
    const axis = axes[other] as number;
    axes[other] = axes[place] as number;
    axes[place] = axis;
    const bins = fillBins(work, axis, from, until);
    if (bins.length < 2) continue;
    tried++;
    const split = work.cuts === 'best' ? bestCut(work, axis, bins) : randomCut(work, axis, bins);
    if (split !== undefined && (best === undefined || split.gain > best.gain)) best = split;
  }
  return best;
}

/** Sums by bin of one axis; gives the bins that have rows, in order. */
function fillBins(work: Work, axis: number, from: number, until: number): number[] {
  const { binned, rows, values, weights, counts, sums, totals } = work;
  counts.fill(0);
  sums.fill(0);
  totals.fill(0);
  const first = axis * binned.rows;
  for (let place = from; place < until; place++) {
    const row = rows[place] as number;
    const bin = binned.bins[first + row] as number;
    const weight = weights[row] as number;
    counts[bin] = (counts[bin] as number) + 1;
    sums[bin] = (sums[bin] as number) + weight * (values[row] as number);
    totals[bin] = (totals[bin] as number) + weight;
  }
  const bins: number[] = [];
  for (let bin = 0; bin < MOST_BINS; bin++) if ((counts[bin] as number) > 0) bins.push(bin);
  return bins;
}

/** Categories stand in the order of their means: no other parting of them into two is better (Fisher 1958). */
function bestCut(work: Work, axis: number, bins: number[]): Split | undefined {
  const { sums, totals } = work;
  const meanOf = (bin: number): number => (sums[bin] as number) / (totals[bin] as number);
  if (work.binned.ordered[axis] !== true) bins.sort((a, b) => meanOf(a) - meanOf(b) || a - b);
  let best: Split | undefined;
  for (const split of cutsOf(work, axis, bins)) if (best === undefined || split.gain > best.gain) best = split;
  return best;
}

/** One cut: between two places at random of an ordered axis, through a random order of categories. */
function randomCut(work: Work, axis: number, bins: number[]): Split | undefined {
  const { random } = work;
  let cuts: number;
  if (work.binned.ordered[axis] === true) {
    const first = bins[0] as number;
    const threshold = first + random.below((bins.at(-1) as number) - first);
    cuts = bins.filter((bin) => bin <= threshold).length;
  } else {
    for (let last = bins.length - 1; last > 0; last--) {
      const chosen = random.below(last + 1);
      [bins[last], bins[chosen]] = [bins[chosen] as number, bins[last] as number];
    }
    cuts = 1 + random.below(bins.length - 1);
  }
  let place = 0;
  for (const split of cutsOf(work, axis, bins, true)) if (++place === cuts) return split.gain < 0 ? undefined : split;
  return undefined;
}

/** The cuts between bins in this order; those that leave too few rows on a side are left out, or have a gain below 0 (`keepAll`). */
function* cutsOf(work: Work, axis: number, bins: readonly number[], keepAll = false): Generator<Split> {
  const { counts, sums, totals, leastRows } = work;
  let rows = 0;
  let sum = 0;
  let total = 0;
  for (const bin of bins) {
    rows += counts[bin] as number;
    sum += sums[bin] as number;
    total += totals[bin] as number;
  }
  let [rowsBelow, sumBelow, totalBelow, mask] = [0, 0, 0, 0];
  for (let place = 0; place < bins.length - 1; place++) {
    const bin = bins[place] as number;
    rowsBelow += counts[bin] as number;
    sumBelow += sums[bin] as number;
    totalBelow += totals[bin] as number;
    mask |= 1 << bin;
    const isFull = rowsBelow >= leastRows && rows - rowsBelow >= leastRows;
    if (!isFull && !keepAll) continue;
    const gain = sumBelow ** 2 / totalBelow + (sum - sumBelow) ** 2 / (total - totalBelow);
    yield { axis, mask, gain: isFull ? gain : -1 };
  }
}

/** Puts the rows that go to the first child first; gives where the second begins. */
function part({ rows, binned }: Work, from: number, until: number, { axis, mask }: Split): number {
  const first = axis * binned.rows;
  let middle = from;
  for (let place = from; place < until; place++) {
    const row = rows[place] as number;
    if (((mask >>> (binned.bins[first + row] as number)) & 1) === 0) continue;
    rows[place] = rows[middle] as number;
    rows[middle++] = row;
  }
  return middle;
}
