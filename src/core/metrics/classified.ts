/** @file Outputs for classes, read once for all metrics: the class that each example is given, and the chance of every class. */
import type { Judged } from './metric.js';

/** Examples by row; `weights` are theirs, all 1 where there are none. */
export interface Classified {
  readonly count: number;
  readonly classes: number;
  /** The true class of each example, and the one that the outputs speak for. */
  readonly labels: Int32Array;
  readonly chosen: Int32Array;
  /** count x classes, in double precision; a row sums up to 1. */
  readonly chances: Float64Array;
  /** count x classes: logarithms of them, which keep what is nearly 0. */
  readonly logChances: Float64Array;
  readonly weights: Float32Array;
  readonly totalWeight: number;
}

/** A single output is the logit of the second of two classes; several are the logits of as many. */
export function classify(predictions: Judged): Classified {
  const { count, width, targets, outputs } = predictions;
  const classes = Math.max(2, width);
  const weights = predictions.weights ?? new Float32Array(count).fill(1);
  const classified = {
    count,
    classes,
    labels: Int32Array.from(targets),
    chosen: new Int32Array(count),
    chances: new Float64Array(count * classes),
    logChances: new Float64Array(count * classes),
    weights,
    totalWeight: weights.reduce((sum, weight) => sum + weight, 0),
  };
  const logits = new Float64Array(classes);
  for (let example = 0; example < count; example++) {
    // One logit is that of the second class beside a 0 for the first.
    for (let place = 0; place < width; place++) {
      logits[classes - width + place] = outputs[example * width + place] as number;
    }
    fillRow(classified, example, logits);
  }
  return classified;
}

/** The first of the largest logits is chosen. */
function fillRow({ classes, chosen, chances, logChances }: Classified, example: number, logits: Float64Array): void {
  let best = 0;
  for (let place = 1; place < classes; place++) {
    if ((logits[place] as number) > (logits[best] as number)) best = place;
  }
  chosen[example] = best;
  const largest = logits[best] as number;
  let partition = 0;
  for (let place = 0; place < classes; place++) partition += Math.exp((logits[place] as number) - largest);
  const logPartition = largest + Math.log(partition);
  for (let place = 0; place < classes; place++) {
    const logChance = (logits[place] as number) - logPartition;
    logChances[example * classes + place] = logChance;
    chances[example * classes + place] = Math.exp(logChance);
  }
}
