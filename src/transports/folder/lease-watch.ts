/**
 * @file How old leases are for one observer: counted from when it saw them first, or saw their counter change, on its own clock. No time
 * is ever read from a file.
 */
import { lossBackoffMs } from '../../core/index.js';

export class LeaseWatch {
  readonly #leaseMs: number;
  readonly #nowMs: () => number;
  readonly #keptMs = new Map<string, number>();
  readonly #freeMs = new Map<string, number>();

  constructor(leaseMs: number, nowMs: () => number) {
    this.#leaseMs = leaseMs;
    this.#nowMs = nowMs;
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
