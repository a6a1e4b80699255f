/** @file Shares of the variance over retrainings from each stream and from the two together, cell by cell, and which stream is the larger. */

import { randomFrom, type StreamName } from '../../../core/index.js';
import {
  type CrossedParts,
  fractionInterval,
  jackknifedFraction,
  LEAST_CROSSED,
  type SeenParts,
  type UncertainParts,
  uncertainParts,
} from '../../../stats/index.js';
import { finitePoolOf } from '../../common/plan/index.js';
import { type CellValues, cellValues } from './cell-figures.js';
import type { CoupledInterval, CoupledTable } from './coupled-table.js';

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

/** A cell with shares, and what its intervals are made of. */
interface ToldShares {
  readonly shares: CellShares;
  /** Absent where there is a reason. */
  readonly uncertain?: UncertainParts;
}

/** At one size: the second stream's part of the variance of the two, and which is shown to be the larger. */
interface Balance {
  readonly size: number;
  readonly second: number;
  readonly ratio: number | null;
  readonly larger: StreamName | null;
}

/** `told`: the cells of one combination, by size. Each size is asked at a level at which all of them hold at once (Bonferroni). */
function findCrossing(
  told: readonly ToldShares[],
  streams: readonly [StreamName, StreamName],
  level: number,
): SharesCrossing {
  const there = told.filter(({ uncertain }) => uncertain !== undefined);
  const each = 1 - (1 - level) / Math.max(1, there.length);
  const balances = there.map((one) => balanceOf(one as Required<ToldShares>, streams, each));
  return {
    levels: told[0]?.shares.levels ?? [],
    ratios: balances.map(({ size, ratio, larger }): StreamRatio => ({ size, ratio, larger })),
    finding: balances.length === 0 ? { kind: 'untold', reason: noneReason(told) } : findChanges(balances),
  };
}

function balanceOf(
  { shares: { size }, uncertain }: Required<ToldShares>,
  [first, second]: readonly [StreamName, StreamName],
  level: number,
): Balance {
  const { rows, columns } = uncertain.parts;
  const { low, high } = jackknifedFraction(uncertain, partOfColumns, level);
  return {
    size,
    second: partOfColumns(uncertain.parts),
    ratio: rows > 0 && columns > 0 ? columns / rows : null,
    larger: low > EVEN ? second : high < EVEN ? first : null,
  };
}

const EVEN = 0.5;

/** Of the variance of the two streams alone; even where neither does anything. */
function partOfColumns({ rows, columns }: CrossedParts): number {
  return rows + columns > 0 ? columns / (rows + columns) : EVEN;
}

function findChanges(balances: readonly Balance[]): CrossingFinding {
  const shown = balances.filter(({ larger }) => larger !== null);
  const [first] = shown;
  if (first === undefined) return { kind: 'untold', reason: 'neither stream is shown to be the larger at any size' };
  const changes = shown.slice(1).flatMap(({ size, larger }, place): StreamChange[] => {
    const before = shown[place] as Balance;
    if (before.larger === larger) return [];
    return [{ from: before.larger as StreamName, to: larger as StreamName, low: before.size, high: size }];
  });
  const [change] = changes;
  if (change === undefined) return { kind: 'none', larger: first.larger as StreamName };
  return changes.length === 1
    ? { kind: 'one', size: evenBetween(balances, change), ...change }
    : { kind: 'several', changes };
}

/** That of the smallest size: larger samples have no other chance. */
function noneReason([smallest]: readonly ToldShares[]): string {
  return smallest?.shares.reason ?? 'there is no size';
}

/** Where the two are even between the ends of a change, on the logarithm of the size. */
function evenBetween(balances: readonly Balance[], { low, high }: StreamChange): number {
  const within = balances.filter(({ size }) => size >= low && size <= high);
  const grows = (within.at(-1) as Balance).second > EVEN;
  const place = within.findIndex(({ second }, index) => index > 0 && (grows ? second >= EVEN : second <= EVEN));
  const [left, right] = [within[place - 1], within[place]] as [Balance, Balance];
  const part = (EVEN - left.second) / (right.second - left.second);
  return left.size * (right.size / left.size) ** part;
}

export interface SharesAnalysis {
  /** Of each interval, and of all claims of one {@link SharesCrossing} together. */
  readonly level: number;
  readonly method: string;
  /** In the order of the table's cells. */
  readonly cells: readonly CellShares[];
  /** One a combination of levels of the factors. */
  readonly crossings: readonly SharesCrossing[];
}

export interface CellShares {
  /** Index of its level in each factor. */
  readonly levels: readonly number[];
  readonly size: number;
  /** That came out. */
  readonly trainings: number;
  /** 1 - n / N, by which the sample's variance was divided; null where the pool is not known, or samples do not vary: nothing was. */
  readonly seen: number | null;
  /** First stream, second stream, interaction; empty where there is a reason. Shares sum to 1. */
  readonly parts: readonly VariancePart[];
  /** Why nothing is said. */
  readonly reason?: string;
}

interface VariancePart {
  /** `interaction`: of the two streams, and whatever neither of them controls. */
  readonly part: StreamName | 'interaction';
  /** Of the values, or of their logarithms where the table is logarithmic; not below 0. */
  readonly variance: number;
  /** Of the sum of the three, 0 ... 1. */
  readonly share: number;
  /** Of the share. */
  readonly interval: CoupledInterval;
}

export interface SharesCrossing {
  readonly levels: readonly number[];
  /** By size, those that have shares. */
  readonly ratios: readonly StreamRatio[];
  readonly finding: CrossingFinding;
}

interface StreamRatio {
  readonly size: number;
  /** The second stream's variance over the first's; null where one of them is 0. */
  readonly ratio: number | null;
  /** The stream whose variance is shown to be the larger, for all sizes at once; null where that is not shown. */
  readonly larger: StreamName | null;
}

/** A change of the larger stream: `low` is the last size before it at which `from` is shown to be larger, `high` the first at which `to` is. */
interface StreamChange {
  readonly from: StreamName;
  readonly to: StreamName;
  readonly low: number;
  readonly high: number;
}

/** `none`: one stream is shown to be larger wherever anything is shown. */
type CrossingFinding =
  | ({
      readonly kind: 'one';
      /** Where the two variances are equal, read off between sizes. */
      readonly size: number;
    } & StreamChange)
  | { readonly kind: 'several'; readonly changes: readonly StreamChange[] }
  | { readonly kind: 'none'; readonly larger: StreamName }
  | { readonly kind: 'untold'; readonly reason: string };
