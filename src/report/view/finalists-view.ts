/** @file The last survivors: those still racing and the last to leave, with the figures that tell them apart. */
import { isFailure } from '../../core/index.js';
import { type Criterion, parseCriterion, quantile } from '../../stats/index.js';
import { showCriterion, showLoss } from '../direction.js';
import type { Direction, ReportInput } from '../input.js';
import { showInterval } from '../result/build-result.js';
import type { ResultInterval } from '../result/result-schema.js';
import { evaluateCriterion, type ShownStanding, standingInterval } from '../standing.js';
import { fitAxis, type ValueAxis } from './value-axis.js';

export interface Finalist {
  readonly rank: number;
  readonly id: string;
  readonly label: string;
  readonly isChoice: boolean;
  readonly eliminatedAt: number | null;
  readonly trials: number;
  /** Shown values, as are all below. */
  readonly criterion: number | null;
  readonly interval: ResultInterval;
  readonly mean: number | null;
  /** Interquartile range. */
  readonly spread: number | null;
  readonly diverged: number;
  /** Timed-out ones included. */
  readonly failed: number;
  /** Shown losses in replicate order; infinite ones included. */
  readonly values: readonly number[];
  readonly box: Box | null;
}

/** Box plot after Tukey: quartiles, and whiskers to the furthest values within 1.5 interquartile ranges of the box. */
export interface Box {
  readonly whiskerLow: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly whiskerHigh: number;
}

export interface FinalistsView {
  readonly rows: readonly Finalist[];
  /** One axis for all their values. */
  readonly axis: ValueAxis;
  /** `q3`, as it is shown. */
  readonly criterionName: string;
}

const MOST_FINALISTS = 8;
const MEAN = parseCriterion('mean');
const SPREAD = parseCriterion('iqr');

/** The first of `standings` that have trials at all. */
export function viewFinalists(
  input: ReportInput,
  standings: readonly ShownStanding[],
  chosen: string | null,
): FinalistsView {
  const last = standings.slice(0, MOST_FINALISTS).filter(({ losses }) => losses.length > 0);
  return {
    rows: last.map((standing, index) => describeFinalist(input, standing, index + 1, standing.id === chosen)),
    axis: fitAxis(
      last.flatMap(({ losses }) => losses),
      input.direction,
    ),
    criterionName: showCriterion(input.criterion, input.direction).name,
  };
}

function describeFinalist(input: ReportInput, standing: ShownStanding, rank: number, isChoice: boolean): Finalist {
  const { direction } = input;
  const { id, label, losses, eliminatedAt, outcomes } = standing;
  const shown = showCriterion(input.criterion, direction);
  const figure = (criterion: Criterion): number | null => {
    const value = evaluateCriterion(criterion, losses);
    return value === null ? null : showCriterion(criterion, direction).show(value);
  };
  const values = losses.map((loss) => showLoss(loss, direction));
  return {
    rank,
    id,
    label,
    isChoice,
    eliminatedAt,
    trials: losses.length,
    criterion: figure(input.criterion),
    interval: showInterval(standingInterval(input, standing), shown),
    mean: figure(MEAN),
    spread: figure(SPREAD),
    diverged: outcomes.filter(({ status }) => status === 'diverged').length,
    failed: outcomes.filter(isFailure).length,
    values,
    box: boxOf(losses, direction),
  };
}

/** Null for fewer than five values: a box would say more than they do. */
export function boxOf(losses: readonly number[], direction: Direction): Box | null {
  if (losses.length < 5) return null;
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((share) => quantile(losses, share)) as [number, number, number];
  const reach = Number.isFinite(q3) ? 1.5 * (q3 - q1) : Number.POSITIVE_INFINITY;
  const inside = losses.filter((loss) => loss >= q1 - reach && loss <= q3 + reach);
  const marks = [Math.min(...inside), q1, median, q3, Math.max(...inside)].map((loss) => showLoss(loss, direction));
  const [whiskerLow, low, middle, high, whiskerHigh] = (direction === 'minimize' ? marks : marks.reverse()) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { whiskerLow, q1: low, median: middle, q3: high, whiskerHigh };
}
