/** @file Runs that are interrupted at the same place on any machine. */
import type { TrainFunction } from '../../src/trainers/index.js';

/**
 * Interrupts as training number `at` begins, never where it is undefined. Outcomes would not do: they are told in groups, and a quick machine
 * has more in each. Its code is the same whatever it wraps, so that a run goes on with another one.
 */
export function interrupting<Of>(
  train: TrainFunction<Of>,
  at?: number,
  abort = new AbortController(),
): TrainFunction<Of> {
  let begun = 0;
  return (...call) => {
    if (++begun === at) abort.abort();
    return train(...call);
  };
}
