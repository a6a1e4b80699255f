/** @file Keeps what a training reports on its way. */
import { TrainingFailure } from '../core/index.js';

/** More than any training has epochs; what goes on beyond it is a program gone wild. */
export const MOST_REPORTS = 100_000;

/** Takes a training's reports, one an epoch. */
export class EpochReports {
  readonly #losses: number[] = [];

  get losses(): readonly number[] {
    return [...this.#losses];
  }

  /** Throws a TypeError for what is no number, and a TrainingFailure (`exception`) for more reports than make sense. */
  add(loss: number): void {
    if (typeof loss !== 'number') throw new TypeError(`A report is a number, not ${describe(loss)}.`);
    if (this.#losses.length === MOST_REPORTS) throw tooManyReports();
    this.#losses.push(loss);
  }
}

export function tooManyReports(): TrainingFailure {
  const message = `It reported more than ${MOST_REPORTS} losses; one an epoch is what reports are for.`;
  return new TrainingFailure({ kind: 'exception', message });
}

function describe(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
