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
