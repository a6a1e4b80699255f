/** @file Time as the loop needs it; tests bring their own. */

export interface Clock {
  /** Milliseconds since 1970 UTC; never goes backwards. */
  nowMs(): number;
  /** Calls back once, after about `delayMs`; the returned function calls it off. */
  after(delayMs: number, callback: () => void): () => void;
}

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

/** For whoever has nothing else to wait for: its timers keep a process alive. */
export const waitingClock: Clock = {
  nowMs: systemClock.nowMs,
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
