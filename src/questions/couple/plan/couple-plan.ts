/**
 * @file A study of coupled effects as a plan: its settings, and its design in words; in every cell of settings and sample size the same table of two streams, from index 0 on, and the
 * same fresh pairs behind it. It grows cell by cell alike, so that whatever has been trained when it ends holds a complete smaller study.
 */
import { defined, type InputError, inputError, type StreamName, type Trial } from '../../../core/index.js';
import { parseCriterion } from '../../../stats/index.js';
import {
  type CommonSettings,
  heldStreams,
  heldTrial,
  levelsOfEach,
  oneLevel,
  parseStream,
  requireRoom,
  requireSizesWithin,
  type Study,
  studyBy,
  toldOfFigure,
  wholePlan,
} from '../../common/plan/index.js';
import {
  balancedDesigns,
  type CellDesign,
  growingDesigns,
  type IndexPair,
  indicesOf,
  LEAST_PAIRS,
  SMALLEST_TABLE,
  type TableSize,
  trainingsOf,
} from './cell-design.js';
import type { CoupledFactor } from './coupled-table.js';

type CoupleStudy = Study<CoupleSettings>;

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
  /** Pairs beside the table at most; `auto`: as many as the budget leaves; none where absent. */
  readonly pairs?: 'auto' | number;
  /** Trainings in all, at most; undefined where there is no budget. */
  readonly budget: number | undefined;
  readonly pool: number | null;
  /** Whether smaller samples lie inside larger ones of the same index. */
  readonly nested: boolean;
  /** Name of the criterion that savings are of. */
  readonly criterion: string;
  /** Passes over the sample of every training; null where they differ, or it cannot be told. */
  readonly epochs: number | null;
}

export interface CoupleSettings
  extends CommonSettings,
    Pick<CoupleRequest, 'factors' | 'pool' | 'nested' | 'criterion' | 'epochs'> {
  /** Ascending. */
  readonly sizes: readonly number[];
  readonly streams: readonly [StreamName, StreamName];
  /** Of every cell; the last of `designs`. */
  readonly design: CellDesign;
  /** Those by which it grows. */
  readonly designs: readonly CellDesign[];
}

/** Of each stream, where neither budget nor `crossed` says how many. */
const DEFAULT_TABLE: TableSize = [6, 6];

/** @throws InputError for settings in which nothing couples, and for a budget of fewer than four trainings a cell. */
function completeCouple(request: CoupleRequest): CoupleSettings {
  const { candidates, figure, seed, factors, pool, nested, epochs, budget } = request;
  const criterion = parseCriterion(request.criterion, toldOfFigure(figure)).name;
  const sizes = [...new Set(request.sizes)].sort((a, b) => a - b);
  requireCoupling(factors, sizes);
  requireSizesWithin(sizes, pool);
  const streams = twoStreams(request.vary);
  if (streams.includes('sample')) requireRoom(sizes.at(-1) as number, pool, '--sizes');
  const cells = candidates.length * sizes.length;
  const designs = designsFor(request, streams, budget === undefined ? undefined : Math.floor(budget / cells));
  const design = designs.at(-1);
  if (design === undefined) throw budgetTooSmall(budget as number, candidates.length, sizes.length);
  const own = { candidates, figure, seed, ...defined({ failurePolicy: request.failurePolicy }) };
  return { ...own, factors, sizes, streams, design, designs, pool, nested, criterion, epochs };
}

/** `trainings`: of a cell, at most; undefined without a budget. */
function designsFor(
  { crossed, pairs = 0 }: Pick<CoupleRequest, 'crossed' | 'pairs'>,
  streams: readonly [StreamName, StreamName],
  trainings: number | undefined,
): readonly CellDesign[] {
  if (typeof pairs === 'number' && pairs > 0 && pairs < LEAST_PAIRS) throw tooFewPairs(pairs);
  if (crossed === 'auto' && trainings !== undefined && pairs === 'auto') return balancedDesigns(trainings);
  const table: TableSize =
    crossed !== 'auto'
      ? (levelsOfEach(crossed, streams) as TableSize)
      : trainings === undefined
        ? DEFAULT_TABLE
        : [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const whole = { table, fresh: pairs === 'auto' ? (trainings ?? 0) : pairs };
  return growingDesigns(whole, trainings ?? trainingsOf(whole));
}

function twoStreams(vary: readonly string[]): readonly [StreamName, StreamName] {
  const [first, second, ...others] = new Set(vary.map((text) => parseStream(text)));
  if (first !== undefined && second !== undefined && others.length === 0) return [first, second];
  throw inputError`two-streams: --vary names ${vary.length === 0 ? 'no stream' : vary.join(', ')}.
    Allowed: two different streams, such as init,sample; the others are held
    Fix: Name two. For one stream, or three, at one size use: surefoot measure`;
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
  throw inputError`nothing-couples: There is ${have}, so that nothing can couple.
    Allowed: two levels of a setting or more, at two sizes or more
    Fix: Add ${levels ? 'sizes with --sizes' : "levels with `--factor 'name=first,second'`"}; ${of}: surefoot ${other}`;
}

function tooFewPairs(pairs: number): InputError {
  return inputError`too-few-pairs: --crossed asks for ${pairs} fresh ${pairs === 1 ? 'pair' : 'pairs'} in each cell.
    Allowed: none, or at least ${LEAST_PAIRS}: fewer tell next to nothing
    Fix: Ask for ${LEAST_PAIRS} or more, or for none.`;
}

function budgetTooSmall(budget: number, combinations: number, sizes: number): InputError {
  const least = combinations * sizes * SMALLEST_TABLE[0] * SMALLEST_TABLE[1];
  return inputError`budget-below-cells: A budget of ${budget} trainings is less than four for each of ${combinations * sizes} cells (${combinations} combinations of levels at ${sizes} sizes).
    Allowed: at least ${least}
    Fix: Raise the budget to ${least} or more, or name fewer sizes or levels.`;
}

/** A design before it is trained, in two sentences. */
export function designText({ factors, sizes, streams, design, candidates }: CoupleSettings): string {
  const cells = candidates.length * sizes.length;
  const { table, fresh } = design;
  const [rows, columns] = table;
  const beside = fresh === 0 ? '' : ` and ${fresh} fresh pairs, both streams of each at an index of its own`;
  const levels = factors.map(({ name, levels: { length } }) => `${length} levels of ${name}`).join(' x ');
  return (
    `The design: ${cells} cells (${levels} x ${sizes.length} sizes), in each a table of ${rows} ${streams[0]} x ${columns} ${streams[1]}${beside}. ` +
    `That is ${trainingsOf(design)} trainings a cell, ${cells * trainingsOf(design)} in all; ${heldStreams(streams).join(' and ')} are held at index 0.`
  );
}
