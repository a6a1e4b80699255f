/**
 * @file Analyses a study of coupled effects: the table of which trainings came out, which collapsed and which are missing in each cell, and
 * all that is found from it.
 */
import { isFailure, type Outcome, type StreamName, trialKey } from '../../../core/index.js';
import { isCollapse, parseCriterion } from '../../../stats/index.js';
import {
  asLosses,
  cellsOf,
  type Distribution,
  describeDistribution,
  type FinitePool,
  finitePoolOf,
  heldStreams,
  LEVEL,
  requireStudied,
  type StudyBaseline,
  studiedSet,
  studiedValue,
  upTo,
} from '../../common/plan/index.js';
import { type CellDesign, type IndexPair, indicesOf } from './cell-design.js';
import { analyseCollapses, type CollapsesAnalysis } from './collapses.js';
import { type CoupleSettings, tableTrial } from './couple-plan.js';
import type { CoupledCell, CoupledTable, CoupledValue } from './coupled-table.js';
import { analyseEffects } from './effects/analyse-effects.js';
import type { EffectsAnalysis } from './effects/effects-analysis.js';
import { analyseSavings, type SavingsAnalysis } from './savings.js';
import { analyseShares, type SharesAnalysis } from './shares.js';

export interface CoupleAnalysis {
  readonly kind: 'couple';
  /** What everything is found from. */
  readonly table: CoupledTable;
  /** Savings are of this criterion. */
  readonly criterion: string;
  /** Ids, by combination of levels in row-major order: the table's cells have one for each size. */
  readonly candidates: readonly string[];
  /** Streams that do not vary: all trainings have the same index in them. */
  readonly held: readonly StreamName[];
  /** Passes over the sample of every training; null where they differ, or it cannot be told. */
  readonly epochs: number | null;
  /** What was trained, by cell of the table. Criteria have no intervals: trainings that share weights or a sample are not independent. */
  readonly distributions: readonly Distribution[];
  /** Streams that change no training at all. */
  readonly ignored: readonly StreamName[];
  /** At the largest size; null where samples do not vary, or the pool is not known. */
  readonly finitePool: FinitePool | null;
  readonly effects: EffectsAnalysis;
  readonly shares: SharesAnalysis;
  readonly savings: SavingsAnalysis;
  readonly collapses: CollapsesAnalysis;
}

export function analyseCouple(
  settings: CoupleSettings,
  outcomes: readonly Outcome[],
  baselines: readonly StudyBaseline[] = [],
): CoupleAnalysis {
  requireStudied(outcomes, settings.figure);
  const { candidates, sizes, streams, pool, criterion, epochs } = settings;
  const cells = fillCells(settings, outcomes, baselines);
  const table = coupledTableOf(settings, cells);
  return {
    kind: 'couple',
    table,
    criterion,
    candidates,
    held: heldStreams(streams),
    epochs,
    distributions: cells.map((cell) => describeCell(settings, cell.outcomes, baselines)),
    ignored: ignoredStreams(table),
    finitePool: streams.includes('sample') ? finitePoolOf(sizes.at(-1) as number, pool) : null,
    effects: analyseEffects(table, LEVEL),
    shares: analyseShares(table, LEVEL),
    savings: analyseSavings(table, parseCriterion(criterion), LEVEL),
    collapses: analyseCollapses(table, LEVEL),
  };
}

function describeCell(
  settings: CoupleSettings,
  outcomes: readonly Outcome[],
  baselines: readonly StudyBaseline[],
): Distribution {
  const distribution = describeDistribution(outcomes, settings, baselines);
  const interval = { reason: DEPENDENT, n: distribution.losses.length };
  return { ...distribution, criteria: distribution.criteria.map(({ name, value }) => ({ name, value, interval })) };
}

const DEPENDENT = 'trainings that share weights or a sample are not independent';

/** Those that change no training of any cell; none where there are not two trainings to be compared. */
function ignoredStreams({ cells, streams }: Pick<CoupledTable, 'cells' | 'streams'>): readonly StreamName[] {
  const lines = [cells.flatMap(columnsOf), cells.flatMap(({ values }) => values)];
  return streams.filter((_, place) => isWithoutEffect(lines[place] as readonly (readonly CoupledValue[])[]));
}

function columnsOf({ values }: CoupledCell): readonly (readonly CoupledValue[])[] {
  return (values[0] ?? []).map((_, column) => values.map((row) => row[column]));
}

/** Trainings that differ in one stream alone: equal to the last bit wherever two of them came out. */
function isWithoutEffect(lines: readonly (readonly CoupledValue[])[]): boolean {
  const compared = lines
    .map((line) => line.filter((value) => typeof value === 'number'))
    .filter(({ length }) => length > 1);
  return compared.length > 0 && compared.every((line) => line.every((value) => value === line[0]));
}

/** A cell and what was trained in it, in the order of the table. */
interface FilledCell {
  readonly cell: CoupledCell;
  readonly outcomes: readonly Outcome[];
}

/** In the order of {@link CoupledTable.cells}; of a study that goes on the largest design that every cell has whole. */
function fillCells(
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
 * What an outcome of a cell is. A training that failed is missing, whatever the failure policy says: the effects are of trainings that
 * came out, and of how often they collapse. One that diverged collapsed, and so did one whose cost lies above the cell's own bar.
 */
function valuesOf(
  settings: CoupleSettings,
  outcomes: readonly Outcome[],
  baselines: readonly StudyBaseline[],
): (outcome: Outcome) => CoupledValue {
  const { figure } = settings;
  const comingOut = (outcome: Outcome) => (isFailure(outcome) ? undefined : studiedValue(outcome, settings));
  const worked = outcomes.filter((outcome) => comingOut(outcome) !== undefined);
  const { bar } = studiedSet(worked, settings, baselines);
  return (outcome) => {
    const value = comingOut(outcome);
    if (value === undefined) return undefined;
    const cost = asLosses([value], figure)[0] as number;
    return isCollapse(cost, bar) ? 'collapsed' : cost;
  };
}

function coupledTableOf(
  { factors, sizes, streams, pool, nested, seed }: CoupleSettings,
  cells: readonly FilledCell[],
): CoupledTable {
  const own = cells.map(({ cell }) => cell);
  const costs = own
    .flatMap(({ values, diagonal }) => [...values.flat(), ...diagonal])
    .filter((value) => typeof value === 'number');
  return { factors, sizes, streams, cells: own, pool, nested, logarithmic: costs.every((cost) => cost > 0), seed };
}
