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

/** Thrown out of a training whose trial can no longer matter. */
export class TrainingStopped extends Error {
  constructor() {
    super('The trial can no longer matter: let this error pass.');
    this.name = 'TrainingStopped';
  }
}

/** How many reports there are up to the first that is too high; undefined where none is. */
export function reportsUntilStop(reports: readonly number[], ceilings: Ceilings = []): number | undefined {
  const index = reports.findIndex((loss, report) => isTooHigh(loss, report, ceilings));
  return index < 0 ? undefined : index + 1;
}

/** A report that is not finite is not judged: it says that training diverges, and that is an outcome of its own. */
export function isTooHigh(loss: number, report: number, ceilings: Ceilings): boolean {
  return Number.isFinite(loss) && loss > (ceilings[report] ?? Number.POSITIVE_INFINITY);
}
