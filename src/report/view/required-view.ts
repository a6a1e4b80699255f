/** @file The words for a requirement on a metric: its figure, its bound, and what a candidate has of it. */
import { formatValue, formatWithin } from '../number-text.js';
import type { ResultRequiredMetric } from '../result/answer-schema.js';

/** `q3 of latencyMs`. */
export function requiredFigure({ criterion, metric }: ResultRequiredMetric): string {
  return `${criterion} of ${metric}`;
}

/** `17.6 [16.9, 18.4]`, to the digits that the interval leaves; `not known` without trainings that tell. */
export function requiredValue({
  value,
  low,
  high,
}: Pick<ResultRequiredMetric['candidates'][number], 'value' | 'low' | 'high'>): string {
  if (value === null) return 'not known';
  const within = (high - low) / 2;
  if (!Number.isFinite(within)) return formatValue(value);
  const [at, from, to] = [value, low, high].map((one) => formatWithin(one, within));
  return `${at} [${from}, ${to}]`;
}
