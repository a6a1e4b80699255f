/**
 * @file Example by example, how much retrainings differ: the spread of what they predict, the width of the interval that holds most of it, and
 * how often the label flips (Miller and Blume 2026, arXiv 2603.00192, have interval width and flip rate as the two diagnostics of a single case).
 */
import { quantileOfSorted, sorted } from '../quantile.js';
import { labelShares, type Outputs, requireAlike } from './mean-prediction.js';

/** The middle 95 % of the retrainings. */
const MIDDLE = [0.025, 0.975] as const;

/**
 * Of each example the chance that two different retrainings give it different labels, 0 ... 1; `labels` are of at least two. Its mean over
 * examples is the disagreement of all pairs.
 *
 * @example labelFlips([[0, 1], [0, 0], [0, 1]], 2) // [0, 2/3]: two of the three pairs differ on the second example
 */
export function labelFlips(labels: readonly Outputs[], classes: number): Float64Array {
  const n = labels.length;
  const shares = labelShares(labels, classes);
  return Float64Array.from({ length: shares.length / classes }, (_, example) => {
    let alike = 0;
    for (let place = 0; place < classes; place++) {
      const count = Math.round((shares[example * classes + place] as number) * n);
      alike += count * (count - 1);
    }
    return 1 - alike / (n * (n - 1));
  });
}

/** Of each entry, row-major [examples x outputs], in the unit of the output. */
interface NumberSpreads {
  /** Standard deviation over the retrainings (ddof 1). */
  readonly spread: Float64Array;
  /** Between the 2.5 and the 97.5 % quantile over the retrainings (type 7): with few of them nearly the whole range. */
  readonly intervalWidth: Float64Array;
}

/**
 * Probabilities or numbers of at least two retrainings.
 *
 * @example numberSpreads([[1, 5], [3, 5]]) // spread [1.414, 0], intervalWidth [1.9, 0]
 */
export function numberSpreads(retrainings: readonly Outputs[]): NumberSpreads {
  const length = requireAlike(retrainings);
  const n = retrainings.length;
  const spread = new Float64Array(length);
  const intervalWidth = new Float64Array(length);
  const own = new Float64Array(n);
  for (let entry = 0; entry < length; entry++) {
    let mean = 0;
    for (let place = 0; place < n; place++) {
      own[place] = retrainings[place]?.[entry] as number;
      mean += (own[place] as number) / n;
    }
    let squares = 0;
    for (let place = 0; place < n; place++) squares += ((own[place] as number) - mean) ** 2;
    spread[entry] = Math.sqrt(squares / (n - 1));
    const ordered = sorted(own);
    intervalWidth[entry] = quantileOfSorted(ordered, MIDDLE[1]) - quantileOfSorted(ordered, MIDDLE[0]);
  }
  return { spread, intervalWidth };
}

/**
 * The examples with the largest figure, largest first, the first of equals first; those of 0 are left out.
 *
 * @example mostDisputed([0, 0.4, 0.5, 0.4], 2) // [2, 1]
 */
export function mostDisputed(figure: ArrayLike<number>, count: number): readonly number[] {
  return Array.from(figure, (value, example) => ({ value, example }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value || a.example - b.example)
    .slice(0, count)
    .map(({ example }) => example);
}
