/** @file Metrics of how well chances rank examples: areas under the ROC curve and under the precision-recall curve. */
import type { Classified } from './classified.js';

/**
 * `rocAuc`: the chance that an example of the class has a larger chance of it than one of the others, ties by halves
 * (Hanley and McNeil 1982, doi 10.1148/radiology.143.1.7063747). `averagePrecision`: precision at every threshold, weighted by the
 * gain in recall. Of the second of two classes; of more the plain mean over each class against the others. Classes without
 * examples, or without others, have neither.
 */
export function rankingMetrics(classified: Classified): Readonly<Record<string, number>> {
  const { classes } = classified;
  const ranked = Array.from({ length: classes }, (_, place) => place)
    .slice(classes === 2 ? 1 : 0)
    .map((place) => rankClass(classified, place))
    .filter((one) => one !== undefined);
  if (ranked.length === 0) return {};
  const mean = (of: keyof Ranked) => ranked.reduce((sum, one) => sum + one[of], 0) / ranked.length;
  return { rocAuc: mean('rocAuc'), averagePrecision: mean('averagePrecision') };
}

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
