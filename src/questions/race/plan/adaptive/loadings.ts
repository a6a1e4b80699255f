/**
 * @file How each candidate reacts to what a replicate does to all: its loading on the effects of replicates. The field's is 1; how
 * much loadings differ is estimated from the field, and each candidate's own is drawn towards 1 by as much as the field is alike.
 * A robust candidate is the one that may ignore a poor sample, and nothing says beforehand that it does not.
 */
import type { LossEvidence } from './evidence.js';
import { blockVarianceOf, type LossFit } from './fit.js';

/** By candidate: normal beliefs about a loading. */
export interface Loadings {
  /** With the spread of loadings that the field shows. */
  readonly means: Float64Array;
  readonly variances: Float64Array;
  /** The means as if the field said nothing of this candidate: with a spread of at least {@link OPEN_SPREAD}. */
  readonly openMeans: Float64Array;
  readonly openVariances: Float64Array;
}

/** Losses from which a candidate has a slope with an error of its own. */
const LEAST_TRIALS = 3;
/** They are never known to be all the same. */
const GUESS: SpreadGuess = { spread: 0.25, weight: 12, least: 0.025 };
/** A candidate that ignores the sample is then an ordinary one. */
const OPEN_SPREAD = 1;

export function createLoadings(candidates: number): Loadings {
  return {
    means: new Float64Array(candidates).fill(1),
    variances: new Float64Array(candidates),
    openMeans: new Float64Array(candidates).fill(1),
    openVariances: new Float64Array(candidates),
  };
}

/** Updates the loadings in place, from all losses applied. */
export function estimateLoadings(loadings: Loadings, evidence: LossEvidence, fit: LossFit, inPanel: Uint8Array): void {
  const { candidates } = evidence;
  const { means, variances, openMeans, openVariances } = loadings;
  if (blockVarianceOf(fit) === 0) {
    means.fill(1);
    openMeans.fill(1);
    for (const none of [variances, openVariances]) none.fill(0);
    return;
  }
  const others = new Float64Array(evidence.replicates);
  // Until they are drawn together: distances of slopes from 1 and their errors; NaN where there is none.
  const [distances, errors] = [means, variances];
  for (let i = 0; i < candidates; i++) {
    const { slope, error } = slopeOf(evidence, fit, inPanel, i, others);
    distances[i] = slope - 1;
    errors[i] = error;
  }
  const spread = spreadOf(distances, errors, GUESS);
  const open = Math.max(spread, OPEN_SPREAD);
  for (let i = 0; i < candidates; i++) {
    const [distance, error] = [distances[i] as number, errors[i] as number];
    const [ofOpen, ofField] = [drawnTogether(distance, error, open), drawnTogether(distance, error, spread)];
    [openMeans[i], openVariances[i]] = [1 + ofOpen[0], ofOpen[1]];
    [means[i], variances[i]] = [1 + ofField[0], ofField[1]];
  }
}

/**
 * The slope of a candidate's losses on the effects of their replicates, as the others show these, by least squares; its error by a
 * variance that the field lends degrees of freedom to. `others`: room for the effects.
 */
function slopeOf(
  { replicates, losses, applied }: LossEvidence,
  fit: LossFit,
  inPanel: Uint8Array,
  candidate: number,
  others: Float64Array,
): { readonly slope: number; readonly error: number } {
  const { effects } = fit;
  const first = candidate * replicates;
  const until = applied[candidate] as number;
  const teachesFrom = inPanel[candidate] === 1 ? 0 : 1;
  let [finite, total, taught, ownTotal, origin] = [0, 0, 0, 0, 0];
  for (let j = 0; j < until; j++) {
    const loss = losses[first + j] as number;
    if (!Number.isFinite(loss)) continue;
    if (finite++ === 0) origin = loss;
    total += loss - origin;
    if (j < teachesFrom) continue;
    taught++;
    ownTotal += loss - origin - (effects[j] as number);
  }
  if (finite < LEAST_TRIALS) return { slope: Number.NaN, error: Number.NaN };
  const mean = total / finite;
  const ownMean = ownTotal / taught;
  let totalOthers = 0;
  for (let j = 0; j < until; j++) {
    const loss = losses[first + j] as number;
    if (!Number.isFinite(loss)) continue;
    others[j] =
      taught > 1 && j >= teachesFrom ? effectWithout(fit, j, loss - origin - ownMean) : (effects[j] as number);
    totalOthers += others[j] as number;
  }
  const meanOthers = totalOthers / finite;
  let [squares, products, effectSquares] = [0, 0, 0];
  for (let j = 0; j < until; j++) {
    const loss = losses[first + j] as number;
    if (!Number.isFinite(loss)) continue;
    const [own, effect] = [loss - origin - mean, (others[j] as number) - meanOthers];
    squares += own * own;
    products += own * effect;
    effectSquares += effect * effect;
  }
  if (!(effectSquares > 0)) return { slope: Number.NaN, error: Number.NaN };
  const slope = products / effectSquares;
  const rest = Math.max(0, squares - slope * products);
  const variance = (fit.priorDegrees * fit.scale + rest) / (fit.priorDegrees + finite - 2);
  return { slope, error: variance / effectSquares };
}

/** The effect of a replicate as the others show it, without a candidate that has this residual there. */
function effectWithout(fit: LossFit, replicate: number, residual: number): number {
  const count = (fit.counts[replicate] as number) - 1;
  if (!(count > 0)) return 0;
  const tau = blockVarianceOf(fit);
  const mean = ((fit.sums[replicate] as number) - residual) / count;
  return (mean * count * tau) / (count * tau + fit.scale);
}

// What candidates lend each other of a property of which each has its own: distances from what the field has, with the
// errors of chance. How much the property differs is estimated from the field, and each candidate's own distance is drawn towards 0
// by as much as the field is alike (empirical Bayes; DerSimonian and Laird 1986, doi 10.1016/0197-2456(86)90046-2).

/** What is believed of the variance of the property before any is seen, with the weight of so many candidates of little error. */
interface SpreadGuess {
  readonly spread: number;
  readonly weight: number;
  /** Of the variance, however alike candidates look. */
  readonly least: number;
}

/** The variance of the property over candidates, from distances and the variances of their errors; NaN where a candidate has none. */
function spreadOf(
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
function drawnTogether(distance: number, error: number, spread: number): [mean: number, variance: number] {
  if (Number.isNaN(distance)) return [0, spread];
  const share = spread / (spread + error);
  return [share * distance, share * error];
}
