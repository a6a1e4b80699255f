/**
 * @file The tolerance of an adaptive race: fixed once, in units of the loss, at the first look that has a leader, and the same at
 * every look from then on.
 */
import { median } from '../../../../stats/index.js';
import type { Estimates } from './estimates.js';
import { evidenceIn, type LossEvidence } from './evidence.js';
import { taughtRows, taughtSquares } from './fit.js';
import { leaderError } from './judge.js';
import { LOSSES } from './loss-scale.js';
import type { Tolerance } from './rules.js';
import type { AdaptiveState, FixedTolerance } from './state.js';
import type { Thresholds } from './thresholds.js';

export const NO_TOLERANCE: FixedTolerance = { value: 0, refused: false };

/** Degrees of freedom that the candidates together have whose spread is taken: at least so many, and half of all. */
const LEAST_DEGREES = 20;
/** No candidate counts for more than so many times the median deviation: one that collapses would be all of the mean. */
const MOST_OVER_MEDIAN = 3;

/**
 * The tolerance by all outcomes that are applied. A share is one of the leader's criterion. Of one retraining's standard deviation it
 * is by how much the best of the field vary so far. Undefined while there is nothing to fix it by: no candidate has varied yet, or
 * the leader's criterion has no upper end.
 */
export function fixTolerance(
  tolerance: Tolerance,
  { evidence, estimates, inPanel, unit }: Pick<AdaptiveState, 'evidence' | 'estimates' | 'inPanel' | 'unit'>,
  leader: number,
): FixedTolerance | undefined {
  if (tolerance.kind === 'absolute') return { value: tolerance.value, refused: false };
  if (tolerance.kind === 'retraining') {
    const deviation = typicalDeviation(evidenceIn(unit, evidence), inPanel, estimates) / unit;
    return deviation > 0 ? { value: tolerance.share * deviation, refused: false } : undefined;
  }
  const criterion = estimates.scale.from(estimates.centers[leader] as number) / unit;
  if (criterion === Number.POSITIVE_INFINITY) return undefined;
  return shareOf(criterion, tolerance.share);
}

/** Of a criterion: refused where that is not above 0. */
export function shareOf(criterion: number, share: number): FixedTolerance {
  const refused = !(criterion > 0);
  return { value: refused ? 0 : share * criterion, refused };
}

/**
 * The standard deviation of one retraining, of losses as they are, what a replicate does to all included: the mean over the candidates
 * with the lowest centers, as many as it takes, by the trials that teach the scale. How the others vary says little of those that are to
 * be told apart, where losses spread with their size or poor candidates collapse; and that of few alone is mostly luck.
 */
export function typicalDeviation(
  evidence: LossEvidence,
  inPanel: Uint8Array,
  estimates: Pick<Estimates, 'centers'>,
): number {
  const rows = Array.from(taughtRows(evidence, inPanel), (candidate) => {
    const { finite, squares } = taughtSquares(evidence, inPanel, candidate, (loss) => loss);
    const degrees = finite - 1;
    const deviation = Math.sqrt(Math.max(0, squares) / degrees) / deviationBias(degrees);
    return { center: estimates.centers[candidate] as number, degrees, deviation };
  });
  const asked = lowestOf(rows);
  if (asked.length === 0) return 0;
  const usual = median(Float64Array.from(asked, ({ deviation }) => deviation));
  const most = usual > 0 ? MOST_OVER_MEDIAN * usual : Number.POSITIVE_INFINITY;
  const total = asked.reduce((sum, { degrees, deviation }) => sum + degrees * Math.min(most, deviation), 0);
  return total / degreesOf(asked);
}

/** The rows with the lowest centers that have degrees enough together; all where they do not. */
function lowestOf(rows: readonly TaughtRow[]): readonly TaughtRow[] {
  const ordered = [...rows].sort((a, b) => a.center - b.center);
  const enough = Math.max(LEAST_DEGREES, degreesOf(rows) / 2);
  let degrees = 0;
  const last = ordered.findIndex((row) => {
    degrees += row.degrees;
    return degrees >= enough;
  });
  return last < 0 ? ordered : ordered.slice(0, last + 1);
}

interface TaughtRow {
  readonly center: number;
  readonly degrees: number;
  readonly deviation: number;
}

function degreesOf(rows: readonly TaughtRow[]): number {
  return rows.reduce((sum, { degrees }) => sum + degrees, 0);
}

/** Mean of the standard deviation of normal losses of scale 1 at so many degrees of freedom, a whole number. */
function deviationBias(degrees: number): number {
  let bias = Math.sqrt(2 / Math.PI);
  for (let before = 1; before < degrees; before++) bias = Math.sqrt(before / (before + 1)) / bias;
  return bias;
}

/** The tolerance at a look. */
export interface ToleranceAtLook extends FixedTolerance {
  /** The same on the scale of the estimates' centers. */
  readonly onScale: number;
}

/**
 * Takes a distance below the leader from units of the loss to the scale of the centers. By the upper bound of the leader: the lowest of
 * many estimates is too low, and a tolerance in units of the loss is a smaller share of the true criterion than of the estimated one.
 */
export function toleranceAt(
  fixed: FixedTolerance,
  { estimates, unit }: Pick<AdaptiveState, 'estimates' | 'unit'>,
  thresholds: Thresholds,
  leader: number,
): ToleranceAtLook {
  const { centers, scale } = estimates;
  const inUnit = fixed.value * unit;
  if (scale === LOSSES || inUnit === 0) return { ...fixed, onScale: inUnit };
  const highest = (centers[leader] as number) + thresholds.worst * leaderError(estimates, thresholds, leader);
  const loss = scale.from(highest);
  return { ...fixed, onScale: loss === Number.POSITIVE_INFINITY ? 0 : scale.down(loss, inUnit) };
}
