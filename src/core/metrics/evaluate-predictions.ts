/** @file Every metric of the built-in trainer: a new one is its file beside this one and its line in the list of its task. */
import { CHANCE_METRICS } from './chances.js';
import { type Classified, classify } from './classified.js';
import { CONFUSION_METRICS } from './confusion.js';
import type { Better, Judged, Metric } from './metric.js';
import { RANKING_METRICS } from './ranking.js';
import { REGRESSION_METRICS } from './regression.js';

/** Metrics of classes, in the order in which they are shown. */
export const CLASS_METRICS: readonly Metric<Classified>[] = [
  ...CONFUSION_METRICS,
  ...RANKING_METRICS,
  ...CHANCE_METRICS,
];

/** Metrics of numbers, likewise. */
export const NUMBER_METRICS: readonly Metric<Judged>[] = [...REGRESSION_METRICS];

/** What a figure of that name says, whatever it is computed of. */
function metricNamed(name: string | undefined): Pick<Metric<never>, 'better' | 'range'> | undefined {
  const isIt = (metric: { readonly name: string }) => metric.name === name;
  return CLASS_METRICS.find(isIt) ?? NUMBER_METRICS.find(isIt);
}

/** By name, of one task; those that have no value for these predictions are left out. */
export function evaluatePredictions(
  task: 'classification' | 'regression',
  predictions: Judged,
): Readonly<Record<string, number>> {
  if (task === 'regression') return evaluateAll(NUMBER_METRICS, predictions);
  return evaluateAll(CLASS_METRICS, classify(predictions));
}

function evaluateAll<Given>(metrics: readonly Metric<Given>[], given: Given): Readonly<Record<string, number>> {
  const values = metrics.flatMap(({ name, of }) => {
    const value = of(given);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(values);
}

/** One of them, without the others; undefined where it has no value for these predictions. */
export function evaluateMetric(
  task: 'classification' | 'regression',
  predictions: Judged,
  name: string,
): number | undefined {
  if (task === 'regression') return NUMBER_METRICS.find((metric) => metric.name === name)?.of(predictions);
  return CLASS_METRICS.find((metric) => metric.name === name)?.of(classify(predictions));
}

/** The way in which a figure is better; undefined for one that the built-in trainer does not give. */
export function betterOf(figure: string): Better | undefined {
  return figure === 'loss' ? 'low' : metricNamed(figure)?.better;
}

/** Names of all figures that have a direction here. */
export function knownScores(): readonly string[] {
  return ['loss', ...[...CLASS_METRICS, ...NUMBER_METRICS].map(({ name }) => name)];
}

/** Between which values it lies; undefined where that is not known: losses of the built-in trainer may be below 0. */
export function rangeOf(figure: string): readonly [low: number, high: number] | undefined {
  return metricNamed(figure)?.range;
}
