/**
 * @file How likely a study of two levels tells what is there, by its table and its number of sizes: written by `npm run bench:couple-power -- --write`, which
 * says what was simulated; see docs/couple.md.
 */

/** Weights and as many samples, sizes, then the power for a doubled spread, for half the examples, and for a coupling. Ascending. */
export type PowerRow = readonly [side: number, sizes: number, spread: number, saving: number, coupling: number];

export const POWER_ROWS: readonly PowerRow[] = [
  [2, 3, 0, 0.05, 0.02],
  [2, 5, 0, 0.06, 0.01],
  [2, 7, 0, 0.04, 0.01],
  [3, 3, 0.06, 0.2, 0.08],
  [3, 5, 0.15, 0.2, 0.07],
  [3, 7, 0.25, 0.21, 0.02],
  [4, 3, 0.29, 0.55, 0.2],
  [4, 5, 0.54, 0.55, 0.17],
  [4, 7, 0.55, 0.49, 0.13],
  [5, 3, 0.51, 0.72, 0.4],
  [5, 5, 0.7, 0.77, 0.31],
  [5, 7, 0.72, 0.74, 0.33],
  [6, 3, 0.71, 0.91, 0.45],
  [6, 5, 0.81, 0.94, 0.5],
  [6, 7, 0.82, 0.84, 0.5],
  [8, 3, 0.9, 0.96, 0.7],
  [8, 5, 0.96, 0.99, 0.71],
  [8, 7, 0.97, 0.98, 0.86],
  [12, 3, 1, 1, 0.92],
  [12, 5, 0.99, 1, 0.99],
  [12, 7, 1, 1, 0.99],
  [18, 3, 1, 1, 1],
  [18, 5, 1, 1, 1],
  [18, 7, 1, 1, 1],
];
