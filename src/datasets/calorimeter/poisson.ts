/** @file Poisson counts, for the numbers of shower particles and of background particles. */
import type { Random } from '../../core/index.js';

/** From here on a rounded normal variable stands in: its skewness then lacks 1 / sqrt(mean), below 0.16. */
const NORMAL_FROM = 40;

/** A count with this mean (>= 0), by inversion of the distribution function. */
export function drawPoisson(mean: number, random: Random): number {
  if (mean >= NORMAL_FROM) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
  let left = random.uniform();
  let probability = Math.exp(-mean);
  let count = 0;
  // Beyond 60 standard deviations the probability underflows before the rest of a rounded uniform is used up.
  while (left >= probability && probability > 0) {
    left -= probability;
    count++;
    probability *= mean / count;
  }
  return count;
}
