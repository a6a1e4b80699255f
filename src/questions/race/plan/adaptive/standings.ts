/** @file Says where every candidate of an adaptive race stands, best first. */
import type { RaceFacts, Standing } from '../race.js';
import type { AdaptiveRace } from './adaptive-race.js';
import { rowOfLosses } from './evidence.js';
import type { AdaptiveState } from './state.js';

const NONE = new Float64Array();

/** The returned set first; then the others by their estimated criterion, who has no estimate last, ties by id. */
export function adaptiveStandings(facts: RaceFacts, race: AdaptiveRace, state: AdaptiveState): readonly Standing[] {
  const { candidates, criterion } = facts;
  const { verdict, estimates } = race.assess(state);
  const places = new Map(verdict.set.map((index, place) => [index, place]));
  const { centers, excluded } = estimates;
  const keys = candidates.map((id, index) => ({
    id,
    index,
    place: places.get(index) ?? candidates.length,
    center: excluded[index] === 1 ? Number.POSITIVE_INFINITY : (centers[index] as number),
  }));
  const compare = (a: number, b: number): number => (a === b ? 0 : Number.isNaN(a) || a > b ? 1 : -1);
  keys.sort((a, b) => a.place - b.place || compare(a.center, b.center) || (a.id < b.id ? -1 : 1));
  return keys.map(({ id, index }) => {
    const { losses, replicates } = lossesAt(state, index);
    return {
      candidate: id,
      losses,
      replicates,
      criterion: losses.length < criterion.minimumTrials ? null : criterion.evaluate(losses),
      eliminatedAt: null,
      fresh: NONE,
    };
  });
}

function lossesAt({ evidence }: AdaptiveState, index: number): { losses: Float64Array; replicates: Int32Array } {
  const row = rowOfLosses(evidence, index);
  const counted = Array.from(row.keys()).filter((replicate) => !Number.isNaN(row[replicate]));
  return {
    losses: Float64Array.from(counted, (replicate) => row[replicate] as number),
    replicates: Int32Array.from(counted),
  };
}
