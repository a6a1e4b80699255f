/**
 * @file Makes a criterion of the little that is written of it. What can be computed from its function and its weights is computed, so that
 * no file says of its criterion what that does not do: how it moves with the losses, what it bears, how the error of a difference is had.
 */
import { requireCount, standardDeviation } from '../moments.js';
import { sorted } from '../quantile.js';
import {
  type CriterionFamily,
  type CriterionKind,
  type DivergingForm,
  familyByShare,
  familyOf,
  type KnownCriterion,
  NOT_CALIBRATED,
  type PivotForm,
  type RaceForm,
  type Statistic,
} from './criterion.js';

/** What is written of a criterion. */
export type WrittenCriterion = Pick<KnownCriterion, 'name' | 'words'> &
  Pick<Statistic, 'ofLaw'> & {
    /** Its name when it is told about scores; absent where that is its own. */
    readonly scoreName?: string;
    /** Like that of no other; absent where it is made of the name. */
    readonly id?: string;
    /** How intervals from few losses are made; absent where none are calibrated. */
    readonly pivot?: PivotForm;
  } & (Weighted | Measured);

interface Weighted {
  readonly weights: (n: number) => Float64Array;
  /** Where it is more than the sum of the ordered losses by their weights. */
  evaluate?(losses: ArrayLike<number>): number;
}

interface Measured {
  readonly weights?: undefined;
  evaluate(losses: ArrayLike<number>): number;
  readonly pivot: PivotForm & Required<Pick<PivotForm, 'measure'>>;
}

/** The family of one that is written. */
export function named(written: WrittenCriterion): CriterionFamily {
  return familyOf(known(written));
}

/** Criteria with a share behind their name, such as `es0.1`; `contains` says which shares there are. */
export function withShare(
  prefix: string,
  example: string,
  contains: (share: number) => boolean,
  write: (share: number) => WrittenCriterion,
): CriterionFamily {
  return familyByShare(prefix, example, contains, (share) => known(write(share)));
}

/** Losses without ties or symmetry, by which a function shows what it is. */
const PROBE = Float64Array.from({ length: 40 }, (_, index) => Math.exp(index / 13) - 2);
/** Losses whose weights show which ranks count. */
const MANY = 4001;

/**
 * @example known({ name: 'midrange', weights, ofLaw, words }).kind // 'location'
 */
export function known(written: WrittenCriterion): KnownCriterion {
  const { name, scoreName = name, id = JSON.stringify({ of: name }), words, weights, ofLaw } = written;
  const evaluate = written.evaluate ?? ((losses) => weightedSum(losses, written.weights as Weighted['weights']));
  const minimumTrials = PROBE.findIndex((_, index) => hasValue(evaluate, PROBE.subarray(0, index + 1))) + 1;
  const value = evaluate(PROBE);
  const moved = evaluate(PROBE.map((loss) => 3 * loss + 5));
  const as = isNear(moved, 3 * value) ? 'spread' : isNear(moved, 3 * value + 5) ? 'location' : 'none';
  const isSymmetric = as === 'location' && isNear(evaluate(PROBE.map((loss) => -loss)), -value);
  const kind: CriterionKind = as === 'spread' ? as : isSymmetric ? 'location' : 'tail';
  const isMean = isSymmetric && weights?.(40).every((weight) => isNear(40 * weight, 1)) === true;
  const many = weights?.(MANY);
  const bears = many === undefined ? 0 : (MANY - 1 - many.findLastIndex((weight) => weight !== 0)) / (MANY - 1);
  const divergence = bears > 0 && hasValue(evaluate, PROBE.with(0, Infinity)) ? 'share' : 'infinite';
  const facts = {
    id,
    row: name,
    ofLaw,
    isBounded: as === 'location' && many?.every((weight) => weight >= 0) === true,
    bears,
    race: ((): RaceForm => {
      if (as === 'none') return { as, why: `The ${name} does not move and stretch with the losses`, instead: 'q3' };
      if (as === 'spread') return { as, ...(isNear(value, standardDeviation(PROBE)) ? { isDeviation: true } : {}) };
      return {
        as,
        ...(isSymmetric ? { normal: 0 } : {}),
        ...(isMean ? { isMean } : {}),
        ...(divergence === 'share' && weights !== undefined ? { diverging: divergingOf(weights, bears) } : {}),
      };
    })(),
  };
  const { pivot = { calibrated: () => NOT_CALIBRATED, scale: 'error' as const } } = written;
  const statistic: Statistic =
    written.weights === undefined
      ? { ...facts, error: 'intervals', pivot: written.pivot }
      : {
          ...facts,
          error: isMean ? 'student' : pivot.scale === 'mixed' ? 'intervals' : 'resampling',
          pivot,
          weights: written.weights,
        };
  return { name, kind, minimumTrials, evaluate, divergence, scoreName, statistic, words };
}

function isNear(value: number, other: number): boolean {
  return Math.abs(value - other) <= 1e-9 * Math.max(1, Math.abs(other));
}

/** True where it has a finite value; too few losses are a RangeError. */
function hasValue(evaluate: (losses: ArrayLike<number>) => number, losses: Float64Array): boolean {
  try {
    return Number.isFinite(evaluate(losses));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Infinite where a loss that counts is. */
function weightedSum(losses: ArrayLike<number>, weightsOf: (n: number) => Float64Array): number {
  requireCount(losses, 1, 'weighted sum of losses');
  const ordered = sorted(losses);
  const weights = weightsOf(ordered.length);
  let total = 0;
  for (const [rank, weight] of weights.entries()) {
    if (weight === 0) continue;
    if (ordered[rank] === Infinity) return Infinity;
    total += weight * (ordered[rank] as number);
  }
  return total;
}

/** Quantiles that stand for a law. */
const POINTS = 401;

/** From the weights of many quantiles, and their difference by the share that diverges. */
function divergingOf(weightsOf: (n: number) => Float64Array, bears: number): DivergingForm {
  const counted = [...weightsOf(POINTS).entries()].flatMap(([rank, weight]) => {
    const probability = Math.min(1 - 0.5 / POINTS, Math.max(0.5 / POINTS, rank / (POINTS - 1)));
    return weight === 0 ? [] : [{ probability, weight }];
  });
  const step = Math.min(0.01, bears / 10);
  return {
    bears,
    among: (quantileOf, diverged) => {
      const at = (share: number) =>
        counted.reduce((so, { probability, weight }) => so + weight * quantileOf(probability / (1 - share)), 0);
      const [below, above] = [Math.max(0, diverged - step), diverged + step];
      return { value: at(diverged), slope: (at(above) - at(below)) / (above - below) };
    },
  };
}
