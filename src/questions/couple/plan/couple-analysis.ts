/** @file Analyses a study of coupled effects: what was trained in each cell, and all that is found from the table of them. */
import type { Outcome, StreamName } from '../../../core/index.js';
import { parseCriterion } from '../../../stats/index.js';
import {
  type Distribution,
  describeDistribution,
  type FinitePool,
  finitePoolOf,
  heldStreams,
  LEVEL,
  requireStudied,
  type StudyBaseline,
} from '../../common/plan/index.js';
import { analyseCollapses, type CollapsesAnalysis } from './collapses.js';
import type { CoupleSettings } from './couple-plan.js';
import type { CoupledCell, CoupledTable, CoupledValue } from './coupled-table.js';
import { analyseEffects, type EffectsAnalysis } from './effects/index.js';
import { coupledTableOf, fillCells } from './fill-table.js';
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
  /** Passes over the sample of every training; null where they differ, or nobody can tell. */
  readonly epochs: number | null;
  /** What was trained, by cell of the table. Criteria have no intervals: trainings that share weights or a sample are not independent. */
  readonly distributions: readonly Distribution[];
  /** Streams that change no training at all. */
  readonly ignored: readonly StreamName[];
  /** At the largest size; null where samples do not vary, or nobody knows the pool. */
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
