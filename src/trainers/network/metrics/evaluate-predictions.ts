/** @file Figures that describe finished outputs, by the task; docs/metrics.md says what each is. */
import type { Task } from '../../../datasets/index.js';
import type { Predictions } from '../losses/index.js';
import { chanceMetrics } from './chances.js';
import { classify } from './classified.js';
import { confusionMetrics } from './confusion.js';
import { rankingMetrics } from './ranking.js';
import { regressionMetrics } from './regression.js';

/** By name; those that have no value for these predictions are left out. `weights`: of the examples, all alike by default. */
export function evaluatePredictions(
  task: Task,
  predictions: Predictions,
  weights?: Float64Array,
): Readonly<Record<string, number>> {
  if (task === 'regression') return regressionMetrics(predictions, weights);
  const classified = classify(predictions, weights);
  return { ...confusionMetrics(classified), ...rankingMetrics(classified), ...chanceMetrics(classified) };
}
