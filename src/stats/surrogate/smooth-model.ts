/**
 * @file The model where settings have ranges: an exact process alone, as trees have steps and know nothing between them. Of more rows than
 * it can take it knows those that settings say are best, whatever their own luck.
 */
import { fitProcess, type Predicted } from './gaussian-process.js';
import { type KnownValues, someOf } from './known-values.js';
import type { ValueModel } from './models.js';
import { rowsOf } from './places.js';
import { onScale, type RoughProcess } from './rough-process.js';

/** @param most  rows at most */
export function smoothModel(known: KnownValues, rough: RoughProcess, most: number): ValueModel {
  const { center, scale, kernel, levels } = rough;
  const order = Int32Array.from(levels.keys());
  if (order.length > most) order.sort((a, b) => (levels[a] as number) - (levels[b] as number) || a - b);
  const [taken, others] = [order.subarray(0, most), order.subarray(most)];
  const some = someOf(known, taken);
  const { values, noises } = onScale(some, rough);
  const process = fitProcess(some.places, values, noises, kernel);
  const inUnits = ({ means, variances }: Predicted): Predicted => ({
    means: means.map((value) => center + scale * value),
    variances: variances.map((variance) => scale ** 2 * variance),
  });
  const parts = [
    [taken, inUnits(process.leftOut)],
    [others, inUnits(process.predict(rowsOf(known.places, others)))],
  ] as const;
  const leftOut = { means: new Float64Array(order.length), variances: new Float64Array(order.length) };
  for (const [rows, { means, variances }] of parts) {
    rows.forEach((row, place) => {
      leftOut.means[row] = means[place] as number;
      leftOut.variances[row] = variances[place] as number;
    });
  }
  return { leftOut, predict: (places) => inUnits(process.predict(places)) };
}
