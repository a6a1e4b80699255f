/** @file Which way the figures of the built-in trainer are better, by name. */

/** `zero`: the nearer to 0, the better. */
export type Better = 'high' | 'low' | 'zero';

const BETTER: Readonly<Record<string, Better>> = {
  loss: 'low',
  accuracy: 'high',
  rmse: 'low',
  mae: 'low',
  relativeRmse: 'low',
  bias: 'zero',
};

/** Undefined for a figure that is none of the built-in trainer's. */
export function betterOf(metric: string): Better | undefined {
  return Object.hasOwn(BETTER, metric) ? BETTER[metric] : undefined;
}
