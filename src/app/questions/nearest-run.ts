/** @file Which of several trainings is a usual one: the one nearest to the mean of what all of them say of the same examples. */
import type { ModelRun } from '../../engine/inspection.js';
import { meanPrediction, nearestToMean, type Outputs, targetSpread } from '../../stats/index.js';

/** The run of a model, of several on the same examples, that is nearest to the mean of all; `outputs`: how many numbers it tells of each. */
export function nearestRun(runs: readonly ModelRun[], outputs: number): number {
  const isClasses = runs[0]?.told.probabilities !== undefined;
  const values = runs.map(({ told }) => (isClasses ? told.probabilities : told.output) as Float32Array);
  return nearestOutputs(values, isClasses ? 'probabilities' : 'values', outputs);
}

/** Targets of several units count alike. */
export function nearestOutputs(values: readonly Outputs[], kind: 'probabilities' | 'values', outputs: number): number {
  if (kind === 'probabilities') return nearestToMean(values).index;
  const spreads = targetSpread(meanPrediction(values), outputs);
  return nearestToMean(
    values,
    Array.from(spreads, (spread) => (spread > 0 ? spread : 1)),
  ).index;
}
