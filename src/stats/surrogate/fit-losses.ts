/** @file What settings say of the mean loss, poor ones drawn in, and of the noise, held against first trials. */
import { pearson } from '../association.js';
import { mean } from '../moments.js';
import { median, quantile } from '../quantile.js';
import type { KnownValues, Predicted } from './gaussian-process.js';
import { mixOf, processModel, smoothModel, treesModel, type ValueModel } from './models.js';
import { calibrate, type LevelCurve, type NoiseEvidence, noiseCurve, noiseEvidence } from './noise-level.js';
import { hasRange, type SettingPlaces } from './places.js';
import { type LearntKernel, type RoughProcess, roughProcess } from './rough-process.js';
import { type LearntSource, onTrend, type Trend, trendOf } from './trend.js';

/** Tried candidates up to which the process is exact: its time grows with their number cubed. */
const MOST_EXACT = 700;
/** A candidate's own part has at least so many standard deviations of one trial, whatever was seen. */
const LEAST_OWN = 0.3;
/** Share of the variance of values that is noise, where no candidate has told. */
const UNTOLD_NOISE = 0.25;
/** The same of a trainer whose trials are all alike. */
const LEAST_NOISE = 1e-6;
/** Sources have to make the error smaller by this share: less does not pay what they cost. */
const LEAST_GAIN = 0.15;
/** One more number that tells nothing gains so much, in shares of a row's error, in hardly one of a hundred cases. */
const IDLE_GAIN = 8;
/** Levels of the best: the noise there is the one that matters. */
const TOP = 0.25;

/** Mean, its variance, and the variance of one trial, by row. */
export interface LossPrediction extends Predicted {
  readonly noises: Float64Array;
}

interface FittedLosses {
  readonly kind: 'process' | 'trees';
  /** Without sources. */
  readonly learnt: LearntKernel;
  /** By source: losses for each unit of it; 0 where it is not used. */
  readonly weights: Float64Array;
  readonly leftOut: LossPrediction;
  predict(places: SettingPlaces): LossPrediction;
}

/**
 * @param losses   by row, at least one each, in the order of trials
 * @param panel    by row: 1 where the candidate was drawn at random
 * @param before   what the fit before learnt
 * @param sources  used as far as candidates are predicted better with them from all others
 */
export function fitLosses(
  places: SettingPlaces,
  losses: readonly ArrayLike<number>[],
  panel: ArrayLike<number>,
  sources: readonly LearntSource[],
  before: LearntKernel | undefined,
  ...names: readonly (string | number)[]
): FittedLosses {
  const { values, firsts } = drawIn(losses);
  const evidence = noiseEvidence(losses, panel);
  const spread = spreadOf(values);
  const pooled = Math.max(LEAST_NOISE * spread, evidence.pooled ?? UNTOLD_NOISE * spread);
  const leastOwn = (noise: number): number => LEAST_OWN ** 2 * noise;
  const trials = Float64Array.from(losses, ({ length }) => length);
  const alike: KnownValues = { places, values, trials, noises: new Float64Array(places.rows).fill(pooled) };
  const build = (trend?: Trend): Built =>
    buildModel({ alike, evidence, pooled, leastOwn: leastOwn(pooled), before }, names, trend);
  const { model, noises: known, noiseAt, trend, plain } = bestOf(build, alike, sources);
  const { shift, factor } = calibrate(model.leftOut.means, model.leftOut.variances, firsts, known);
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
  const weights = new Float64Array(sources.length);
  trend?.parts.forEach(({ index }, part) => {
    weights[index] = trend.weights[part] as number;
  });
  return {
    kind: isExact(places) || hasRange(places) ? 'process' : 'trees',
    weights,
    learnt: plain,
    leftOut: corrected(model.leftOut),
    predict: (others) => corrected(model.predict(others)),
  };
}

function isExact({ rows }: SettingPlaces): boolean {
  return rows <= MOST_EXACT;
}

/** A model, with the noise that it goes by. */
interface Built {
  readonly model: ValueModel;
  /** Variance of one trial, of the known rows and by level. */
  readonly noises: Float64Array;
  readonly noiseAt: LevelCurve;
  readonly trend: Trend | undefined;
  readonly learnt: LearntKernel;
}

interface Evidence {
  /** With one noise for all. */
  readonly alike: KnownValues;
  readonly evidence: NoiseEvidence;
  readonly pooled: number;
  readonly leastOwn: number;
  readonly before: LearntKernel | undefined;
}

function buildModel(
  { alike, evidence, pooled, leastOwn, before }: Evidence,
  names: readonly (string | number)[],
  trend: Trend | undefined,
): Built {
  const told = trend?.told.means;
  const open =
    told === undefined ? alike : { ...alike, values: alike.values.map((value, row) => value - at(told, row)) };
  const rough = roughProcess(open, leastOwn, trend === undefined ? before : undefined, ...names);
  const levels = told === undefined ? rough.levels : rough.levels.map((level, row) => level + at(told, row));
  const noiseAt = noiseCurve(levels, evidence, pooled);
  const known: KnownValues = { ...open, noises: levels.map(noiseAt) };
  const model = modelOf(known, rough, noiseAt(quantile(levels, TOP)), names);
  const { learnt } = rough;
  return { model: trend === undefined ? model : onTrend(model, trend), noises: known.noises, noiseAt, trend, learnt };
}

function modelOf(
  known: KnownValues,
  rough: RoughProcess,
  typicalNoise: number,
  names: readonly (string | number)[],
): ValueModel {
  if (hasRange(known.places)) return smoothModel(known, rough, MOST_EXACT);
  const trees = treesModel(known, typicalNoise, ...names);
  return isExact(known.places) ? mixOf(processModel(known, rough), trees, known) : trees;
}

function at(values: Float64Array, row: number): number {
  return values[row] as number;
}

/** The model without sources, or with those that it predicts better with; the one that goes best with the values is tried first. */
function bestOf(
  build: (trend?: Trend) => Built,
  { places, values, trials }: KnownValues,
  sources: readonly LearntSource[],
): Built & { readonly plain: LearntKernel } {
  const plain = build();
  const errorOf = ({ model: { leftOut } }: Built): number =>
    values.reduce((sum, value, row) => {
      const expected = at(plain.model.leftOut.variances, row) + at(plain.noises, row) / at(trials, row);
      return sum + (value - at(leftOut.means, row)) ** 2 / expected;
    }, 0);
  const parts = sources
    .map((source, index) => ({ index, source, told: source(places) }))
    .map((part) => ({ ...part, correlation: pearson(part.told.means, values) }))
    .sort((a, b) => b.correlation - a.correlation);
  let best = plain;
  for (const part of parts) {
    const trend = trendOf([...(best.trend?.parts ?? []), part], values);
    if (trend === undefined) continue;
    const built = build(trend);
    if (errorOf(built) * (1 + LEAST_GAIN + IDLE_GAIN / places.rows) < errorOf(best)) best = built;
  }
  return { ...best, plain: plain.learnt };
}

/** Variance of the values; of one unit where they are all alike. */
function spreadOf(values: Float64Array): number {
  const center = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / values.length || 1;
}

/** The poorer half is drawn in to so many times the distance of the best tenth from the median. */
const POORER = 1;
const BEST = 0.1;

/** What is above is as poor as any: settings are to tell the good ones apart, and how poor the poor are would drown that. */
interface DrawnIn {
  readonly most: number;
  readonly values: Float64Array;
  /** The losses of the first trials. */
  readonly firsts: Float64Array;
}

/** @param losses  by candidate, at least one of each */
export function drawIn(losses: readonly ArrayLike<number>[]): DrawnIn {
  const means = Float64Array.from(losses, mean);
  const middle = median(means);
  const distance = middle - quantile(means, BEST);
  const most = distance > 0 ? middle + POORER * distance : Number.POSITIVE_INFINITY;
  const under = (value: number): number => Math.min(most, value);
  return { most, values: means.map(under), firsts: Float64Array.from(losses, (row) => under(row[0] as number)) };
}
