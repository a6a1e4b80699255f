/**
 * @file Fits what all candidates share: the effects of replicates as blocks, the scale of one retraining, and how much scales
 * differ between candidates. Learnt from a random panel and from the later trials of all: the first trials of the
 * others decided who got later ones, and would make the scale look smaller than it is.
 */
import { digamma, inverseTrigamma, trigamma } from '../../../../stats/index.js';
import type { LossEvidence } from './evidence.js';

export interface LossFit {
  /** Variance of one retraining about its candidate's mean and its block's effect, pooled. */
  scale: number;
  /** Variance of block effects. */
  blockVariance: number;
  /** Effect of each replicate, shrunk, and what is uncertain about it. */
  readonly effects: Float64Array;
  readonly effectVariances: Float64Array;
  /** Of each replicate, the losses that teach its effect, and the sum of what their candidates' means leave of them. */
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  /**
   * Degrees of freedom that the pooled scale is worth beside a candidate's own variance (empirical Bayes: Smyth 2004,
   * doi 10.2202/1544-6115.1027); few where candidates differ much.
   */
  priorDegrees: number;
  /** Whether the scale rests on trials enough to lead by: on one or two pairs it may look tiny by luck. */
  known: boolean;
}

const SWEEPS = 3;
/** Degrees of freedom that the scale needs, or a quarter of all there can be. */
const LEAST_DEGREES = 6;
const FIRST_BLOCK_SHARE = 0.1;
/** Rows of the panel that the guess about differing scales weighs as much as, and that guess in degrees of freedom. */
const GUESS_ROWS = 10;
const GUESS_DEGREES = 5;
const LEAST_LOG_VARIANCE = 0.02;

const UNFITTED = { scale: 0, blockVariance: -1, priorDegrees: GUESS_DEGREES, known: false } as const;

export function createFit(replicates: number): LossFit {
  return {
    ...UNFITTED,
    effects: new Float64Array(replicates),
    effectVariances: new Float64Array(replicates),
    counts: new Float64Array(replicates),
    sums: new Float64Array(replicates),
  };
}

export function copyFit(fit: LossFit): LossFit {
  const { effects, effectVariances, counts, sums } = fit;
  return {
    ...fit,
    effects: Float64Array.from(effects),
    effectVariances: Float64Array.from(effectVariances),
    counts: Float64Array.from(counts),
    sums: Float64Array.from(sums),
  };
}

/** Makes the fit as if nothing had been fitted yet. */
export function forget(fit: LossFit): void {
  fit.effects.fill(0);
  fit.effectVariances.fill(0);
  Object.assign(fit, UNFITTED);
}

/**
 * Updates the fit in place, starting from the last one. Without blocks what a replicate does to all stays in the scale: a spread is
 * of the losses as they are, and not every candidate need have its part in an effect.
 */
export function refit(fit: LossFit, evidence: LossEvidence, inPanel: Uint8Array, hasBlocks: boolean): void {
  const { replicates } = evidence;
  const { counts } = fit;
  const rows = taughtRows(evidence, inPanel);
  if (rows.length === 0) return;
  if (rows.length < 3) fit.effects.fill(0);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const { squares, degrees } = residualSums(fit, evidence, inPanel, rows);
    const blocks = counts.reduce((total, count) => total + (count > 0 ? 1 : 0), 0);
    const useBlocks = hasBlocks && rows.length >= 3 && blocks > 1;
    fit.known = degrees >= Math.min(LEAST_DEGREES, (evidence.candidates * (replicates - 1)) / 4);
    fit.scale = squares / Math.max(1, degrees - (useBlocks ? Math.min(blocks - 1, degrees / 2) : 0));
    if (fit.blockVariance < 0) fit.blockVariance = FIRST_BLOCK_SHARE * fit.scale;
    if (!useBlocks) {
      fit.blockVariance = 0;
      break;
    }
    updateBlocks(fit);
  }
  if (rows.length < 3) fit.blockVariance = -1;
  for (let block = 0; block < replicates; block++) {
    fit.effectVariances[block] = effectVariance(fit, counts[block] as number);
  }
  fit.priorDegrees = priorDegreesOf(fit, evidence, inPanel, rows);
}

/** Variance of the block effects as used by others: none before it can be told from the scale. */
export function blockVarianceOf(fit: LossFit): number {
  return Math.max(0, fit.blockVariance);
}

function effectVariance(fit: LossFit, count: number): number {
  const tau = blockVarianceOf(fit);
  const below = count * tau + fit.scale;
  return below === 0 ? 0 : (tau * fit.scale) / below;
}

/** Candidates with at least two finite losses that teach the scale. */
export function taughtRows({ candidates, replicates, losses, applied }: LossEvidence, inPanel: Uint8Array): Int32Array {
  const rows: number[] = [];
  for (let candidate = 0; candidate < candidates; candidate++) {
    const count = applied[candidate] as number;
    const first = inPanel[candidate] === 1 ? 0 : 1;
    if (count - first < 2) continue;
    let finite = 0;
    for (let j = first; j < count; j++) if (Number.isFinite(losses[candidate * replicates + j] as number)) finite++;
    if (finite >= 2) rows.push(candidate);
  }
  return Int32Array.from(rows);
}

/**
 * Of the candidate's losses that teach the scale, as `toValue` has them: how many are finite, and their squares about their mean.
 * Summed about the first: the squares of large losses would drown what differs.
 */
export function taughtSquares(
  { replicates, losses, applied }: LossEvidence,
  inPanel: Uint8Array,
  candidate: number,
  toValue: (loss: number, replicate: number) => number,
): { readonly finite: number; readonly squares: number } {
  const first = candidate * replicates;
  let [finite, total, totalSquares, origin] = [0, 0, 0, 0];
  for (let j = inPanel[candidate] === 1 ? 0 : 1; j < (applied[candidate] as number); j++) {
    const loss = losses[first + j] as number;
    if (!Number.isFinite(loss)) continue;
    const value = toValue(loss, j);
    if (finite++ === 0) origin = value;
    total += value - origin;
    totalSquares += (value - origin) ** 2;
  }
  return { finite, squares: totalSquares - (total * total) / finite };
}

/** Squares about row means with block effects taken off; by block, counts and sums of what the row mean leaves. */
function residualSums(
  fit: LossFit,
  { replicates, losses, applied }: LossEvidence,
  inPanel: Uint8Array,
  rows: Int32Array,
): { readonly squares: number; readonly degrees: number } {
  const { counts, sums } = fit;
  counts.fill(0);
  sums.fill(0);
  let squares = 0;
  let degrees = 0;
  for (const candidate of rows) {
    const first = candidate * replicates;
    const from = inPanel[candidate] === 1 ? 0 : 1;
    const until = applied[candidate] as number;
    // About the first: the mean of equal losses is then none of rounding.
    let [finite, total, origin] = [0, 0, 0];
    for (let j = from; j < until; j++) {
      const loss = losses[first + j] as number;
      if (!Number.isFinite(loss)) continue;
      const value = loss - (fit.effects[j] as number);
      if (finite++ === 0) origin = value;
      total += value - origin;
    }
    const mean = origin + total / finite;
    for (let j = from; j < until; j++) {
      const loss = losses[first + j] as number;
      if (!Number.isFinite(loss)) continue;
      const rest = loss - mean;
      counts[j] = (counts[j] as number) + 1;
      sums[j] = (sums[j] as number) + rest;
      squares += (rest - (fit.effects[j] as number)) ** 2;
    }
    degrees += finite - 1;
  }
  return { squares, degrees };
}

function updateBlocks(fit: LossFit): void {
  const { counts, sums } = fit;
  let total = 0;
  let seen = 0;
  for (let block = 0; block < counts.length; block++) {
    const count = counts[block] as number;
    const below = count * fit.blockVariance + fit.scale;
    const share = below === 0 ? 0 : (count * fit.blockVariance) / below;
    const effect = count === 0 ? 0 : ((sums[block] as number) / count) * share;
    fit.effects[block] = effect;
    if (count < 2) continue;
    total += effect * effect + effectVariance(fit, count);
    seen++;
  }
  if (seen > 0) fit.blockVariance = total / seen;
}

/** Log variances of rows scatter more than chance makes them: the excess says how much scales differ. */
function priorDegreesOf(fit: LossFit, evidence: LossEvidence, inPanel: Uint8Array, rows: Int32Array): number {
  let used = 0;
  let sum = 0;
  let squares = 0;
  let noise = 0;
  let degrees = 0;
  for (const candidate of rows) {
    const { finite, squares: own } = taughtSquares(
      evidence,
      inPanel,
      candidate,
      (loss, j) => loss - (fit.effects[j] as number),
    );
    const freedom = finite - 1;
    degrees += freedom;
    const variance = own / freedom;
    if (freedom < 2 || !(variance > 0)) continue;
    const { bias, variance: logNoise } = logVarianceMoments(freedom);
    const value = Math.log(variance) - bias;
    used++;
    sum += value;
    squares += value * value;
    noise += logNoise;
  }
  if (used < 3) return GUESS_DEGREES;
  const scatter = (squares - (sum * sum) / used) / (used - 1);
  const excess = Math.max(0, scatter - noise / used);
  const guess = trigamma(GUESS_DEGREES / 2);
  const shared = Math.max(LEAST_LOG_VARIANCE, (used * excess + GUESS_ROWS * guess) / (used + GUESS_ROWS));
  return Math.min(2 * inverseTrigamma(shared), Math.max(3, degrees));
}

export interface LogMoments {
  /** Mean of the log, of unit scale. */
  readonly bias: number;
  readonly variance: number;
}

const LOG_MOMENTS: LogMoments[] = [];

/** Moments of ln(chi-square / degrees), degrees a whole number, at least 1. */
export function logVarianceMoments(degrees: number): LogMoments {
  const known = LOG_MOMENTS[degrees];
  if (known !== undefined) return known;
  const made = { bias: digamma(degrees / 2) - Math.log(degrees / 2), variance: trigamma(degrees / 2) };
  LOG_MOMENTS[degrees] = made;
  return made;
}
