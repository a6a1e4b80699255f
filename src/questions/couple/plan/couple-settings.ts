/** @file Checks and completes the settings of a study of coupled effects: its cells, and the table of trainings that the budget gives each. */
import { InputError, type StreamName } from '../../../core/index.js';
import { parseCriterion } from '../../../stats/index.js';
import {
  type CommonSettings,
  levelsOfEach,
  oneLevel,
  parseStream,
  requireRoom,
  requireSizesWithin,
} from '../../common/plan/index.js';
import type { CoupledFactor } from './coupled-table.js';
import { growingTables, SMALLEST_TABLE, type TableSize } from './table-size.js';

export interface CoupleRequest extends CommonSettings {
  /** Ids, one for each combination of levels in row-major order. */
  readonly candidates: readonly string[];
  readonly factors: readonly CoupledFactor[];
  /** Training examples, two sizes or more. */
  readonly sizes: readonly number[];
  /** The names of two streams, as the user writes them. */
  readonly vary: readonly string[];
  /** Indices of each stream at most; `auto`: as many as the budget gives. */
  readonly crossed: 'auto' | readonly number[];
  /** Trainings in all, at most; undefined where there is no budget. */
  readonly budget: number | undefined;
  readonly pool: number | null;
  /** Whether smaller samples lie inside larger ones of the same index. */
  readonly nested: boolean;
  /** Name of the criterion that savings are of. */
  readonly criterion: string;
  /** Passes over the sample of every training; null where they differ, or nobody can tell. */
  readonly epochs: number | null;
}

export interface CoupleSettings
  extends CommonSettings,
    Pick<CoupleRequest, 'factors' | 'pool' | 'nested' | 'criterion' | 'epochs'> {
  /** Ascending. */
  readonly sizes: readonly number[];
  readonly streams: readonly [StreamName, StreamName];
  /** The table of every cell; the last of `tables`. */
  readonly table: TableSize;
  /** The tables by which it grows. */
  readonly tables: readonly TableSize[];
}

/** Of each stream, where neither budget nor `crossed` says how many. */
const DEFAULT_TABLE: TableSize = [6, 6];

/** @throws InputError for settings in which nothing couples, and for a budget of fewer than four trainings a cell. */
export function completeCouple(request: CoupleRequest): CoupleSettings {
  const { candidates, figure, seed, factors, pool, nested, epochs, crossed, budget } = request;
  const criterion = parseCriterion(request.criterion).name;
  const sizes = [...new Set(request.sizes)].sort((a, b) => a - b);
  requireCoupling(factors, sizes);
  requireSizesWithin(sizes, pool);
  const streams = twoStreams(request.vary);
  if (streams.includes('sample')) requireRoom(sizes.at(-1) as number, pool, '--sizes');
  const most = tableAtMost(crossed, streams, budget);
  const cells = candidates.length * sizes.length;
  const tables = growingTables(most, budget === undefined ? Number.POSITIVE_INFINITY : Math.floor(budget / cells));
  const table = tables.at(-1);
  if (table === undefined) throw budgetTooSmall(budget as number, candidates.length, sizes.length);
  return { candidates, figure, seed, factors, sizes, streams, table, tables, pool, nested, criterion, epochs };
}

function tableAtMost(
  crossed: CoupleRequest['crossed'],
  streams: readonly [StreamName, StreamName],
  budget: number | undefined,
): TableSize {
  if (crossed !== 'auto') return levelsOfEach(crossed, streams) as unknown as TableSize;
  return budget === undefined ? DEFAULT_TABLE : [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
}

function twoStreams(vary: readonly string[]): readonly [StreamName, StreamName] {
  const [first, second, ...others] = new Set(vary.map((text) => parseStream(text)));
  if (first !== undefined && second !== undefined && others.length === 0) return [first, second];
  throw new InputError({
    code: 'two-streams',
    what: `--vary names ${vary.length === 0 ? 'no stream' : vary.join(', ')}.`,
    allowed: 'two different streams, such as init,sample; the others are held',
    fix: 'Name two. For one stream, or three, at one size use: surefoot measure',
  });
}

/** One level, or one size: another study answers that. */
function requireCoupling(factors: readonly CoupledFactor[], sizes: readonly number[]): void {
  const levels = factors.some(({ levels }) => levels.length > 1);
  const single = factors.find((factor) => factor.levels.length < 2);
  if (levels && single !== undefined) throw oneLevel(single.name, single.levels[0] ?? '');
  if (levels && sizes.length > 1) return;
  const have = levels ? `one size (${sizes.join(', ')})` : sizes.length > 1 ? 'one level' : 'one level and one size';
  const [other, of] = levels
    ? ['compare', 'settings at one size are compared by']
    : sizes.length > 1
      ? ['curve', 'sizes of one candidate are studied by']
      : ['measure', 'streams of one candidate at one size are measured by'];
  throw new InputError({
    code: 'nothing-couples',
    what: `There is ${have}, so that nothing can couple.`,
    allowed: 'two levels of a setting or more, at two sizes or more',
    fix: `Add ${levels ? 'sizes with --sizes' : "levels with --factor 'name=first,second'"}; ${of}: surefoot ${other}`,
  });
}

function budgetTooSmall(budget: number, combinations: number, sizes: number): InputError {
  const least = combinations * sizes * SMALLEST_TABLE[0] * SMALLEST_TABLE[1];
  return new InputError({
    code: 'budget-below-cells',
    what: `A budget of ${budget} trainings is less than four for each of ${combinations * sizes} cells (${combinations} combinations of levels at ${sizes} sizes).`,
    allowed: `at least ${least}`,
    fix: `Set --budget ${least} or more, or name fewer sizes or levels.`,
  });
}
