/**
 * @file How many threads the numerical libraries of a command take: the cores over the workers, settled once for a log, since sums may come
 * out otherwise with another number. All that train use the same.
 */
import type { ThreadVariables } from '../core/index.js';
import { findLimits } from '../work/here/index.js';

const VARIABLES = [
  'OMP_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
  'MKL_NUM_THREADS',
  'NUMEXPR_NUM_THREADS',
  'VECLIB_MAXIMUM_THREADS',
];

/** For a log that begins now, with so many trainings at the same time; a variable that the user has set stands. */
export function threadsAtStart(workers: number, has = findLimits().cpus, set = process.env): ThreadVariables {
  const threads = String(Math.max(1, Math.floor((has ?? 1) / workers)));
  return Object.fromEntries(VARIABLES.map((name) => [name, set[name] || threads]));
}
