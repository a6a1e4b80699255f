/** @file Time as the loop needs it; tests bring their own. */

export interface Clock {
  /** Milliseconds since 1970 UTC; never goes backwards. */
  nowMs(): number;
  /** Calls back once, after about `delayMs`; the returned function calls it off. Does not keep a process alive. */
  after(delayMs: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  // Adjustments of the wall clock during a run must not change its duration.
  nowMs: () => performance.timeOrigin + performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
