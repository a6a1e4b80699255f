/** @file Says where every candidate of a race in rounds stands: its losses as the race counted them, its criterion, and when it left. */
import { neverWorked } from './never-worked.js';
import type { Standing } from './race.js';
import type { CompleteRaceSettings } from './race-settings.js';
import { lossesNeeded, rankIds } from './ranking.js';
import type { RoundsState } from './rounds-state.js';

/**
 * All candidates, best first: those in the race by criterion (ties by id), then the others, last one to leave first, those
 * of one decision by criterion. Candidates in the race have seen the same replicates: a round that is not complete does
 * not count, but for the replicates of a warm-up that everybody has.
 */
export function standingsOfRounds(
  { candidates, criterion, rule }: CompleteRaceSettings,
  state: RoundsState,
): readonly Standing[] {
  const needed = lossesNeeded(criterion, rule);
  const idRanks = rankIds(candidates);
  const columns = state.columns.length > 0 ? state.columns : completeColumns(state);
  const criterionOf = ({ criterion: value }: Standing): number => value ?? Number.POSITIVE_INFINITY;
  return candidates
    .map((candidate, index) => {
      const left = state.leftAfter[index] as number;
      const counted = neverWorked(state.failures, index) ? [] : countedLosses(state, columns, index);
      const losses = Float64Array.from(counted, ({ loss }) => loss);
      const standing: Standing = {
        candidate,
        losses,
        replicates: Int32Array.from(counted, ({ replicate }) => replicate),
        criterion: losses.length < needed ? null : criterion.evaluate(losses),
        eliminatedAt: left === 0 ? null : left,
        fresh: NONE,
      };
      return { standing, idRank: idRanks[index] as number };
    })
    .sort(
      (a, b) =>
        compare(b.standing.eliminatedAt ?? Infinity, a.standing.eliminatedAt ?? Infinity) ||
        compare(criterionOf(a.standing), criterionOf(b.standing)) ||
        a.idRank - b.idRank,
    )
    .map(({ standing }) => standing);
}

const NONE = new Float64Array();

interface CountedLoss {
  readonly loss: number;
  readonly replicate: number;
}

function countedLosses(state: RoundsState, columns: readonly Float64Array[], index: number): CountedLoss[] {
  const left = state.leftAfter[index] as number;
  const losses = (left === 0 ? columns : columns.slice(0, left)).map((column) => column[index] as number);
  return losses.flatMap((loss, replicate) => (Number.isNaN(loss) ? [] : [{ loss, replicate }]));
}

/** Those of the round in hand that everybody has. */
function completeColumns({ hand, filled, survivors }: RoundsState): readonly Float64Array[] {
  return filled === 0 ? hand : hand.slice(0, Math.floor(filled / survivors.length));
}

/** Infinity equals itself here. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
