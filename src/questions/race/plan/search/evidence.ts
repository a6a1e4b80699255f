/**
 * @file The trials of a searching race. First trials of candidates lie on different replicates: like candidates do well on the same
 * ones, so that one replicate for all would flatter all that are alike. With all replicates used all have the same ones again.
 */
import { permutation, randomFrom } from '../../../../core/index.js';
import { collapseBar, exceptionsOf, fieldSpread, type OwnTrials } from '../../../../stats/index.js';
import type { LossEvidence } from '../adaptive/evidence.js';

/** By candidate: the replicate of its first trial; each is the first of about as many of the candidates that there are, and of those that join. */
export function firstReplicates(
  candidates: number,
  replicates: number,
  seed: string | number,
): (candidate: number) => number {
  const order = permutation(candidates, randomFrom('search/replicates', seed));
  const first = new Int32Array(candidates);
  order.forEach((candidate, place) => {
    first[candidate] = place % replicates;
  });
  return (candidate) => first[candidate] ?? candidate % replicates;
}

/** Losses beyond it have no squares and count as collapses; those below its inverse count as 0. */
const LARGEST = 1e150;

function isComparable(loss: number): boolean {
  return Math.abs(loss) <= LARGEST;
}

/** Finite losses of a candidate as they are compared, in the order of its trials; collapses and gaps left out. */
export function comparedLosses({ replicates, losses, applied }: LossEvidence, candidate: number): Float64Array {
  const first = candidate * replicates;
  return losses
    .subarray(first, first + (applied[candidate] as number))
    .filter(isComparable)
    .map((loss) => (Math.abs(loss) * LARGEST < 1 ? 0 : loss));
}

/**
 * The same with Infinity for losses that are finite and yet collapses, far above the others of their candidate. Mean and standard deviation, of
 * which a quantile is made here, would be those of the collapses, and what one training varies would be so for all.
 */
export function withCollapses(evidence: LossEvidence): LossEvidence {
  const { candidates, replicates } = evidence;
  const rows = Array.from({ length: candidates }, (_, i) => comparedLosses(evidence, i));
  const spread = fieldSpread(rows);
  const told = rows.map((losses) => exceptionsOf(losses, collapseBar(losses, { spread })));
  if (told.every(({ collapsed }) => !collapsed)) return evidence;
  return {
    ...evidence,
    losses: evidence.losses.map((loss, place) =>
      told[Math.floor(place / replicates)]?.includes(loss) ? Number.POSITIVE_INFINITY : loss,
    ),
  };
}

/** What enters a standing, by candidate. */
export function ownTrialsOf(evidence: LossEvidence): OwnTrials {
  const { candidates, replicates, losses, applied } = evidence;
  const own = {
    ...{ n: new Int32Array(candidates), collapses: new Int32Array(candidates) },
    ...{ means: new Float64Array(candidates), squares: new Float64Array(candidates) },
  };
  for (let i = 0; i < candidates; i++) {
    let [mean, squares] = [0, 0];
    comparedLosses(evidence, i).forEach((loss, place) => {
      const distance = loss - mean;
      mean += distance / (place + 1);
      squares += distance * (loss - mean);
      own.n[i] = place + 1;
    });
    own.means[i] = mean;
    own.squares[i] = squares;
    const trials = losses.subarray(i * replicates, i * replicates + (applied[i] as number));
    const counted = trials.reduce((count, loss) => count + (Number.isNaN(loss) ? 0 : 1), 0);
    own.collapses[i] = counted - (own.n[i] as number);
  }
  return own;
}

/** Whether a loss or a collapse came of it. */
export function isTried({ n, collapses }: Pick<OwnTrials, 'n' | 'collapses'>, i: number): boolean {
  return (n[i] as number) + (collapses[i] as number) > 0;
}

/** The same losses by replicate; one that a candidate has not been trained on is NaN. */
export function byReplicate(evidence: LossEvidence, firstReplicate: (candidate: number) => number): LossEvidence {
  const { candidates, replicates, losses, applied } = evidence;
  const placed = new Float64Array(losses.length).fill(Number.NaN);
  for (let i = 0; i < candidates; i++) {
    for (let trial = 0; trial < (applied[i] as number); trial++) {
      const replicate = (firstReplicate(i) + trial) % replicates;
      placed[i * replicates + replicate] = losses[i * replicates + trial] as number;
    }
  }
  return { ...evidence, losses: placed, applied: applied.map((count) => (count === 0 ? 0 : replicates)) };
}
