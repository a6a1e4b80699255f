/**
 * @file Where candidates stand by their settings and their own trials together, and which may still be better than the leader. A
 * candidate may defy its settings: then its own trials alone say what it is.
 */
import { normalOfStudent, normalUpperTail } from '../distributions.js';
import { LEVEL_DEGREES } from './noise-level.js';

/** Of the losses that are compared, by row of the prediction; collapses left out. */
export interface OwnTrials {
  /** 0 = untried. */
  readonly n: ArrayLike<number>;
  readonly means: ArrayLike<number>;
  /** Sum of squared deviations from the own mean. */
  readonly squares: ArrayLike<number>;
  /** Trials that collapsed. */
  readonly collapses: ArrayLike<number>;
}

/** How a criterion follows from mean, standard deviation and collapse rate. */
interface CriterionParts {
  /** Standard deviations above the mean at which it lies; Infinity where it is among the collapses. */
  offset(collapseRate: number): number;
  /** Mean loss of a collapse where collapses count by their size, as in a mean; absent for quantiles. */
  readonly collapsed?: number;
}

/** By row, of the criterion; lower is better. */
export interface Standings {
  /** By settings and own trials. */
  readonly centers: Float64Array;
  readonly variances: Float64Array;
  /** By own trials alone; an untried one has an infinite variance. */
  readonly ownCenters: Float64Array;
  readonly ownVariances: Float64Array;
  /** Variance of one trial: the level's and the own together. */
  readonly noises: Float64Array;
  /** Chance that the candidate defies its settings; 0 while it is untried. */
  readonly defiers: Float64Array;
  /** Degrees of freedom of the variances, by settings and own trials together and by own trials alone; absent where they are taken for known. */
  readonly degrees?: { readonly all: ArrayLike<number>; readonly own: ArrayLike<number> };
}

/** What a defier may be lies evenly in so many standard deviations of its own mean. */
const DEFIER_RANGE = 6;

/** Chance, before any trial, that a candidate defies its settings: about three in a field, in bounds. */
export function defierChanceOf(candidates: number): number {
  return Math.min(0.05, Math.max(0.002, 3 / candidates));
}

/**
 * @param defierChance  before any trial, in [0, 1); 0 trusts the settings
 * Infinite variances of a prediction say nothing of a candidate: its own trials decide.
 */
export function standingsOf(
  prediction: SurrogatePrediction,
  own: OwnTrials,
  criterion: CriterionParts,
  defierChance: number,
): Standings {
  const rows = prediction.means.length;
  const make = (): Float64Array => new Float64Array(rows);
  const centers = make();
  const variances = make();
  const ownCenters = make();
  const ownVariances = make();
  const noises = make();
  const defiers = make();
  for (let row = 0; row < rows; row++) {
    const n = own.n[row] as number;
    const level = prediction.noises[row] as number;
    const mean = prediction.means[row] as number;
    const spread = prediction.variances[row] as number;
    const { noise, degrees } = moderated(level, own, row);
    noises[row] = noise;
    const onCriterion = criterionAt(prediction, own, criterion, row, Math.sqrt(noise));
    const byNoise = (onCriterion.offset ** 2 * noise) / (2 * degrees);
    const precision = 1 / spread + n / noise;
    const center = n === 0 ? mean : blend(mean, 1 / spread, own.means[row] as number, n / noise);
    centers[row] = onCriterion.from(center);
    variances[row] = onCriterion.share ** 2 / precision + byNoise;
    ownCenters[row] = onCriterion.from(n === 0 ? center : (own.means[row] as number));
    ownVariances[row] = n === 0 ? Number.POSITIVE_INFINITY : (onCriterion.share ** 2 * noise) / n + byNoise;
    if (n > 0) defiers[row] = defierAt((own.means[row] as number) - mean, spread, noise / n, defierChance);
  }
  return { centers, variances, ownCenters, ownVariances, noises, defiers };
}

/** Degrees of freedom by which the variance of one trial is known: the level's and the candidate's own. */
export function noiseDegrees({ n }: Pick<OwnTrials, 'n'>, row: number): number {
  return LEVEL_DEGREES + Math.max(0, (n[row] as number) - 1);
}

/** Variance of one trial: the level's with the candidate's own, and the degrees of freedom of both. */
export function moderated(
  level: number,
  { n, squares }: Pick<OwnTrials, 'n' | 'squares'>,
  row: number,
): { readonly noise: number; readonly degrees: number } {
  const degrees = noiseDegrees({ n }, row);
  const own = degrees > LEVEL_DEGREES ? (squares[row] as number) : 0;
  return { degrees, noise: (LEVEL_DEGREES * level + own) / degrees };
}

function blend(a: number, weightA: number, b: number, weightB: number): number {
  return (weightA * a + weightB * b) / (weightA + weightB);
}

/** From a mean of losses that did not collapse to the criterion. */
interface OnCriterion {
  readonly offset: number;
  /** What the mean counts for in it. */
  readonly share: number;
  from(mean: number): number;
}

function criterionAt(
  { collapseRates, collapseTrials }: SurrogatePrediction,
  { n, collapses }: OwnTrials,
  criterion: CriterionParts,
  row: number,
  deviation: number,
): OnCriterion {
  const collapsed = collapses[row] as number;
  const worth = collapseTrials[row] as number;
  const rate = ((collapseRates[row] as number) * worth + collapsed) / (worth + collapsed + (n[row] as number));
  const offset = criterion.offset(rate);
  const above = offset === 0 ? 0 : offset * deviation;
  const share = criterion.collapsed === undefined ? 1 : 1 - rate;
  const byCollapses = criterion.collapsed === undefined ? 0 : rate * criterion.collapsed;
  return {
    offset: Number.isFinite(offset) ? offset : 0,
    share,
    from: (mean) => share * (mean + above) + byCollapses,
  };
}

/** The chance of a defier by how far its own mean is from what its settings predict. */
function defierAt(difference: number, spread: number, ownVariance: number, chance: number): number {
  if (chance === 0) return 0;
  const variance = spread + ownVariance;
  const density = Math.exp(-(difference ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
  const flat = chance / (DEFIER_RANGE * Math.sqrt(ownVariance));
  return flat / (flat + (1 - chance) * density);
}

/**
 * By row: the chance of being better than the leader by more than the tolerance; 0 for the leader and for candidates whose criterion
 * is infinite. Where variances have degrees of freedom, those of a difference are as of Satterthwaite (1946, doi 10.2307/3002019).
 */
export function chancesAhead(standings: Standings, leader: number, tolerance: number): Float64Array {
  const { centers, variances, ownCenters, ownVariances, defiers, degrees } = standings;
  const bar = (centers[leader] as number) - tolerance;
  const around = variances[leader] as number;
  const uncertain = degrees === undefined ? 0 : around ** 2 / (degrees.all[leader] as number);
  const below = (center: number, variance: number, known = Number.POSITIVE_INFINITY): number => {
    if (center === Number.POSITIVE_INFINITY) return 0;
    const deviate = (center - bar) / Math.sqrt(variance + around);
    if (degrees === undefined) return normalUpperTail(deviate);
    return normalUpperTail(normalOfStudent(deviate, (variance + around) ** 2 / (variance ** 2 / known + uncertain)));
  };
  return centers.map((center, row) => {
    if (row === leader) return 0;
    const bySettings = below(center, variances[row] as number, degrees?.all[row]);
    const w = defiers[row] as number;
    if (w === 0) return bySettings;
    const alone = below(ownCenters[row] as number, ownVariances[row] as number, degrees?.own[row]);
    return (1 - w) * bySettings + w * alone;
  });
}

export interface SurrogatePrediction {
  /** Mean loss of a trial that does not collapse. */
  readonly means: Float64Array;
  /** How far the candidate's own mean may be from that. */
  readonly variances: Float64Array;
  /** Variance of one trial at this level. */
  readonly noises: Float64Array;
  /** Expected share of trials that collapse. */
  readonly collapseRates: Float64Array;
  /** Trials that this expectation is worth: its beta distribution has parameters rate x trials and (1 - rate) x trials. */
  readonly collapseTrials: Float64Array;
}
