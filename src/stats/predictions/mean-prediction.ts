/**
 * @file What several retrainings say together: the mean of their probabilities or numbers (the prediction of their ensemble), and the label
 * that most of them give. A retraining is one array, row-major [examples x outputs], or one label an example.
 */
import { labelsOf } from '../../core/index.js';

/** What one retraining says: probabilities or numbers, row-major [examples x outputs], or labels 0, 1, 2, ..., one an example. */
export type Outputs = ArrayLike<number>;

/**
 * Entry by entry, of at least one retraining, all of one length.
 *
 * @throws RangeError where there is none, or where lengths differ.
 * @example meanPrediction([[0, 1], [1, 1]]) // [0.5, 1]
 */
export function meanPrediction(retrainings: readonly Outputs[]): Float64Array {
  const sums = new Float64Array(requireAlike(retrainings));
  for (const outputs of retrainings) {
    for (let entry = 0; entry < sums.length; entry++)
      sums[entry] = (sums[entry] as number) + (outputs[entry] as number);
  }
  return sums.map((sum) => sum / retrainings.length);
}

/**
 * How large a share of the retrainings gives each example each label: [examples x classes].
 *
 * @example labelShares([[0, 1], [0, 0]], 2) // [1, 0, 0.5, 0.5]
 */
export function labelShares(labels: readonly Outputs[], classes: number): Float64Array {
  const examples = requireAlike(labels);
  const counts = new Float64Array(examples * classes);
  for (const given of labels) {
    for (let example = 0; example < examples; example++) {
      const place = example * classes + (given[example] as number);
      counts[place] = (counts[place] as number) + 1;
    }
  }
  return counts.map((count) => count / labels.length);
}

/** The label that most retrainings give, the first of several. */
export function majorityLabels(labels: readonly Outputs[], classes: number): Int32Array {
  return labelsOf(labelShares(labels, classes), classes);
}

/** The length of all. @throws RangeError (a mistake of the caller) where lengths differ, or where there is nothing. */
export function requireAlike(retrainings: readonly Outputs[]): number {
  const length = retrainings[0]?.length ?? 0;
  const other = retrainings.find((outputs) => outputs.length !== length);
  if (length === 0) throw new RangeError(`predictions of ${retrainings.length} retrainings hold no example`);
  if (other !== undefined) throw new RangeError(`predictions hold ${other.length} numbers, others ${length}`);
  return length;
}

// The retraining whose predictions lie nearest to those of all together: the one that stands for its candidate best, where the one with
// the smallest loss is only the luckiest. It is chosen by predictions alone, so that no loss flatters it.

interface NearestToMean {
  /** Of the nearest retraining; the first of several. */
  readonly index: number;
  /** By retraining: how far it is away. */
  readonly distances: Float64Array;
}

/**
 * By the root mean square of the difference from {@link meanPrediction}, over all examples and outputs: in units of the outputs. Where outputs
 * are of several units, `scales` has one number for each output that they are divided by.
 *
 * @example nearestToMean([[0, 0], [1, 1], [5, 5]]).index // 1: the mean is [2, 2]
 */
export function nearestToMean(retrainings: readonly Outputs[], scales: ArrayLike<number> = [1]): NearestToMean {
  const mean = meanPrediction(retrainings);
  return nearestBy(
    retrainings.map((outputs) => {
      let squares = 0;
      for (let entry = 0; entry < mean.length; entry++) {
        const scale = scales[entry % scales.length] as number;
        squares += (((outputs[entry] as number) - (mean[entry] as number)) / scale) ** 2;
      }
      return Math.sqrt(squares / mean.length);
    }),
  );
}

/**
 * Where labels alone are known: by the mean share of examples on which it differs from each other retraining, 0 ... 1. That is the same order
 * as the distance from the shares of {@link labelShares}, with labels as 0 and 1.
 */
export function nearestByLabels(labels: readonly Outputs[]): NearestToMean {
  const examples = requireAlike(labels);
  const others = Math.max(1, labels.length - 1);
  return nearestBy(
    labels.map((own) => {
      let differ = 0;
      for (const other of labels) {
        for (let example = 0; example < examples; example++) differ += own[example] === other[example] ? 0 : 1;
      }
      return differ / examples / others;
    }),
  );
}

function nearestBy(distances: readonly number[]): NearestToMean {
  const index = distances.reduce((best, distance, place) => (distance < (distances[best] as number) ? place : best), 0);
  return { index, distances: Float64Array.from(distances) };
}
