/** @file How long to wait until the next look: short while things happen, longer the longer nothing has. */
import type { Clock } from '../../../core/index.js';

/** Of the time since something has happened, this share is waited for. */
const SHARE = 1 / 8;

export class LookInterval {
  readonly #clock: Clock;
  readonly #least: number;
  readonly #most: number;
  #sinceMs: number;

  /** In milliseconds. */
  constructor(clock: Clock, { least, most }: { readonly least: number; readonly most: number }) {
    this.#clock = clock;
    this.#least = least;
    this.#most = most;
    this.#sinceMs = clock.nowMs();
  }

  /** Something has happened. */
  renew(): void {
    this.#sinceMs = this.#clock.nowMs();
  }

  /** Since something has happened. */
  get quietMs(): number {
    return this.#clock.nowMs() - this.#sinceMs;
  }

  nextMs(): number {
    return Math.min(this.#most, Math.max(this.#least, this.quietMs * SHARE));
  }
}
