/**
 * @file How old leases are for one observer: counted from when it saw them first, or saw their counter change, on its own clock. No time
 * is ever read from a file, and none counts in which the observer did not look: its machine may have slept, or its clock have jumped.
 */
import { lossBackoffMs } from '../../../core/index.js';

/** With fewer looks than this in a lease, an expired one is noticed later. */
const LEAST_LOOKS = 4;

export class LeaseWatch {
  readonly #leaseMs: number;
  readonly #clockMs: () => number;
  #lookedMs: number;
  #watchedMs = 0;
  readonly #keptMs = new Map<string, number>();
  readonly #freeMs = new Map<string, number>();

  constructor(leaseMs: number, nowMs: () => number) {
    this.#leaseMs = leaseMs;
    this.#clockMs = nowMs;
    this.#lookedMs = nowMs();
  }

  /** Time that was watched. */
  #nowMs(): number {
    const now = this.#clockMs();
    this.#watchedMs += Math.min(now - this.#lookedMs, this.#leaseMs / LEAST_LOOKS);
    this.#lookedMs = now;
    return this.#watchedMs;
  }

  /** It is held; it may have been for long, of which an observer who comes now knows nothing. */
  see(token: string): void {
    if (!this.#keptMs.has(token)) this.#keptMs.set(token, this.#nowMs());
  }

  /** Its counter has changed. */
  renewed(token: string): void {
    this.#keptMs.set(token, this.#nowMs());
  }

  isOver(token: string): boolean {
    return this.#nowMs() - (this.#keptMs.get(token) ?? this.#nowMs()) > this.#leaseMs;
  }

  /** Whether what was lost so often may be claimed again; counted from when this was asked first. */
  mayFollow(token: string, losses: number): boolean {
    const sinceMs = this.#freeMs.get(token) ?? this.#nowMs();
    this.#freeMs.set(token, sinceMs);
    return this.#nowMs() - sinceMs >= lossBackoffMs(losses, this.#leaseMs);
  }

  forget(token: string): void {
    this.#keptMs.delete(token);
    this.#freeMs.delete(token);
  }
}
