/**
 * @file A study of coupled effects as a plan: in every cell of settings and sample size the same table of two streams, from index 0 on. It
 * grows cell by cell alike, so that whatever has been trained when it ends holds a complete smaller study.
 */
import type { Trial } from '../../../core/index.js';
import { cellsOf, heldTrial, type Study, studyBy, upTo, wholePlan } from '../../common/plan/index.js';
import { type CoupleRequest, type CoupleSettings, completeCouple } from './couple-settings.js';
import type { TableSize } from './table-size.js';

export type CoupleStudy = Study<CoupleSettings>;

/** Of two streams, in the order of a study's. */
export type IndexPair = readonly [first: number, second: number];

/** @throws InputError for settings in which nothing couples, and for a budget that is too small. */
export function createCouple(request: CoupleRequest): CoupleStudy {
  const settings = completeCouple(request);
  const { candidates, sizes, streams, table, nested, criterion } = settings;
  const trials = listTrials(settings);
  const factors = settings.factors.map(({ name, levels }) => ({ name, levels }));
  const cells = candidates.length * sizes.length;
  return studyBy(
    settings,
    {
      fixed: { kind: 'couple', streams },
      told: { criterion, factors, sizes, nested, table, cells, trainings: trials.length },
    },
    wholePlan('couple', trials),
  );
}

/** The training of a candidate at these indices of the streams; all other streams are at 0, as `measure` holds them. */
export function tableTrial({ streams }: CoupleSettings, candidate: string, size: number, indices: IndexPair): Trial {
  return heldTrial(candidate, size, { [streams[0]]: indices[0], [streams[1]]: indices[1] });
}

function listTrials(settings: CoupleSettings): Trial[] {
  const { tables, sizes, candidates } = settings;
  return tables.flatMap((table, place) =>
    newIn(table, tables[place - 1]).flatMap((indices) =>
      sizes.flatMap((size) => candidates.map((candidate) => tableTrial(settings, candidate, size, indices))),
    ),
  );
}

/** Pairs of indices that the smaller table does not have. */
function newIn([rows, columns]: TableSize, [before, beside]: TableSize = [0, 0]): readonly IndexPair[] {
  const pairs = cellsOf([upTo(rows), upTo(columns)]) as unknown as readonly IndexPair[];
  return pairs.filter(([row, column]) => row >= before || column >= beside);
}
