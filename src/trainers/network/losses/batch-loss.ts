/** @file Goes between targets as they were scaled and a loss in their own units: what the graph is fed, what comes out of it. */
import type { Loss, TargetUnit } from './loss.js';

/** Row by row, the loss's coefficients of every target: [coefficients, targets]. */
export function coefficientTable(loss: Loss, units: readonly TargetUnit[]): Float32Array {
  const columns = units.map((unit) => loss.coefficientsFor(unit));
  const rows = Array.from({ length: loss.coefficientCount }, (_, row) =>
    columns.map((column) => column[row] as number),
  );
  return Float32Array.from(rows.flat());
}

/** A batch's loss from the mean that the graph gives for each target: in the targets' own units, in double precision. */
export function batchLoss(loss: Loss, means: Float32Array, units: readonly TargetUnit[]): number {
  const total = units.reduce((sum, unit, target) => sum + loss.unitOf(unit) * (means[target] as number), 0);
  return loss.isRoot ? Math.sqrt(total / units.length) : total / units.length;
}
