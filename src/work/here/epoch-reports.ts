/** @file Keeps what a training reports on its way, and tells of it now and then. */
import { TrainingFailure } from '../../core/index.js';

/** More than any training has epochs; what goes on beyond it is a program gone wild. */
export const MOST_REPORTS = 100_000;

/** Epochs are told no more often: people look no faster, and a training of fewer milliseconds needs no telling. */
const TELL_EVERY_MS = 250;

/** Takes a training's reports, one an epoch. */
export class EpochReports {
  readonly #losses: number[] = [];
  readonly #onReports: ((losses: readonly number[]) => void) | undefined;
  readonly #nowMs: () => number;
  #toldMs: number;
  #told = 0;

  /** `onReports` gets the losses since it was called last, at most four times a second. */
  constructor(onReports?: (losses: readonly number[]) => void, nowMs: () => number = () => performance.now()) {
    this.#onReports = onReports;
    this.#nowMs = nowMs;
    this.#toldMs = nowMs();
  }

  get losses(): readonly number[] {
    return [...this.#losses];
  }

  /** Throws a TypeError for what is no number, and a TrainingFailure (`exception`) for more reports than make sense. */
  add(loss: number): void {
    if (typeof loss !== 'number') throw new TypeError(`A report is a number, not ${describe(loss)}.`);
    if (this.#losses.length === MOST_REPORTS) throw tooManyReports();
    this.#losses.push(loss);
    if (this.#onReports === undefined || this.#nowMs() - this.#toldMs < TELL_EVERY_MS) return;
    this.#toldMs = this.#nowMs();
    this.#onReports(this.#losses.slice(this.#told));
    this.#told = this.#losses.length;
  }
}

export function tooManyReports(): TrainingFailure {
  const message = `It reported more than ${MOST_REPORTS} losses; one an epoch is what reports are for.`;
  return new TrainingFailure({ kind: 'exception', message });
}

function describe(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
