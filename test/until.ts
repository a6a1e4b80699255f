/** @file How tests wait: until something holds, however long this machine takes. */
import { setTimeout } from 'node:timers/promises';
import { WAIT_MS } from './hang-guard.js';

/** Resolves once it holds. A machine that is slow or busy only makes this longer. */
export async function until(holds: () => boolean | Promise<boolean>, everyMs = 20): Promise<void> {
  const startedMs = performance.now();
  while (!(await holds())) {
    if (performance.now() - startedMs > WAIT_MS) throw new Error(`This never came to hold: ${holds}`);
    await setTimeout(everyMs);
  }
}

/**
 * For what is about a time limit, which a busy machine may exceed by itself: tried with a limit of so many seconds, and with four times
 * as many wherever `attempt` gives undefined, since the limit has cut off what should have ended in time.
 */
export async function withTimeEnough<Found>(
  seconds: number,
  attempt: (seconds: number) => Promise<Found | undefined>,
): Promise<Found> {
  for (let limit = seconds; limit * 1000 < WAIT_MS; limit *= 4) {
    const found = await attempt(limit);
    if (found !== undefined) return found;
  }
  throw new Error(`${WAIT_MS / 1000} s were not enough for: ${attempt}`);
}
