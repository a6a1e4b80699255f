/**
 * @file One electromagnetic shower as a few rings of energy along its axis. Parametrisation of Grindhammer and Peters 1993
 * (arXiv:hep-ex/0001020), section 3, homogeneous media; tau is depth over the mean depth of the shower.
 */
import type { Random } from '../../../core/index.js';

/** A part of a shower at one depth. The radial density of each of its terms is 2 r R^2 / (r^2 + R^2)^2. */
interface ShowerSlice {
  /** Share of the shower's energy; the shares of all slices add up to 1. */
  readonly weight: number;
  /** Distance from the start of the shower along its axis, in radiation lengths. */
  readonly depth: number;
  /** Share of the slice's energy in the core, 0 ... 1; the rest is the tail. */
  readonly coreShare: number;
  /** In Moliere radii. */
  readonly coreRadius: number;
  readonly tailRadius: number;
}

/** Three-point Gauss-Hermite rule for a standard normal variable: exact for polynomials of degree five. */
const NODES = [
  { z: -Math.sqrt(3), weight: 1 / 6 },
  { z: 0, weight: 2 / 3 },
  { z: Math.sqrt(3), weight: 1 / 6 },
] as const;

/** Below this the fits of the spreads of ln T and ln alpha have no meaning (they change sign), so showers stay as there. */
const LEAST_ENERGY = 0.5;

/**
 * A shower of `energy` GeV, drawn with its correlated fluctuations of ln T and ln alpha. Its longitudinal profile, a
 * gamma density, is represented by three slices: the cube root of a gamma variable is nearly normal (Wilson and Hilferty
 * 1931, doi 10.1073/pnas.17.12.684), which turns the nodes of a normal rule into depths.
 */
export function drawShower(energy: number, random: Random): readonly ShowerSlice[] {
  const logEnergy = Math.log(Math.max(energy, LEAST_ENERGY));
  const logRatio = logEnergy - Math.log(CRITICAL_ENERGY);
  const meanMaximum = logRatio - 0.812;
  const meanAlpha = 0.81 + (0.458 + 2.26 / CHARGE) * logRatio;
  const correlation = 0.705 - 0.023 * logRatio;
  const first = random.normal();
  const second = random.normal();
  const same = Math.sqrt((1 + correlation) / 2) * first;
  const opposite = Math.sqrt((1 - correlation) / 2) * second;
  const maximum = meanMaximum * Math.exp((same + opposite) / (-1.4 + 1.26 * logRatio));
  // A gamma density with alpha <= 1 has no maximum, which the fluctuation of ln alpha reaches once in a great while.
  const alpha = Math.max(1.05, meanAlpha * Math.exp((same - opposite) / (-0.58 + 0.86 * logRatio)));
  const meanDepth = (maximum * alpha) / (alpha - 1);
  const radial = radialProfile(logEnergy);
  const shift = (meanAlpha * (alpha - 1)) / (alpha * (meanAlpha - 1));
  return NODES.map(({ z, weight }) => {
    const depth = meanDepth * Math.max(0, 1 - 1 / (9 * alpha) + z / (3 * Math.sqrt(alpha))) ** 3;
    return { weight, depth, ...radial((depth / maximum) * shift) };
  });
}

/** Radii and share of the core at tau, for showers of a given ln(E / GeV). */
function radialProfile(logEnergy: number) {
  const coreStart = 0.0251 + 0.00319 * logEnergy;
  const coreSlope = 0.1162 - 0.000381 * CHARGE;
  const tailScale = 0.659 - 0.00309 * CHARGE;
  const tailSlope = 0.3585 + 0.0421 * logEnergy;
  const sharePlace = 0.401 + 0.00187 * CHARGE;
  const shareScale = 2.632 - 0.00094 * CHARGE;
  const shareWidth = 1.313 - 0.0686 * logEnergy;
  return (tau: number) => {
    const exponent = (sharePlace - tau) / shareWidth;
    return {
      coreShare: shareScale * Math.exp(exponent - Math.exp(exponent)),
      coreRadius: coreStart + coreSlope * tau,
      tailRadius: tailScale * (Math.exp(-2.59 * (tau - 0.645)) + Math.exp(tailSlope * (tau - 0.645))),
    };
  };
}

/** Mean nuclear charge of PbWO4, weighted by mass (0.455 x 82 + 0.404 x 74 + 0.141 x 8). */
const CHARGE = 68.4;

/** E_c = 2.66 (X0 Z / A)^1.1 MeV with X0 = 7.39 g/cm2 and Z / A = 0.413; here in GeV. */
const CRITICAL_ENERGY = 0.001 * 2.66 * (7.39 * 0.413) ** 1.1;

/** X0 / R_M = E_c / E_s with the scale energy E_s = 21.2 MeV. */
export const RADIATION_LENGTH = CRITICAL_ENERGY / 0.0212;
