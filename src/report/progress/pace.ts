/** @file How many trials a run finishes in a second, of late. */

/** So many outcomes are of late, and twice as many as there are workers. */
const LEAST_WINDOW = 32;

export class Pace {
  /** When outcomes came, in seconds since the stretch began, oldest first; the first only says when the others began. */
  readonly #times: number[] = [0];

  constructor(private readonly workers: () => number) {}

  add(seconds: number): void {
    this.#times.push(seconds);
    if (this.#times.length > 1 + Math.max(LEAST_WINDOW, 2 * this.workers())) this.#times.shift();
  }

  /** Outcomes a second until now; null before the first. It falls while nothing comes. */
  at(nowSeconds: number): number | null {
    const count = this.#times.length - 1;
    const span = nowSeconds - (this.#times[0] as number);
    return count === 0 || span <= 0 ? null : count / span;
  }
}
