/** @file From which size on the other of two streams brings the larger variance: changes that are shown, for all sizes of a combination at once. */
import type { StreamName } from '../../../../core/index.js';
import { type CrossedParts, jackknifedFraction, type UncertainParts } from '../../../../stats/index.js';
import type { CellShares, CrossingFinding, SharesCrossing, StreamChange, StreamRatio } from './shares-analysis.js';

/** A cell with shares, and what its intervals are made of. */
export interface ToldShares {
  readonly shares: CellShares;
  /** Absent where there is a reason. */
  readonly uncertain?: UncertainParts;
}

/** At one size: the second stream's part of the variance of the two, and who is shown to be the larger. */
interface Balance {
  readonly size: number;
  readonly second: number;
  readonly ratio: number | null;
  readonly larger: StreamName | null;
}

/** `told`: the cells of one combination, by size. Each size is asked at a level at which all of them hold at once (Bonferroni). */
export function findCrossing(
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
