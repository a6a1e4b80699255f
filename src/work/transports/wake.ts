/** @file News: listeners that hear that there may be some, waiting for it or for some time, and looking for it again and again, on a clock that tests bring. */
import type { Clock } from '../../core/index.js';

export class Wake {
  readonly #clock: Clock;
  readonly #due = new Map<string, number>();
  #ring: (() => void) | undefined;
  #isRung = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Ends the wait that is under way, or the next one. */
  ring(): void {
    this.#isRung = true;
    this.#ring?.();
  }

  /** Resolves when somebody rings, or has rung since the last wait, and after `mostMs` at the latest. */
  async wait(mostMs: number): Promise<void> {
    if (!this.#isRung) {
      await new Promise<void>((resolve) => {
        const callOff = this.#clock.after(mostMs, resolve);
        this.#ring = () => {
          callOff();
          resolve();
        };
      });
    }
    this.#ring = undefined;
    this.#isRung = false;
  }

  /** Resolves with `work`, or after `mostMs`. */
  async atMost(work: Promise<unknown>, mostMs: number): Promise<void> {
    let callOff = () => {};
    const late = new Promise<void>((resolve) => {
      callOff = this.#clock.after(mostMs, resolve);
    });
    await Promise.race([work, late]);
    callOff();
  }

  /** True at most once in `everyMs`, for each name. */
  isDue(name: string, everyMs: number): boolean {
    const now = this.#clock.nowMs();
    if (now < (this.#due.get(name) ?? Number.NEGATIVE_INFINITY)) return false;
    this.#due.set(name, now + everyMs);
    return true;
  }
}

export class Listeners {
  readonly #all = new Set<{ readonly call: () => void }>();

  get size(): number {
    return this.#all.size;
  }

  /** Calls back at every news; the returned function calls it off. One that is added twice hears twice. */
  add(listener: () => void): () => void {
    const one = { call: listener };
    this.#all.add(one);
    return () => this.#all.delete(one);
  }

  /** `by` calls each; at once by default. */
  tell(by: (listener: () => void) => void = (listener) => listener()): void {
    for (const { call } of this.#all) by(call);
  }
}

/** Of the time since something has happened, this share is waited for. */
const SHARE = 1 / 8;

/** How long to wait until the next look: short while things happen, longer the longer nothing has. */
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
