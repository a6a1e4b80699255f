/**
 * @file The unit in which an adaptive race computes. Squares of losses beyond 1e154 have no double, nor have those of losses near 1e-300:
 * such losses are multiplied by a power of two, which changes none of their digits. All others stay as they are.
 */
import type { LossEvidence } from './evidence.js';

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
