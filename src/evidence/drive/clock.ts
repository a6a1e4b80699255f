/** @file The machine's time. */
import type { Clock } from '../../core/index.js';

/** Its timers do not keep a process alive. */
export const systemClock: Clock = {
  // Adjustments of the wall clock during a run must not change its duration.
  nowMs: () => performance.timeOrigin + performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** For callers that have nothing else to wait for: its timers keep a process alive. */
export const waitingClock: Clock = {
  nowMs: systemClock.nowMs,
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
