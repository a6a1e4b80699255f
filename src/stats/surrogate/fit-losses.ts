/** @file What settings say of the mean loss and of the noise, held against first trials. */
import { quantile } from '../quantile.js';
import { calibrate } from './calibrate.js';
import type { Predicted } from './gaussian-process.js';
import type { KnownValues } from './known-values.js';
import { mixOf, processModel, treesModel } from './models.js';
import { noiseCurve, noiseEvidence } from './noise-level.js';
import type { SettingPlaces } from './places.js';
import { roughProcess } from './rough-process.js';
import { drawIn } from './values.js';

/** Tried candidates up to which the process is exact: its time grows with their number cubed. */
export const MOST_EXACT = 700;
/** A candidate's own part has at least so many standard deviations of one trial, whatever was seen. */
const LEAST_OWN = 0.3;
/** Share of the variance of values that is noise, where no candidate has told. */
const UNTOLD_NOISE = 0.25;
/** The same of a trainer whose trials are all alike. */
const LEAST_NOISE = 1e-6;
/** Levels of the best: the noise there is the one that matters. */
const TOP = 0.25;

/** Mean, its variance, and the variance of one trial, by row. */
export interface LossPrediction extends Predicted {
  readonly noises: Float64Array;
}

export interface FittedLosses {
  readonly kind: 'process' | 'trees';
  readonly leftOut: LossPrediction;
  predict(places: SettingPlaces): LossPrediction;
}

/**
 * @param losses  by row, at least one each, in the order of trials
 * @param panel   by row: 1 where the candidate was drawn at random
 */
export function fitLosses(
  places: SettingPlaces,
  losses: readonly ArrayLike<number>[],
  panel: ArrayLike<number>,
  ...names: readonly (string | number)[]
): FittedLosses {
  const { values, firsts } = drawIn(losses);
  const evidence = noiseEvidence(losses, panel);
  const spread = spreadOf(values);
  const pooled = Math.max(LEAST_NOISE * spread, evidence.pooled ?? UNTOLD_NOISE * spread);
  const trials = Float64Array.from(losses, ({ length }) => length);
  const leastOwn = (noise: number): number => LEAST_OWN ** 2 * noise;
  const alike: KnownValues = { places, values, trials, noises: new Float64Array(places.rows).fill(pooled) };
  const rough = roughProcess(alike, leastOwn(pooled), ...names);
  const noiseAt = noiseCurve(rough.levels, evidence, pooled);
  const known: KnownValues = { ...alike, noises: rough.levels.map(noiseAt) };
  const trees = treesModel(known, noiseAt(quantile(rough.levels, TOP)), ...names);
  const isExact = places.rows <= MOST_EXACT;
  const model = isExact ? mixOf(processModel(known, rough), trees, known) : trees;
  const { shift, factor } = calibrate(model.leftOut.means, model.leftOut.variances, firsts, known.noises);
  const corrected = ({ means, variances }: Predicted): LossPrediction => {
    const shifted = means.map((level) => level + shift(level));
    const noises = shifted.map(noiseAt);
    return {
      means: shifted,
      variances: variances.map((variance, row) =>
        Math.max(leastOwn(noises[row] as number), factor(means[row] as number) * variance),
      ),
      noises,
    };
  };
  const kind = isExact ? 'process' : 'trees';
  return { kind, leftOut: corrected(model.leftOut), predict: (others) => corrected(model.predict(others)) };
}

/** Variance of the values; of one unit where they are all alike. */
function spreadOf(values: Float64Array): number {
  const center = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / values.length || 1;
}
