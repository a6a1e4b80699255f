/**
 * @file Trials that can no longer matter: the losses a trial may report on its way, and what ends it when one is too high.
 * Ceilings follow from decisions of earlier rounds and a trial's own reports alone, so that it never matters which trial
 * was faster.
 */

/**
 * The highest loss that a trial may report and still matter, by report (index 0: after its first epoch). Infinity where
 * anything goes; later reports than there are ceilings are not judged.
 */
export type Ceilings = readonly number[];

/** By candidate id; trials of a candidate without ceilings are never stopped. */
export type CandidateCeilings = ReadonlyMap<string, Ceilings>;

/** Thrown out of a training whose trial can no longer matter; the executor makes a `stopped` outcome of it. */
export class TrainingStopped extends Error {
  /** What was reported, the loss that was too high last. */
  readonly lossPerEpoch: readonly number[];

  constructor(lossPerEpoch: readonly number[]) {
    super('The trial can no longer matter: let this error pass.');
    this.name = 'TrainingStopped';
    this.lossPerEpoch = lossPerEpoch;
  }
}

/** Takes a training's reports, one an epoch, and ends it at the first that is too high. */
export class EpochReports {
  readonly #ceilings: Ceilings;
  readonly #losses: number[] = [];
  #stopped: TrainingStopped | undefined;

  constructor(ceilings: Ceilings = []) {
    this.#ceilings = ceilings;
  }

  get losses(): readonly number[] {
    return this.#losses;
  }

  /** What was thrown; undefined while the trial may still matter. */
  get stopped(): TrainingStopped | undefined {
    return this.#stopped;
  }

  /** Throws a {@link TrainingStopped} when the loss is too high. */
  add(loss: number): void {
    if (this.#stopped === undefined) {
      this.#losses.push(loss);
      this.#stopped = findStop(this.#losses, this.#ceilings);
    }
    if (this.#stopped !== undefined) throw this.#stopped;
  }
}

/**
 * What stops a trial with these reports, whatever came after the one that is too high; undefined where nothing does. A
 * report that is not finite is not judged: it says that training diverges, and that is an outcome of its own.
 */
export function findStop(reports: readonly number[], ceilings: Ceilings = []): TrainingStopped | undefined {
  const index = reports.findIndex((loss, report) => Number.isFinite(loss) && loss > (ceilings[report] ?? Infinity));
  return index < 0 ? undefined : new TrainingStopped(reports.slice(0, index + 1));
}
