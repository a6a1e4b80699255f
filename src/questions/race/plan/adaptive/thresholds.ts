/**
 * @file Computes how large a difference may be by chance at one look: Dunnett-like thresholds for the best candidate against all
 * its rivals. Only pairs with the best candidate can hurt, and its own error is one error that all of them share, so the
 * threshold is a quantile of that error plus the worst of the rivals' errors (compare Dunnett 1955,
 * doi 10.1080/01621459.1955.10501294).
 */
import { normalQuantile, normalUpperTail, studentTwoSidedQuantile } from '../../../../stats/index.js';

export interface Thresholds {
  /** The level left to one look: delta over the looks that count. */
  readonly level: number;
  /** Upper quantiles of the normal: at the level for one error, at the level over all rivals for the worst of theirs. */
  readonly own: number;
  readonly worst: number;
  /**
   * The least t with E min(1, (K - 1) P(v V > t - u Z)) <= level for standard normal Z and V: u is the standard error of
   * the candidate that may be the best, v that of its rival. Homogeneous in (u, v).
   */
  threshold(u: number, v: number): number;
  /** What Student's t asks over the normal at `degrees` of freedom, for an own error and for the worst one. */
  inflateOwn(degrees: number): number;
  inflateWorst(degrees: number): number;
}

const ANGLES = 64;
const LEAST_DEGREES = 0.5;
const MOST_DEGREES = 1000;
const DEGREE_STEPS = 40;

/** Thresholds for so many candidates (at least 2) when the error probability `delta` is shared by `looks` looks. */
export function createThresholds(candidates: number, delta: number, looks: number): Thresholds {
  const rivals = candidates - 1;
  const level = delta / looks;
  const own = -normalQuantile(level);
  const worst = -normalQuantile(level / rivals);
  const byAngle = new Float64Array(ANGLES + 1);
  byAngle[0] = own;
  byAngle[ANGLES] = worst;
  for (let index = 1; index < ANGLES; index++) {
    const angle = (index / ANGLES) * (Math.PI / 2);
    byAngle[index] = thresholdNear(byAngle[index - 1] as number, Math.cos(angle), Math.sin(angle), rivals, level);
  }
  const ownInflation = tabulateInflation(level, own);
  const worstInflation = tabulateInflation(level / rivals, worst);
  return {
    level,
    own,
    worst,
    threshold: (u, v) => {
      if (u === 0) return v * worst;
      const place = Math.atan2(v, u) * (ANGLES / (Math.PI / 2));
      const below = Math.min(ANGLES - 1, Math.floor(place));
      const low = byAngle[below] as number;
      return Math.sqrt(u * u + v * v) * (low + (place - below) * ((byAngle[below + 1] as number) - low));
    },
    inflateOwn: (degrees) => inflationAt(ownInflation, degrees),
    inflateWorst: (degrees) => inflationAt(worstInflation, degrees),
  };
}

/** The threshold itself, by secants on the log of the expectation, which is almost a parabola in t. */
function thresholdNear(start: number, u: number, v: number, rivals: number, level: number): number {
  const excess = (t: number) => Math.log(expectedMisses(t, u, v, rivals) / level);
  let before = start;
  let excessBefore = excess(before);
  let t = start * 1.01;
  for (let step = 0; step < 30; step++) {
    const excessNow = excess(t);
    if (excessNow === excessBefore) break;
    const change = (excessNow * (t - before)) / (excessBefore - excessNow);
    before = t;
    excessBefore = excessNow;
    t += change;
    if (Math.abs(change) < 1e-7 * t) break;
  }
  return t;
}

/** E min(1, rivals * P(V > (t - u Z) / v)): beyond the kink the minimum is 1; below it Simpson's rule on a smooth bump. */
function expectedMisses(t: number, u: number, v: number, rivals: number): number {
  // With one rival the tail only comes close to 1.
  const kink = Math.min(9, (t + v * (rivals === 1 ? 6 : normalQuantile(1 / rivals))) / u);
  // V itself runs over a few units, which are v / u units of Z.
  const least = Math.max(-9, kink - (12 * v) / u);
  const steps = 120;
  const width = (kink - least) / steps;
  let total = 0;
  for (let index = 0; index <= steps; index++) {
    const z = least + index * width;
    const weight = index === 0 || index === steps ? 1 : index % 2 === 1 ? 4 : 2;
    total += weight * Math.exp(-0.5 * z * z) * normalUpperTail((t - u * z) / v);
  }
  const below = (rivals * total * width) / 3 / Math.sqrt(2 * Math.PI);
  return below + normalUpperTail(kink);
}

/** Degrees of freedom at the steps of the tables, evenly on the log scale. */
const TABULATED = Float64Array.from(
  { length: DEGREE_STEPS + 1 },
  (_, step) => LEAST_DEGREES * (MOST_DEGREES / LEAST_DEGREES) ** (step / DEGREE_STEPS),
);

function tabulateInflation(probability: number, normal: number): Float64Array {
  return TABULATED.map((degrees) => Math.log(studentTwoSidedQuantile(2 * probability, degrees) / normal));
}

/** The log of the inflation is almost a straight line in the inverse degrees of freedom, few or many. */
function inflationAt(table: Float64Array, degrees: number): number {
  if (degrees >= MOST_DEGREES) return 1;
  const known = Math.max(degrees, LEAST_DEGREES);
  const place = (Math.log(known / LEAST_DEGREES) / Math.log(MOST_DEGREES / LEAST_DEGREES)) * DEGREE_STEPS;
  const below = Math.min(DEGREE_STEPS - 1, Math.floor(place));
  const low = table[below] as number;
  const fewer = TABULATED[below] as number;
  const weight = (1 / fewer - 1 / known) / (1 / fewer - 1 / (TABULATED[below + 1] as number));
  return Math.exp(low + weight * ((table[below + 1] as number) - low));
}
