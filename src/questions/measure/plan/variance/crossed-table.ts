/**
 * @file Losses of a fully crossed design: every level of every source with every level of all others, each cell trained the
 * same number of times.
 */
import { cellsOf } from '../../../common/plan/index.js';

export interface CrossedTable {
  /** Names of the crossed sources, two or more. */
  readonly sources: readonly string[];
  /** How many levels each source has, two or more. */
  readonly levels: readonly number[];
  /** Trainings of every cell with the same seeds, one or more. */
  readonly repeats: number;
  /** Finite, row-major: the last source's level changes faster than the others', the repeat fastest. */
  readonly losses: readonly number[];
}

interface Completed {
  readonly table: CrossedTable;
  /** Levels that were left out because cells with them have no finite loss, by source. */
  readonly leftOut: Readonly<Record<string, number>>;
}

/**
 * A balanced table out of one with gaps (undefined) and infinite losses: as long as a cell lacks a finite loss, the level
 * with the largest share of such cells leaves, ties by source and level. Undefined when a source is left with fewer than
 * two levels.
 */
export function completeTable(
  sources: readonly string[],
  levels: readonly number[],
  repeats: number,
  lossAt: (indices: readonly number[], repeat: number) => number | undefined,
): Completed | undefined {
  const kept = levels.map((count) => Array.from({ length: count }, (_, level) => level));
  const isGap = (indices: readonly number[]) =>
    Array.from({ length: repeats }, (_, repeat) => lossAt(indices, repeat)).some(
      (loss) => loss === undefined || !Number.isFinite(loss),
    );
  for (;;) {
    const gaps = cellsOf(kept).filter(isGap);
    if (gaps.length === 0) break;
    const worst = worstLevel(kept, gaps);
    kept[worst.source] = (kept[worst.source] as number[]).filter((level) => level !== worst.level);
    if (kept.some((left) => left.length < 2)) return undefined;
  }
  const losses = cellsOf(kept).flatMap((indices) =>
    Array.from({ length: repeats }, (_, repeat) => lossAt(indices, repeat) as number),
  );
  const leftOut = Object.fromEntries(
    sources.map((source, index) => [source, (levels[index] as number) - (kept[index] as number[]).length] as const),
  );
  return { table: { sources, levels: kept.map(({ length }) => length), repeats, losses }, leftOut };
}

function worstLevel(kept: readonly (readonly number[])[], gaps: readonly (readonly number[])[]) {
  const cells = kept.reduce((product, { length }) => product * length, 1);
  let worst = { source: 0, level: 0, share: -1 };
  kept.forEach((own, source) => {
    for (const level of own) {
      const count = gaps.filter((indices) => indices[source] === level).length;
      const share = count / (cells / own.length);
      if (share > worst.share) worst = { source, level, share };
    }
  });
  return worst;
}
