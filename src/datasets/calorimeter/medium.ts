/**
 * @file The medium in which showers develop: lead tungstate taken as homogeneous, one effective nucleus. Relations and
 * formulas of Grindhammer and Peters 1993 (arXiv:hep-ex/0001020), section 3; lengths in Moliere radii or radiation lengths.
 */

/** Mean nuclear charge of PbWO4, weighted by mass (0.455 x 82 + 0.404 x 74 + 0.141 x 8). */
export const CHARGE = 68.4;

/** E_c = 2.66 (X0 Z / A)^1.1 MeV with X0 = 7.39 g/cm2 and Z / A = 0.413; here in GeV. */
export const CRITICAL_ENERGY = 0.001 * 2.66 * (7.39 * 0.413) ** 1.1;

/** X0 / R_M = E_c / E_s with the scale energy E_s = 21.2 MeV. */
export const RADIATION_LENGTH = CRITICAL_ENERGY / 0.0212;
