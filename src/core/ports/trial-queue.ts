/** @file Holds trials on their way from a plan to training; more may come while others are trained. */

import type { Trial } from '../ground/trial.js';
import type { TrialSource } from './executor.js';

export class TrialQueue implements TrialSource {
  #waiting: Trial[] = [];
  #next = 0;
  #ended = false;
  #wake: (() => void) | undefined;
  #woken: Promise<void> | undefined;
  #taken = 0;

  readonly #ahead: () => Trial | undefined;

  /** `ahead` gives what may be asked for soon. */
  constructor(trials: readonly Trial[] = [], ahead: () => Trial | undefined = () => undefined) {
    this.#ahead = ahead;
    this.push(trials);
  }

  /** Trials that no place has taken. */
  get length(): number {
    return this.#waiting.length - this.#next;
  }

  /** How many have been taken. */
  get taken(): number {
    return this.#taken;
  }

  push(trials: readonly Trial[]): void {
    if (this.#next > 0) {
      this.#waiting = this.#waiting.slice(this.#next);
      this.#next = 0;
    }
    for (const trial of trials) this.#waiting.push(trial);
    if (trials.length > 0) this.#wakeUp();
  }

  /** There may be others now that are likely to be asked for soon. */
  aheadChanged(): void {
    this.#wakeUp();
  }

  /** Drops those that no place has taken. */
  clear(): void {
    this.#waiting = [];
    this.#next = 0;
  }

  /** No more will come. */
  end(): void {
    this.#ended = true;
    this.#wakeUp();
  }

  take(): Trial | undefined {
    const trial = this.#waiting[this.#next];
    if (trial === undefined) return undefined;
    this.#next++;
    this.#taken++;
    return trial;
  }

  takeAhead(): Trial | undefined {
    const trial = this.#ended ? undefined : this.#ahead();
    if (trial !== undefined) this.#taken++;
    return trial;
  }

  takeAlong(choose: (waiting: readonly Trial[]) => readonly Trial[]): readonly Trial[] {
    const waiting = this.#waiting.slice(this.#next);
    const chosen = new Set(choose(waiting));
    if (chosen.size === 0) return [];
    this.#waiting = waiting.filter((trial) => !chosen.has(trial));
    this.#next = 0;
    this.#taken += chosen.size;
    return [...chosen];
  }

  more(): Promise<boolean> {
    if (this.#ended || this.length > 0) return Promise.resolve(this.#hasMore());
    this.#woken ??= new Promise((resolve) => {
      this.#wake = resolve;
    });
    return this.#woken.then(() => this.#hasMore());
  }

  #hasMore(): boolean {
    return this.length > 0 || !this.#ended;
  }

  #wakeUp(): void {
    this.#wake?.();
    this.#wake = undefined;
    this.#woken = undefined;
  }
}

/** A source of these trials and no others. */
export function trialSource(trials: readonly Trial[]): TrialQueue {
  const queue = new TrialQueue(trials);
  queue.end();
  return queue;
}
