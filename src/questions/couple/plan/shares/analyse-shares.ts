/** @file Shares of the variance over retrainings from each stream and from the two together, cell by cell, and which stream is the larger. */
import { randomFrom, type StreamName } from '../../../../core/index.js';
import {
  type CrossedParts,
  fractionInterval,
  LEAST_CROSSED,
  type SeenParts,
  type UncertainParts,
  uncertainParts,
} from '../../../../stats/index.js';
import { finitePoolOf } from '../../../common/plan/index.js';
import { type CellValues, cellValues } from '../cell-figures.js';
import type { CoupledTable } from '../coupled-table.js';
import { findCrossing, type ToldShares } from './find-crossing.js';
import type { SharesAnalysis } from './shares-analysis.js';

const METHOD =
  'crossed random effects by squared differences; intervals reach as far as the farther of the two-way jackknife over whole weights and whole ' +
  'samples and of generalised inference widened for skewed effects; which stream is the larger by the jackknife, Bonferroni over sizes';
/** Larger samples overlap so much that dividing by 1 - n / N no longer makes them fresh ones. */
const LARGEST_PART_OF_POOL = 1 / 4;

/**
 * @param level of each interval, and of all that is said of one crossing
 * @example analyseShares(table, 0.95).cells[0].parts // init 0.64, sample 0.16, interaction 0.2, with their intervals
 */
export function analyseShares(table: CoupledTable, level: number): SharesAnalysis {
  const values = cellValues(table);
  const told = table.cells.map((_, place) => describeShares(table, place, values[place] as CellValues, level));
  const combinations = told.length / table.sizes.length;
  return {
    level,
    method: METHOD,
    cells: told.map(({ shares }) => shares),
    crossings: Array.from({ length: combinations }, (_, combination) => {
      const first = combination * table.sizes.length;
      return findCrossing(told.slice(first, first + table.sizes.length), table.streams, level);
    }),
  };
}

function describeShares(
  table: CoupledTable,
  place: number,
  { came: { table: came } }: CellValues,
  level: number,
): ToldShares {
  const { cells, streams, pool, seed } = table;
  const { levels, size } = cells[place] as CoupledTable['cells'][number];
  const ofPool = streams.includes('sample') ? finitePoolOf(size, pool) : null;
  const seen = ofPool?.seen ?? null;
  const trainings = came.flat().filter((value) => value !== undefined).length;
  const about = { levels, size, trainings, seen };
  if (ofPool !== null && ofPool.sampleSize > LARGEST_PART_OF_POOL * ofPool.pool) {
    return {
      shares: {
        ...about,
        parts: [],
        reason: `samples of ${size} are more than a quarter of the ${pool} examples there are`,
      },
    };
  }
  const uncertain = uncertainParts(came, seenOf(streams, seen), randomFrom('couple', seed, 'shares', place));
  if (uncertain === undefined) return { shares: { ...about, parts: [], reason: TOO_FEW } };
  return { shares: { ...about, parts: partsOf(uncertain, streams, level) }, uncertain };
}

const TOO_FEW = `it takes ${LEAST_CROSSED} x ${LEAST_CROSSED} trainings at least that came out and differ`;

function seenOf([first, second]: CoupledTable['streams'], seen: number | null): SeenParts {
  const of = (stream: StreamName) => (stream === 'sample' ? (seen ?? 1) : 1);
  return { rows: of(first), columns: of(second) };
}

function partsOf(uncertain: UncertainParts, [first, second]: CoupledTable['streams'], level: number) {
  const total = sumOf(uncertain.parts);
  return (
    [
      ['rows', first],
      ['columns', second],
      ['rest', 'interaction'],
    ] as const
  ).map(([key, part]) => ({
    part,
    variance: uncertain.parts[key],
    share: uncertain.parts[key] / total,
    interval: fractionInterval(uncertain, (parts) => parts[key] / sumOf(parts), level),
  }));
}

function sumOf({ rows, columns, rest }: CrossedParts): number {
  return rows + columns + rest;
}
