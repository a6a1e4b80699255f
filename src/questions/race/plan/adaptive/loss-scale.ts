/**
 * @file The scale on which an adaptive race compares losses by a quantile: as they are, by their logarithms or by their
 * reciprocals, whichever makes the spreads of candidates most alike. Where losses spread with their size, one scale that all
 * share says little of any candidate; a quantile is the same question on every scale that keeps the order.
 */
import type { RaceForm } from '../../../../stats/index.js';
import type { LossEvidence } from './evidence.js';
import { taughtRows, taughtSquares } from './fit.js';

type LossScaleName = 'losses' | 'logarithms' | 'reciprocals';

export interface LossScale {
  readonly name: LossScaleName;
  /** The exponent of Box and Cox: 1, 0, -1. */
  readonly power: number;
  /** Of a finite loss; increasing. */
  to(loss: number): number;
  /** Its inverse; Infinity for what no loss comes to. */
  from(value: number): number;
  /** The step of `by` on the scale from this loss, in units of the loss; Infinity where no loss is so far. */
  step(loss: number, by: number): number;
  /** From this loss down to so much less, on the scale; Infinity where that is no loss of it. */
  down(loss: number, by: number): number;
}

export const LOSSES: LossScale = {
  name: 'losses',
  power: 1,
  to: (loss) => loss,
  from: (value) => value,
  step: (_, by) => by,
  down: (_, by) => by,
};
export const LOGARITHMS: LossScale = {
  name: 'logarithms',
  power: 0,
  to: Math.log,
  from: Math.exp,
  step: (loss, by) => loss * Math.expm1(by),
  down: (loss, by) => (by < loss ? -Math.log1p(-by / loss) : Number.POSITIVE_INFINITY),
};
export const RECIPROCALS: LossScale = {
  name: 'reciprocals',
  power: -1,
  to: (loss) => -1 / loss,
  from: (value) => (value < 0 ? -1 / value : Number.POSITIVE_INFINITY),
  step: (loss, by) => (by * loss < 1 ? (loss * by * loss) / (1 - by * loss) : Number.POSITIVE_INFINITY),
  down: (loss, by) => (by < loss ? by / loss / (loss - by) : Number.POSITIVE_INFINITY),
};

/**
 * Log likelihood that another scale must gain before losses are not taken as they are. It is asked once, by few trials: where losses
 * do spread with their size, a larger one would often leave them as they are.
 */
const LEAST_GAIN = 1;
/** Beyond it reciprocals have no squares. */
const LARGEST = 1e100;

/**
 * The scale on which losses about their candidate's mean are most alike and most nearly normal, by the likelihood of Box and
 * Cox (1964, doi 10.1111/j.2517-6161.1964.tb00553.x) with degrees of freedom in place of counts; from the same trials that
 * teach the scale. Losses as they are unless the gain is clear, where a loss is not above 0, and for criteria that are not
 * quantiles: those are another question on another scale.
 */
export function chooseScale(evidence: LossEvidence, inPanel: Uint8Array, form: RaceForm): LossScale {
  if (!keepsOnScales(form) || !hasScale(evidence, LOGARITHMS)) return LOSSES;
  const rows = taughtRows(evidence, inPanel);
  let best = LOSSES;
  let most = scaleLikelihood(LOSSES, evidence, inPanel, rows) + LEAST_GAIN;
  for (const scale of [LOGARITHMS, RECIPROCALS]) {
    const found = scaleLikelihood(scale, evidence, inPanel, rows);
    if (found > most) [best, most] = [scale, found];
  }
  return best;
}

/** Whether a criterion asks the same on every scale that keeps the order. */
export function keepsOnScales(form: RaceForm): boolean {
  return form.as === 'location' && form.keepsOnScales === true;
}

/** Finite losses on the scale; the evidence itself where they stay as they are. */
export function evidenceOn(scale: LossScale, evidence: LossEvidence): LossEvidence {
  if (scale === LOSSES) return evidence;
  return { ...evidence, losses: evidence.losses.map((loss) => (Number.isFinite(loss) ? scale.to(loss) : loss)) };
}

/** Whether every finite loss has a place on the scale. */
export function hasScale({ losses }: Pick<LossEvidence, 'losses'>, scale: LossScale): boolean {
  if (scale === LOSSES) return true;
  return losses.every((loss) => !Number.isFinite(loss) || (loss > 1 / LARGEST && loss < LARGEST));
}

/** Log likelihood of these rows on the scale, up to a constant; -Infinity where nothing varies. */
export function scaleLikelihood(
  { power, to }: LossScale,
  evidence: LossEvidence,
  inPanel: Uint8Array,
  rows: Int32Array,
): number {
  let squares = 0;
  let degrees = 0;
  let jacobian = 0;
  for (const candidate of rows) {
    let logarithms = 0;
    const { finite, squares: own } = taughtSquares(evidence, inPanel, candidate, (loss) => {
      logarithms += Math.log(loss);
      return to(loss);
    });
    squares += Math.max(0, own);
    degrees += finite - 1;
    jacobian += ((finite - 1) / finite) * logarithms;
  }
  if (!(squares > 0)) return Number.NEGATIVE_INFINITY;
  // The reciprocal's own factor |power| of the derivative is 1.
  return -0.5 * degrees * Math.log(squares / degrees) + (power - 1) * jacobian;
}
