/**
 * @file The model where settings have ranges: an exact process alone, as trees have steps and know nothing between them. Of more rows than
 * it can take it knows those that settings say are best, whatever their own luck.
 */
import { fitProcess, type Predicted } from './gaussian-process.js';
import { joinRows, type KnownValues, someOf } from './known-values.js';
import type { ValueModel } from './models.js';
import { rowsOf } from './places.js';
import { onScale, type RoughProcess } from './rough-process.js';

/** @param most  rows at most */
export function smoothModel(known: KnownValues, rough: RoughProcess, most: number): ValueModel {
  const { center, scale, learnt, levels } = rough;
  const order = Int32Array.from(levels.keys());
  if (order.length > most) order.sort((a, b) => (levels[a] as number) - (levels[b] as number) || a - b);
  const [taken, others] = [order.subarray(0, most), order.subarray(most)];
  const some = someOf(known, taken);
  const { values, noises } = onScale(some, rough);
  const process = fitProcess(some.places, values, noises, learnt.kernel);
  const inUnits = ({ means, variances }: Predicted): Predicted => ({
    means: means.map((value) => center + scale * value),
    variances: variances.map((variance) => scale ** 2 * variance),
  });
  const ofTaken = inUnits(process.leftOut);
  const ofOthers = inUnits(process.predict(rowsOf(known.places, others)));
  const join = (part: keyof Predicted): Float64Array =>
    joinRows(order.length, [
      [taken, ofTaken[part]],
      [others, ofOthers[part]],
    ]);
  const leftOut = { means: join('means'), variances: join('variances') };
  return { leftOut, predict: (places) => inUnits(process.predict(places)) };
}
