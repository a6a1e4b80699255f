/**
 * @file One electromagnetic shower as a few rings of energy along its axis, and the grid of cells that they fall into. Parametrisation of Grindhammer and Peters 1993
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

/** Lines between rows or columns of cells: their distances from the centre of a density, and 1 / sqrt(distance^2 + R^2). */
interface Edges {
  readonly offsets: Float64Array;
  readonly inverses: Float64Array;
}

/** A square grid of cells, coordinates counted in cells from its middle. */
export class CellGrid {
  readonly size: number;
  readonly #corners: Float64Array;
  readonly #rows: Edges;
  readonly #columns: Edges;

  constructor(size: number) {
    this.size = size;
    this.#corners = new Float64Array((size + 1) ** 2);
    this.#rows = { offsets: new Float64Array(size + 1), inverses: new Float64Array(size + 1) };
    this.#columns = { offsets: new Float64Array(size + 1), inverses: new Float64Array(size + 1) };
  }

  /**
   * Adds to every cell its share, times `amount`, of the density R^2 / (pi (r^2 + R^2)^2) around (x, y), which is
   * 2 r R^2 / (r^2 + R^2)^2 over radii. With `reach`, cells further than that from the centre's cell along an axis get
   * nothing. The integral over a cell is the difference over its corners of
   * (u / a) atan(v / a) / 2 pi + (v / b) atan(u / b) / 2 pi, where a^2 = u^2 + R^2 and b^2 = v^2 + R^2 (its mixed second
   * derivative in u and v is that density).
   */
  add(cells: Float64Array, x: number, y: number, radius: number, amount: number, reach = this.size): void {
    const middle = (this.size - 1) / 2;
    const [left, right] = this.#range(Math.round(x + middle), reach);
    const [top, bottom] = this.#range(Math.round(y + middle), reach);
    if (left >= right || top >= bottom) return;
    const stride = this.size + 1;
    measureEdges(this.#rows, top, bottom, this.size / 2 + y, radius);
    measureEdges(this.#columns, left, right, this.size / 2 + x, radius);
    const corners = this.#corners;
    const scale = amount / (2 * Math.PI);
    for (let row = top; row <= bottom; row++) {
      const v = this.#rows.offsets[row] as number;
      const perB = this.#rows.inverses[row] as number;
      for (let column = left; column <= right; column++) {
        const u = this.#columns.offsets[column] as number;
        const perA = this.#columns.inverses[column] as number;
        corners[row * stride + column] = scale * (u * perA * arctangent(v * perA) + v * perB * arctangent(u * perB));
      }
    }
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const corner = row * stride + column;
        const cell = row * this.size + column;
        cells[cell] =
          (cells[cell] as number) +
          (corners[corner] as number) -
          (corners[corner + 1] as number) -
          (corners[corner + stride] as number) +
          (corners[corner + stride + 1] as number);
      }
    }
  }

  /** Corners around the cells within `reach` of cell number `centre`, those outside the grid left out. */
  #range(centre: number, reach: number): readonly [number, number] {
    return [Math.max(0, centre - reach), Math.min(this.size, centre + reach + 1)];
  }
}

function measureEdges({ offsets, inverses }: Edges, first: number, last: number, centre: number, radius: number): void {
  for (let edge = first; edge <= last; edge++) {
    const offset = edge - centre;
    offsets[edge] = offset;
    inverses[edge] = 1 / Math.sqrt(offset * offset + radius * radius);
  }
}

/**
 * To within 2e-8 (Abramowitz and Stegun 1964, 4.4.49), twice as fast as the exact one; deposits are kept in single
 * precision.
 */
function arctangent(value: number): number {
  const size = Math.abs(value);
  const x = size > 1 ? 1 / size : size;
  const q = x * x;
  const series =
    1 +
    q *
      (-0.3333314528 +
        q *
          (0.1999355085 +
            q *
              (-0.1420889944 +
                q * (0.1065626393 + q * (-0.07528964 + q * (0.0429096138 + q * (-0.0161657367 + q * 0.0028662257)))))));
  const angle = size > 1 ? Math.PI / 2 - x * series : x * series;
  return value < 0 ? -angle : angle;
}
