/**
 * @file The retraining whose predictions lie nearest to those of all together: the one that stands for its candidate best, where the one with
 * the smallest loss is only the luckiest. It is chosen by predictions alone, so that no loss flatters it.
 */
import { meanPrediction, type Outputs, requireAlike } from './mean-prediction.js';

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
