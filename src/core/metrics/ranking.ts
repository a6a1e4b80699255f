/** @file Metrics of how well chances rank examples: areas under the ROC curve and under the precision-recall curve. */
import { oncePerObject } from '../ground/collections.js';
import type { Classified } from './classified.js';
import type { Metric } from './metric.js';

export const RANKING_METRICS: readonly Metric<Classified>[] = [
  {
    name: 'rocAuc',
    better: 'high',
    range: [0, 1],
    meaning:
      'area under the ROC curve (Hanley and McNeil 1982, doi 10.1148/radiology.143.1.7063747): of the second of two classes, else the plain mean over each class against the others. Classes without examples, or without others, are left out. Chances that are equal in single precision are tied',
    of: (classified) => meanOf(classified, 'rocAuc'),
  },
  {
    name: 'averagePrecision',
    better: 'high',
    range: [0, 1],
    meaning: 'area under the precision-recall curve, as the sum of precisions weighted by gains in recall; likewise',
    of: (classified) => meanOf(classified, 'averagePrecision'),
  },
];

function meanOf(classified: Classified, figure: keyof Ranked): number | undefined {
  const ranked = rankClasses(classified);
  if (ranked.length === 0) return undefined;
  return ranked.reduce((sum, one) => sum + one[figure], 0) / ranked.length;
}

/** Ranked once for both. */
const rankClasses = oncePerObject((classified: Classified) => {
  const { classes } = classified;
  return Array.from({ length: classes }, (_, place) => place)
    .slice(classes === 2 ? 1 : 0)
    .map((place) => rankClass(classified, place))
    .filter((one) => one !== undefined);
}, Number.POSITIVE_INFINITY);

interface Ranked {
  readonly rocAuc: number;
  readonly averagePrecision: number;
}

function rankClass({ count, classes, labels, chances, weights }: Classified, place: number): Ranked | undefined {
  // Chances that rounding alone tells apart are tied: outputs are no more exact.
  const ranks = Float32Array.from({ length: count }, (_, example) => chances[example * classes + place] as number);
  // Sorted by value and looked up: much faster than sorting examples by a comparison.
  const ordered = ranks.slice().sort();
  const [insideAt, outsideAt] = [new Float64Array(count), new Float64Array(count)];
  for (let example = 0; example < count; example++) {
    const at = firstPlaceOf(ordered, ranks[example] as number);
    const side = labels[example] === place ? insideAt : outsideAt;
    side[at] = (side[at] as number) + (weights[example] as number);
  }
  let [inside, outside, area, precisions] = [0, 0, 0, 0];
  for (let at = count - 1; at >= 0; at--) {
    const [tiedInside, tiedOutside] = [insideAt[at] as number, outsideAt[at] as number];
    area += tiedOutside * (inside + tiedInside / 2);
    inside += tiedInside;
    outside += tiedOutside;
    if (tiedInside > 0) precisions += (tiedInside * inside) / (inside + outside);
  }
  if (inside === 0 || outside === 0) return undefined;
  return { rocAuc: area / (inside * outside), averagePrecision: precisions / inside };
}

/** Where, among ascending values, the first one lies that is not smaller. */
function firstPlaceOf(ordered: Float32Array, value: number): number {
  let [low, high] = [0, ordered.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
