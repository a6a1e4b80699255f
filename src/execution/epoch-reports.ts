/** @file What a training reports on its way: kept, and judged one by one. */
import { type Ceilings, isTooHigh, TrainingFailure, TrainingStopped } from '../core/index.js';

/** More than any training has epochs; what goes on beyond it is a program gone wild. */
export const MOST_REPORTS = 100_000;

/** Takes a training's reports, one an epoch, up to the first that is too high. */
export class EpochReports {
  readonly #ceilings: Ceilings;
  readonly #losses: number[] = [];
  #isHopeless = false;

  constructor(ceilings: Ceilings = []) {
    this.#ceilings = ceilings;
  }

  /** Up to and with the one that was too high. */
  get losses(): readonly number[] {
    return [...this.#losses];
  }

  get isHopeless(): boolean {
    return this.#isHopeless;
  }

  /**
   * Throws a {@link TrainingStopped} when this loss, or one before it, is too high; a TypeError for what is no number, and
   * a TrainingFailure (`exception`) for more reports than make sense.
   */
  add(loss: number): void {
    if (typeof loss !== 'number') throw new TypeError(`A report is a number, not ${describe(loss)}.`);
    if (!this.#isHopeless) {
      if (this.#losses.length === MOST_REPORTS) throw tooManyReports();
      this.#losses.push(loss);
      this.#isHopeless = isTooHigh(loss, this.#losses.length - 1, this.#ceilings);
    }
    if (this.#isHopeless) throw new TrainingStopped();
  }
}

export function tooManyReports(): TrainingFailure {
  const message = `It reported more than ${MOST_REPORTS} losses; one an epoch is what reports are for.`;
  return new TrainingFailure({ kind: 'exception', message });
}

function describe(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
