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

const [NONE, MANY] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
/** What the figures of the built-in trainer can be; its losses are not in it, since some of them may be below 0. */
const RANGES: Readonly<Record<string, readonly [low: number, high: number]>> = {
  ...Object.fromEntries(
    Object.entries(BETTER).flatMap(([name, better]) => (better === 'high' ? [[name, [0, 1] as const]] : [])),
  ),
  brier: [0, 2],
  calibrationError: [0, 1],
  ...Object.fromEntries(['logLoss', 'rmse', 'mae', 'relativeRmse', 'mape'].map((name) => [name, [0, MANY] as const])),
  r2: [NONE, 1],
};

/** Between which values losses lie that are a metric, negated where a score is maximised; undefined where that is not known. */
export function lossRange(
  metric: string | undefined,
  isNegated: boolean,
): readonly [low: number, high: number] | undefined {
  const range = metric !== undefined && Object.hasOwn(RANGES, metric) ? RANGES[metric] : undefined;
  return range === undefined || !isNegated ? range : [0 - range[1], 0 - range[0]];
}

/** Undefined for a figure that is none of the built-in trainer's. */
export function betterOf(metric: string): Better | undefined {
  return Object.hasOwn(BETTER, metric) ? BETTER[metric] : undefined;
}

/** Names of all figures that have a direction here. */
export const KNOWN_METRICS: readonly string[] = Object.keys(BETTER);
