/**
 * @file What candidates lend each other of a property of which each has its own: distances from what the field has, with the
 * errors of chance. How much the property differs is estimated from the field, and each candidate's own distance is drawn towards 0
 * by as much as the field is alike (empirical Bayes; DerSimonian and Laird 1986, doi 10.1016/0197-2456(86)90046-2).
 */

/** What is believed of the variance of the property before any is seen, with the weight of so many candidates of little error. */
export interface SpreadGuess {
  readonly spread: number;
  readonly weight: number;
  /** Of the variance, however alike candidates look. */
  readonly least: number;
}

/** The variance of the property over candidates, from distances and the variances of their errors; NaN where a candidate has none. */
export function spreadOf(
  distances: ArrayLike<number>,
  errors: ArrayLike<number>,
  { spread, weight: guessed, least }: SpreadGuess,
): number {
  let [weights, excess] = [0, 0];
  for (let i = 0; i < distances.length; i++) {
    const [distance, error] = [distances[i] as number, errors[i] as number];
    if (Number.isNaN(distance)) continue;
    const weight = 1 / (error + spread);
    weights += weight;
    // A squared distance is worth, on average, the spread and its error.
    excess += weight * (distance * distance - error);
  }
  return Math.max(least, (guessed * spread + excess) / (guessed + weights));
}

/** Mean and variance of what a distance says of a candidate's own, where these lie about 0 with this spread. */
export function drawnTogether(distance: number, error: number, spread: number): [mean: number, variance: number] {
  if (Number.isNaN(distance)) return [0, spread];
  const share = spread / (spread + error);
  return [share * distance, share * error];
}
