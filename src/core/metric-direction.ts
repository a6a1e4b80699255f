/** @file Which way the figures of the built-in trainer are better, by name; docs/metrics.md says what each is. */

/** `zero`: the nearer to 0, the better. */
export type Better = 'high' | 'low' | 'zero';

const BETTER: Readonly<Record<string, Better>> = {
  loss: 'low',
  accuracy: 'high',
  balancedAccuracy: 'high',
  precision: 'high',
  recall: 'high',
  f1: 'high',
  precisionMacro: 'high',
  recallMacro: 'high',
  f1Macro: 'high',
  f1Weighted: 'high',
  rocAuc: 'high',
  averagePrecision: 'high',
  logLoss: 'low',
  brier: 'low',
  calibrationError: 'low',
  rmse: 'low',
  mae: 'low',
  bias: 'zero',
  r2: 'high',
  relativeRmse: 'low',
  mape: 'low',
};

/** Undefined for a figure that is none of the built-in trainer's. */
export function betterOf(metric: string): Better | undefined {
  return Object.hasOwn(BETTER, metric) ? BETTER[metric] : undefined;
}

/** Names of all figures that have a direction here. */
export const KNOWN_METRICS: readonly string[] = Object.keys(BETTER);
