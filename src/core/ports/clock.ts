/** @file Time, as waiting needs it; tests bring their own. */

export interface Clock {
  /** Milliseconds since 1970 UTC; never goes backwards. */
  nowMs(): number;
  /** Calls back once, after about `delayMs`; the returned function calls it off. */
  after(delayMs: number, callback: () => void): () => void;
}
