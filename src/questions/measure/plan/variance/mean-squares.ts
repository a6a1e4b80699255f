/**
 * @file The analysis of variance of a balanced crossed design with all interactions (Searle, Casella and McCulloch 1992,
 * doi 10.1002/9780470316856, chapter 4).
 */
import { mean } from '../../../../stats/index.js';
import { cellsOf } from '../../../common/plan/index.js';

/** A source of variation: the sources that interact in it, as a bit set; 0 stands for repeats of equal cells. */
export interface MeanSquare {
  readonly sources: number;
  readonly degrees: number;
  readonly value: number;
  /** How often one of its effects enters the table: the coefficient of its variance in its own expected mean square. */
  readonly weight: number;
}

interface Analysis {
  readonly mean: number;
  /** One for every non-empty set of sources, in order of their bits, then that of repeats where there are any. */
  readonly squares: readonly MeanSquare[];
}

export function analyseTable({ levels, repeats, losses }: CrossedTable): Analysis {
  const cells = cellsOf(levels.map((count) => Array.from({ length: count }, (_, level) => level)));
  const center = mean(losses);
  const cellMeans = cells.map((_, cell) => mean(losses.slice(cell * repeats, (cell + 1) * repeats)));
  const full = 2 ** levels.length - 1;
  // Effects by inclusion and exclusion: of a set, the marginal mean less the effects of all its subsets.
  const effects: Map<string, number>[] = [];
  const squares: MeanSquare[] = [];
  for (let sources = 0; sources <= full; sources++) {
    const sums = new Map<string, { total: number; count: number; indices: readonly number[] }>();
    cells.forEach((indices, cell) => {
      const key = keyOf(indices, sources);
      const entry = sums.get(key) ?? { total: 0, count: 0, indices };
      entry.total += (cellMeans[cell] as number) - center;
      entry.count++;
      sums.set(key, entry);
    });
    const own = new Map<string, number>();
    let total = 0;
    for (const [key, { total: sum, count, indices }] of sums) {
      let effect = sum / count;
      for (let subset = 0; subset < sources; subset++) {
        if ((subset & sources) === subset) effect -= effects[subset]?.get(keyOf(indices, subset)) ?? 0;
      }
      own.set(key, effect);
      total += effect ** 2;
    }
    effects.push(own);
    if (sources === 0) continue;
    const weight = losses.length / sums.size;
    const degrees = levels.reduce((product, count, bit) => product * (sources & (1 << bit) ? count - 1 : 1), 1);
    squares.push({ sources, degrees, value: (weight * total) / degrees, weight });
  }
  return { mean: center, squares: repeats === 1 ? squares : [...squares, withinCells(losses, cellMeans, repeats)] };
}

function withinCells(losses: readonly number[], cellMeans: readonly number[], repeats: number): MeanSquare {
  const degrees = cellMeans.length * (repeats - 1);
  const total = losses.reduce(
    (sum, loss, index) => sum + (loss - (cellMeans[Math.floor(index / repeats)] as number)) ** 2,
    0,
  );
  return { sources: 0, degrees, value: total / degrees, weight: 1 };
}

function keyOf(indices: readonly number[], sources: number): string {
  return indices.filter((_, bit) => sources & (1 << bit)).join();
}

// Losses of a fully crossed design: every level of every source with every level of all others, each cell trained the
// same number of times.

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
