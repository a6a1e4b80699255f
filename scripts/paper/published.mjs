/**
 * @file The authors' box plots by sample size (`boxes` of published.json, read from the vector paths of their figures), and what it
 * takes for figures of ours to agree with theirs.
 */
import { quantile } from '../../dist/stats/index.js';

/** Boxes of a place (`energy-A`, `energy-B`, `position-A`, `position-B`), `without` or `with` the inductive bias, by ascending size. */
export function publishedCurve({ boxes }, place, bias) {
  const { q1, median, q3 } = boxes[place][bias];
  const sizeAt = (index) => boxes.from * (boxes.to / boxes.from) ** (index / (median.length - 1));
  return median.map((_, index) => ({ size: sizeAt(index), q1: q1[index], median: median[index], q3: q3[index] }));
}

/** The box at a size, between its two neighbours by the logarithm of the size. */
export function publishedBox(curve, size) {
  const after = Math.max(
    1,
    curve.findIndex((box) => box.size >= size - 1e-6),
  );
  const [left, right] = [curve[after - 1], curve[after]];
  const share = Math.log(size / left.size) / Math.log(right.size / left.size);
  const between = (key) => left[key] + share * (right[key] - left[key]);
  return { q1: between('q1'), median: between('median'), q3: between('q3') };
}

export function boxOf(losses) {
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((share) => quantile(losses, share));
  return { q1, median, q3 };
}

/** Whether two boxes, from first to third quartile, overlap: 'agree', or our box is 'lower' or 'higher'. */
export function compareBoxes(published, own) {
  if (own.q3 < published.q1) return 'lower';
  return own.q1 > published.q3 ? 'higher' : 'agree';
}

/** Whether a published figure, known without an interval, lies in the interval of ours. */
export const isWithin = (published, { low, high }) => published >= low && published <= high;
