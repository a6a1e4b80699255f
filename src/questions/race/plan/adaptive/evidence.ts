/**
 * @file The evidence of an adaptive race: losses by candidate in the order of replicates, and the order of asks. Its
 * arrays are owned by the race that fills them and grow in place, so that an outcome costs no copy.
 */
import type { Criterion } from '../../../../stats/index.js';

export interface AskedLoss {
  readonly candidate: number;
  /** From 0. */
  readonly replicate: number;
}

export interface LossEvidence {
  candidates: number;
  /** Replicates that there is room for. */
  replicates: number;
  /** Row by row: the loss of candidate i on replicate j at i * replicates + j; NaN = no loss, Infinity = diverged. */
  losses: Float64Array;
  /** Trials applied, by candidate: the first of its row. */
  applied: Int32Array;
  /** Trials asked for, by candidate, those not applied yet included. */
  asked: Int32Array;
  /** Candidates in the order in which trials were asked for; the first `length` count. */
  sequence: Int32Array;
  /** Their replicates, from 0. */
  replicateAt: Int32Array;
  length: number;
  /** Outcomes applied: a prefix of the sequence. */
  outcomes: number;
}

export function createEvidence(candidates: number, replicates: number): LossEvidence {
  return {
    candidates,
    replicates,
    losses: new Float64Array(candidates * replicates).fill(Number.NaN),
    applied: new Int32Array(candidates),
    asked: new Int32Array(candidates),
    sequence: new Int32Array(2 * candidates + 64),
    replicateAt: new Int32Array(2 * candidates + 64),
    length: 0,
    outcomes: 0,
  };
}

/** Makes room for so many replicates. */
export function widen(evidence: LossEvidence, replicates: number): void {
  const { candidates, losses, replicates: before } = evidence;
  if (replicates <= before) return;
  const wider = new Float64Array(candidates * replicates).fill(Number.NaN);
  for (let candidate = 0; candidate < candidates; candidate++) {
    wider.set(losses.subarray(candidate * before, (candidate + 1) * before), candidate * replicates);
  }
  evidence.losses = wider;
  evidence.replicates = replicates;
}

/** Losses of one candidate by replicate, as far as they are applied; a view. */
export function rowOfLosses({ losses, replicates, applied }: LossEvidence, candidate: number): Float64Array {
  const first = candidate * replicates;
  return losses.subarray(first, first + (applied[candidate] as number));
}

/** Asks for the candidate's next replicate. */
export function pushAsk(evidence: LossEvidence, candidate: number): void {
  const replicate = evidence.asked[candidate] as number;
  appendAsk(evidence, candidate, replicate);
  evidence.asked[candidate] = replicate + 1;
}

/** Asks for so many more trials of the candidate, as far as it has replicates and up to `limit` asks in all. */
export function askFor(evidence: LossEvidence, candidate: number, trials: number, limit: number): void {
  const left = Math.min(trials, evidence.replicates - trialsAsked(evidence, candidate), limit - evidence.length);
  for (let trial = 0; trial < left; trial++) pushAsk(evidence, candidate);
}

export function trialsAsked({ asked }: LossEvidence, candidate: number): number {
  return asked[candidate] as number;
}

/** Puts an ask at the end of the order. */
function appendAsk(evidence: LossEvidence, candidate: number, replicate: number): void {
  if (evidence.length === evidence.sequence.length) {
    evidence.sequence = doubled(evidence.sequence);
    evidence.replicateAt = doubled(evidence.replicateAt);
  }
  evidence.sequence[evidence.length] = candidate;
  evidence.replicateAt[evidence.length++] = replicate;
}

function doubled(values: Int32Array): Int32Array {
  const longer = new Int32Array(2 * values.length);
  longer.set(values);
  return longer;
}

/** Takes the candidate's asks from place `from` on out of the order. */
export function dropAsks(evidence: LossEvidence, candidate: number, from: number): void {
  const { sequence, replicateAt, asked } = evidence;
  let kept = from;
  for (let place = from; place < evidence.length; place++) {
    if (sequence[place] === candidate) continue;
    sequence[kept] = sequence[place] as number;
    replicateAt[kept++] = replicateAt[place] as number;
  }
  asked[candidate] = (asked[candidate] as number) - (evidence.length - kept);
  evidence.length = kept;
}

/** The candidate of the next ask in order. */
export function nextCandidate({ sequence, outcomes }: LossEvidence): number {
  return sequence[outcomes] as number;
}

/** Applies the loss of the next ask in order. */
export function applyNext(evidence: LossEvidence, loss: number): void {
  const candidate = evidence.sequence[evidence.outcomes++] as number;
  const replicate = evidence.applied[candidate] as number;
  evidence.losses[candidate * evidence.replicates + replicate] = loss;
  evidence.applied[candidate] = replicate + 1;
}

/**
 * The largest value of a criterion that losses support: for one that lies between losses, the largest finite one of all. An estimate that
 * was made on another scale may lie far beyond.
 */
export function largestValue({ statistic }: Criterion, { losses }: Pick<LossEvidence, 'losses'>): number {
  if (statistic?.isBounded !== true) return Number.POSITIVE_INFINITY;
  const largest = losses.reduce((most, loss) => (loss > most && Number.isFinite(loss) ? loss : most), -Infinity);
  return largest === -Infinity ? Number.POSITIVE_INFINITY : largest;
}

/**
 * A difference of two values of a criterion as losses support it: no further from `ours` than the {@link largestValue}, nor below the
 * low end of its interval (NaN = none). An infinite one stays so: a training without a finite loss has made it.
 */
export function supportedDifference(
  difference: number,
  { largest, ours, low }: { readonly largest: number; readonly ours: number; readonly low: number },
): number {
  if (!Number.isFinite(difference)) return difference;
  return Math.min(difference, Math.max(largest - ours, Number.isNaN(low) ? 0 : low));
}

// The unit in which an adaptive race computes. Squares of losses beyond 1e154 have no double, nor have those of losses near 1e-300:
// such losses are multiplied by a power of two, which changes none of their digits. All others stay as they are.

/** Binary exponents up to which losses are ordinary. */
const ORDINARY = 200;
/** Beyond it the power itself would have no exact double. */
const LARGEST = 1000;

/** What losses are multiplied by: 1, or the power of two that brings the largest finite one to about 1. */
export function lossUnitOf({ losses }: LossEvidence): number {
  let largest = 0;
  for (const loss of losses) if (Number.isFinite(loss)) largest = Math.max(largest, Math.abs(loss));
  const exponent = largest === 0 ? 0 : Math.floor(Math.log2(largest));
  return Math.abs(exponent) <= ORDINARY ? 1 : 2 ** -Math.max(-LARGEST, Math.min(LARGEST, exponent));
}

export function evidenceIn(unit: number, evidence: LossEvidence): LossEvidence {
  return unit === 1 ? evidence : { ...evidence, losses: evidence.losses.map((loss) => loss * unit) };
}
