/** @file How many times fewer examples a level needs than the first of its setting for the same criterion, and for the same spread, by size. */
import {
  type Criterion,
  type CrossedValues,
  contrastError,
  contrastInterval,
  isWhole,
  joinFresh,
  type LeaveOuts,
  type LeftOut,
} from '../../../stats/index.js';
import { type CellValues, cellValues, meanWorths, spreadFigure } from './cell-figures.js';
import type { CoupledTable } from './coupled-table.js';

const METHOD =
  'curves of trainings that came out, linear between sizes in their logarithms; an interval holds all sizes at which the two are not told apart, by ' +
  'the two-way jackknife over whole weights and whole samples, and over fresh pairs where there are any';

/** By place of a cell. */
type Figures = readonly LeaveOuts[];

/**
 * Each level of each setting beside its first, with the other settings at each of their levels.
 *
 * @param level of each interval
 * @example analyseSavings(table, parseCriterion('q3'), 0.95).rows[0].savings[2] // { size: 2000, needs: 980, value: 2.04, ... }
 */
export function analyseSavings(table: CoupledTable, criterion: Criterion, level: number): SavingsAnalysis {
  const values = cellValues(table);
  const figures = {
    criterion: values.map((own) => criterionFigure(own, criterion, table.logarithmic)),
    spread: values.map(spreadFigure),
  };
  return {
    level,
    criterion: criterion.name,
    method: METHOD,
    rows: table.factors.flatMap((_, factor) =>
      (['criterion', 'spread'] as const).flatMap((of) => rowsOf(table, factor, of, figures[of], level)),
    ),
  };
}

function rowsOf(
  table: CoupledTable,
  factor: number,
  of: SavingsRow['of'],
  figures: Figures,
  level: number,
): SavingsRow[] {
  const { factors, sizes, cells, nested } = table;
  const firsts = cells.filter(({ size, levels }) => size === sizes[0] && levels[factor] !== 0);
  return firsts.map(({ levels }): SavingsRow => {
    const reference = curveOf(table, figures, levels.with(factor, 0));
    const other = curveOf(table, figures, levels);
    return {
      factor: factors[factor]?.name as string,
      reference: 0,
      other: levels[factor] as number,
      levels,
      of,
      savings: sizes.map((_, place) => findSaving({ sizes, reference, other, nested }, place, level)),
    };
  });
}

function curveOf({ cells }: CoupledTable, figures: Figures, levels: readonly number[]): Figures {
  return figures.filter((_, place) => cells[place]?.levels.every((level, factor) => level === levels[factor]));
}

/** On the scale of the location. */
function criterionFigure({ came }: CellValues, criterion: Criterion, logarithmic: boolean): LeaveOuts {
  const figureOf = (values: readonly number[]) => {
    if (values.length < criterion.minimumTrials) return Number.NaN;
    return logarithmic ? Math.log(criterion.evaluate(values.map(Math.exp))) : criterion.evaluate(values);
  };
  const ofTable = (left: LeftOut) => figureOf(valuesWithout(came.table, left));
  return joinFresh(came, { ofTable, ofFresh: figureOf }, meanWorths);
}

function valuesWithout(values: CrossedValues, { row, column }: LeftOut): number[] {
  return values.flatMap((line, place) =>
    place === row ? [] : line.filter((value, at): value is number => at !== column && value !== undefined),
  );
}

/** Figures by size: of the level that is compared with, and of the one that may need fewer examples. */
interface SavingCurves {
  readonly sizes: readonly number[];
  readonly reference: readonly LeaveOuts[];
  readonly other: readonly LeaveOuts[];
  /** Whether samples of one index are one unit at all sizes. */
  readonly nested: boolean;
}

/**
 * With how many examples one curve is as low as another is at a size. Along the first curve each size is asked whether it is shown to be
 * above what the other has, or below: what is neither is in the interval, which may therefore reach beyond the sizes (as that of a ratio
 * does: Fieller 1954, Journal of the Royal Statistical Society B 16, 175-185). Between sizes a curve is a line; none has to fall.
 * `place`: of the size of the reference level.
 */
function findSaving(curves: SavingCurves, place: number, level: number): Saving {
  const { sizes, reference, other } = curves;
  const size = sizes[place] as number;
  const target = reference[place] as LeaveOuts;
  const figures = [target, ...other];
  if (!figures.every(({ value }) => Number.isFinite(value))) {
    return { size, needs: null, value: null, bound: null, interval: UNTOLD, finding: 'untold' };
  }
  const last = sizes.length - 1;
  const at = firstWhere(last, (position) => between(other, position, ({ value }) => value) <= target.value);
  const interval = figures.every(isWhole) ? intervalOf(curves, place, level) : UNTOLD;
  const found = findingOf(interval);
  // Equal to the last digit at the smallest size: as many are enough, and it is not known whether fewer would be.
  const isEqual = at === 0 && (other[0] as LeaveOuts).value === target.value;
  const finding: SavingFinding = isEqual && found === 'fewer' ? 'not-shown' : found;
  const told = { size, interval, finding };
  if (at === undefined) return { ...told, needs: null, value: 'never', bound: size / (sizes[last] as number) };
  if (at === 0) return { ...told, needs: null, value: 'at-least', bound: size / (sizes[0] as number) };
  const needs = sizeAt(sizes, at);
  return { ...told, needs, value: size / needs, bound: null };
}

const UNTOLD: SavingInterval = { reason: 'too few trainings came out at some size' };

/** Ends by where the other curve may first be as low as the target, and where it is shown to be lower. */
function intervalOf(curves: SavingCurves, place: number, level: number): SavingInterval {
  const { sizes } = curves;
  const size = sizes[place] as number;
  const last = sizes.length - 1;
  const distances = new Map<number, { readonly low: number; readonly high: number }>();
  const distanceAt = (position: number) => {
    const distance = distances.get(position) ?? distanceOf(curves, place, position, level);
    distances.set(position, distance);
    return distance;
  };
  const earliest = firstWhere(last, (position) => distanceAt(position).low <= 0);
  const latest = firstWhere(last, (position) => distanceAt(position).high <= 0);
  if (earliest === undefined) return { low: 'never', high: 'never' };
  return {
    low: latest === undefined ? 'never' : size / sizeAt(sizes, latest),
    high: earliest === 0 ? 'open' : size / sizeAt(sizes, earliest),
  };
}

/** How far the other curve lies above the target, with its interval. `position`: 0 the first size, 1 the second, between them in logarithms. */
function distanceOf({ reference, other, nested }: SavingCurves, place: number, position: number, level: number) {
  const left = Math.min(Math.floor(position), other.length - 2);
  const figures = [reference[place], other[left], other[left + 1]] as LeaveOuts[];
  const blocks = nested ? [0, 0, 0] : [place, left, left + 1];
  const error = contrastError({ figures, blocks }, [[-1, left + 1 - position, position - left]]);
  const estimate = error.estimates[0] as number;
  // Two levels that change nothing differ by nothing, with certainty.
  if (!(error.noise > 0)) return { low: estimate, high: estimate };
  // Where noise is known from few weights or samples, the degrees of freedom that Satterthwaite finds in it are too many: 0.92 were held.
  return contrastInterval({ ...error, degrees: error.fewestDegrees }, level);
}

/** Places between two sizes that are asked; before the first where it holds, halves are asked. */
const STEPS = 8;
const HALVINGS = 12;

/** The first position, 0 ... `last`, at which it holds; undefined where it nowhere does. */
function firstWhere(last: number, holds: (position: number) => boolean): number | undefined {
  for (let step = 0; step <= last * STEPS; step++) {
    if (!holds(step / STEPS)) continue;
    if (step === 0) return 0;
    let [before, there] = [(step - 1) / STEPS, step / STEPS];
    for (let halving = 0; halving < HALVINGS; halving++) {
      const middle = (before + there) / 2;
      if (holds(middle)) there = middle;
      else before = middle;
    }
    return there;
  }
  return undefined;
}

function between<Value>(curve: readonly Value[], position: number, pick: (value: Value) => number): number {
  const left = Math.min(Math.floor(position), curve.length - 2);
  const [low, high] = [left, left + 1].map((place) => pick(curve[place] as Value)) as [number, number];
  return low + (high - low) * (position - left);
}

function sizeAt(sizes: readonly number[], position: number): number {
  return sizes[position] ?? Math.exp(between(sizes, position, Math.log));
}

function findingOf(interval: SavingInterval): SavingFinding {
  if ('reason' in interval) return 'untold';
  const { low, high } = interval;
  if (low === 'never') return high === 'never' ? 'never' : high !== 'open' && high < 1 ? 'more' : 'not-shown';
  if (low > 1 || (low === 1 && high === 'open')) return 'fewer';
  return high !== 'open' && high !== 'never' && high < 1 ? 'more' : 'not-shown';
}

export interface SavingsAnalysis {
  /** Of each interval. */
  readonly level: number;
  /** By name. */
  readonly criterion: string;
  readonly method: string;
  readonly rows: readonly SavingsRow[];
}

/** One level of one setting beside the setting's first level, all other settings the same. */
export interface SavingsRow {
  readonly factor: string;
  /** Index of the level that is compared with. */
  readonly reference: number;
  /** Index of the level that may need fewer examples. */
  readonly other: number;
  /** Of all factors in their order: the level of `other`. */
  readonly levels: readonly number[];
  readonly of: 'criterion' | 'spread';
  /** By size of the reference level, ascending. */
  readonly savings: readonly Saving[];
}

export interface Saving {
  /** Examples of the reference level. */
  readonly size: number;
  /** With how many the other level has the same, read off on the logarithms of sizes; null outside the sizes that were measured. */
  readonly needs: number | null;
  /**
   * How many times fewer the other needs: size / needs. `at-least`: its smallest size is enough already. `never`: it does not get
   * there within the sizes. Null where too few trainings came out.
   */
  readonly value: number | 'at-least' | 'never' | null;
  /** Of `at-least`, the size over the smallest one; of `never`, the size over the largest: it would be below that. Else null. */
  readonly bound: number | null;
  readonly interval: SavingInterval;
  readonly finding: SavingFinding;
}

/**
 * `low` is `never` where the other level may never get there within the sizes, `high` is `open` where its smallest size may be more than enough.
 * Both are `never` where it is shown that it does not get there. A number at the low end of an open interval is the least there is.
 */
export type SavingInterval =
  | { readonly low: number | 'never'; readonly high: number | 'never' | 'open' }
  | { readonly reason: string };

/** `fewer`, `more`: the other level is shown to need so. `never`: shown not to get there. `not-shown`: it may need as many. `untold`: no interval. */
type SavingFinding = 'fewer' | 'more' | 'never' | 'not-shown' | 'untold';
