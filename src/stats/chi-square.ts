/** @file Random numbers of the chi-square distribution, with any number of degrees of freedom (Marsaglia and Tsang 2000, doi 10.1145/358407.358414). */
import type { Random } from '../core/index.js';

/** One draw with `degrees` > 0 degrees of freedom. */
export function drawChiSquare(degrees: number, random: Random): number {
  const shape = degrees / 2;
  // Below 1 a gamma variable of shape + 1 is scaled down by a power of a uniform one.
  const scale = shape < 1 ? (1 - random.uniform()) ** (1 / shape) : 1;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = random.normal();
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < normal ** 2 / 2 + d * (1 - v + Math.log(v))) return 2 * d * v * scale;
  }
}
