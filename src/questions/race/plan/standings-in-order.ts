/** @file Standings of a race that estimates its criterion and drops none for good: the returned set, then the others by their estimates. */
import type { Criterion } from '../../../stats/index.js';
import type { Standing } from './race.js';

/** A candidate with what orders it. */
interface PlacedCandidate {
  readonly candidate: string;
  /** Its place in the returned set, from 0; for all others the same number above these. */
  readonly place: number;
  /** The estimate; Infinity where the candidate diverges, NaN without an estimate. */
  readonly center: number;
  /** The trials as {@link Standing} has them. */
  readonly trials: () => Pick<Standing, 'losses' | 'replicates'>;
}

/** Before there are trainings after the race. */
export const NO_FRESH = { fresh: new Float64Array(), freshReplicates: new Int32Array() };

/** By place, then by center, those without one last; ties by id. */
export function standingsInOrder(criterion: Criterion, placed: readonly PlacedCandidate[]): readonly Standing[] {
  return placed
    .toSorted((a, b) => a.place - b.place || compareCenters(a.center, b.center) || (a.candidate < b.candidate ? -1 : 1))
    .map(({ candidate, trials }) => {
      const { losses, replicates } = trials();
      return {
        candidate,
        losses,
        replicates,
        criterion: losses.length < criterion.minimumTrials ? null : criterion.evaluate(losses),
        eliminatedAt: null,
        ...NO_FRESH,
      };
    });
}

/** Ascending; Infinities are equal, and NaN is last. */
export function compareCenters(a: number, b: number): number {
  return a === b ? 0 : Number.isNaN(a) || a > b ? 1 : -1;
}
