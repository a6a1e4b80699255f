/** @file How a race looked at its decisions, one after the other: fewer the longer it goes on. */
import type { Outlook } from '../report/index.js';

/** Half of them go when there would be more. */
const MOST = 120;

export class Outlooks {
  #kept: Outlook[] = [];
  /** Trainings between two that are kept, at least. */
  #distance = 1;

  /** Where one would be kept it is made. */
  add(trainings: number, make: () => Outlook | undefined): void {
    const last = this.#kept.at(-1);
    if (last !== undefined && trainings < last.trainings + this.#distance) return;
    const made = make();
    if (made === undefined) return;
    this.#kept.push(made);
    if (this.#kept.length <= MOST) return;
    this.#kept = this.#kept.filter((_, index) => index % 2 === 0);
    this.#distance = Math.max(2 * this.#distance, Math.ceil(made.trainings / MOST));
  }

  clear(): void {
    this.#kept = [];
    this.#distance = 1;
  }

  /** In order, and last how it looks now. */
  until(now: Outlook | undefined): readonly Outlook[] {
    if (now === undefined) return this.#kept;
    return [...this.#kept.filter(({ trainings }) => trainings < now.trainings), now];
  }
}
