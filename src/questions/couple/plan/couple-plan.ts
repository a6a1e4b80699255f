/**
 * @file A study of coupled effects as a plan: in every cell of settings and sample size the same table of two streams, from index 0 on, and the
 * same fresh pairs behind it. It grows cell by cell alike, so that whatever has been trained when it ends holds a complete smaller study.
 */
import type { Trial } from '../../../core/index.js';
import { heldTrial, type Study, studyBy, wholePlan } from '../../common/plan/index.js';
import { type IndexPair, indicesOf } from './cell-design.js';
import { type CoupleRequest, type CoupleSettings, completeCouple } from './couple-settings.js';

export type CoupleStudy = Study<CoupleSettings>;

/** @throws InputError for settings in which nothing couples, and for a budget that is too small. */
export function createCouple(request: CoupleRequest): CoupleStudy {
  const settings = completeCouple(request);
  const { candidates, sizes, streams, nested, criterion } = settings;
  const { table, fresh } = settings.design;
  const trials = listTrials(settings);
  const factors = settings.factors.map(({ name, levels }) => ({ name, levels }));
  const cells = candidates.length * sizes.length;
  return studyBy(
    settings,
    {
      fixed: { kind: 'couple', streams },
      told: {
        ...{ criterion, factors, sizes, nested, table, cells, trainings: trials.length },
        ...(fresh > 0 ? { pairs: fresh } : {}),
      },
    },
    wholePlan('couple', trials),
  );
}

/** The training of a candidate at these indices of the streams; all other streams are at 0, as `measure` holds them. */
export function tableTrial({ streams }: CoupleSettings, candidate: string, size: number, indices: IndexPair): Trial {
  return heldTrial(candidate, size, { [streams[0]]: indices[0], [streams[1]]: indices[1] });
}

function listTrials(settings: CoupleSettings): Trial[] {
  const { designs, sizes, candidates } = settings;
  const known = new Set<string>();
  return designs.flatMap((design) =>
    indicesOf(design)
      .filter((indices) => !known.has(`${indices}`))
      .flatMap((indices) => {
        known.add(`${indices}`);
        return sizes.flatMap((size) => candidates.map((candidate) => tableTrial(settings, candidate, size, indices)));
      }),
  );
}
