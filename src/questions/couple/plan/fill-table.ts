/** @file The table of a study of coupled effects from its outcomes: which trainings came out, which collapsed, which are missing. */
import { isFailure, type Outcome, trialKey } from '../../../core/index.js';
import { isCollapse } from '../../../stats/index.js';
import {
  asLosses,
  besideBaselines,
  cellsOf,
  type StudyBaseline,
  studiedValue,
  studyBar,
  upTo,
} from '../../common/plan/index.js';
import { type CellDesign, type IndexPair, indicesOf } from './cell-design.js';
import { type CoupleSettings, tableTrial } from './couple-plan.js';
import type { CoupledCell, CoupledTable, CoupledValue } from './coupled-table.js';

/** A cell and what was trained in it, in the order of the table. */
interface FilledCell {
  readonly cell: CoupledCell;
  readonly outcomes: readonly Outcome[];
}

/** In the order of {@link CoupledTable.cells}; of a study that goes on the largest design that every cell has whole. */
export function fillCells(
  settings: CoupleSettings,
  outcomes: readonly Outcome[],
  baselines: readonly StudyBaseline[],
): readonly FilledCell[] {
  const byKey = new Map(outcomes.map((outcome) => [trialKey(outcome.trial), outcome]));
  const { factors, sizes, candidates } = settings;
  const { table, fresh } = trainedDesign(settings, byKey);
  const [rows, columns] = table;
  const first = Math.max(rows, columns);
  return cellsOf(factors.map(({ levels }) => upTo(levels.length))).flatMap((levels, combination) =>
    sizes.map((size): FilledCell => {
      const candidate = candidates[combination] as string;
      const outcomeAt = (indices: IndexPair) => byKey.get(trialKey(tableTrial(settings, candidate, size, indices)));
      const crossed = upTo(rows).map((row) => upTo(columns).map((column) => outcomeAt([row, column])));
      const pairs = upTo(fresh).map((pair) => outcomeAt([first + pair, first + pair]));
      const own = [...crossed.flat(), ...pairs].filter((outcome) => outcome !== undefined);
      const toValue = valuesOf(settings, own, baselines);
      const values = crossed.map((row) => row.map((outcome) => outcome && toValue(outcome)));
      const diagonal = pairs.map((outcome) => outcome && toValue(outcome));
      return { cell: { levels, size, values, diagonal }, outcomes: own };
    }),
  );
}

/** Of the designs by which the study grows; the first where not even that is whole. */
function trainedDesign(settings: CoupleSettings, byKey: ReadonlyMap<string, Outcome>): CellDesign {
  const { designs, candidates, sizes } = settings;
  const isTrained = (design: CellDesign) =>
    indicesOf(design).every((indices) =>
      candidates.every((candidate) =>
        sizes.every((size) => byKey.has(trialKey(tableTrial(settings, candidate, size, indices)))),
      ),
    );
  return designs.findLast(isTrained) ?? (designs[0] as CellDesign);
}

/**
 * What an outcome of a cell is. A training that failed is missing, as in all studies: that speaks of the machine. One that diverged
 * collapsed, and so did one whose cost lies above the cell's own bar.
 */
function valuesOf(
  { figure }: CoupleSettings,
  outcomes: readonly Outcome[],
  baselines: readonly StudyBaseline[],
): (outcome: Outcome) => CoupledValue {
  const costOf = (outcome: Outcome) => asLosses([studiedValue(outcome, figure) as number], figure)[0] as number;
  const worked = outcomes.filter((outcome) => !isFailure(outcome));
  const values = worked.map((outcome) => studiedValue(outcome, figure) as number);
  const bar = studyBar(asLosses(values, figure), besideBaselines(worked, values, baselines, figure), figure);
  return (outcome) => {
    if (isFailure(outcome)) return undefined;
    const cost = costOf(outcome);
    return isCollapse(cost, bar) ? 'collapsed' : cost;
  };
}

export function coupledTableOf(
  { factors, sizes, streams, pool, nested, seed }: CoupleSettings,
  cells: readonly FilledCell[],
): CoupledTable {
  const own = cells.map(({ cell }) => cell);
  const costs = own
    .flatMap(({ values, diagonal }) => [...values.flat(), ...diagonal])
    .filter((value) => typeof value === 'number');
  return { factors, sizes, streams, cells: own, pool, nested, logarithmic: costs.every((cost) => cost > 0), seed };
}
