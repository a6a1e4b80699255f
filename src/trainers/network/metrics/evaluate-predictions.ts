/** @file Figures that describe finished outputs, by the task; docs/metrics.md says what each is. */
import type { Task } from '../../../datasets/index.js';
import type { Predictions } from '../losses/index.js';
import { chanceMetrics } from './chances.js';
import { classify } from './classified.js';
import { confusionMetrics } from './confusion.js';
import { rankingMetrics } from './ranking.js';
import { regressionMetrics } from './regression.js';

/** By name; those that have no value for these predictions are left out. */
export function evaluatePredictions(task: Task, predictions: Predictions): Readonly<Record<string, number>> {
  if (task === 'regression') return regressionMetrics(predictions);
  const classified = classify(predictions);
  return { ...confusionMetrics(classified), ...rankingMetrics(classified), ...chanceMetrics(classified) };
}

/** One of them, without those that take longer; undefined where it has no value for these predictions. */
export function evaluateMetric(task: Task, predictions: Predictions, name: string): number | undefined {
  if (task === 'regression') return regressionMetrics(predictions)[name];
  const classified = classify(predictions);
  for (const metrics of [confusionMetrics, chanceMetrics, rankingMetrics]) {
    const value = metrics(classified)[name];
    if (value !== undefined) return value;
  }
  return undefined;
}
