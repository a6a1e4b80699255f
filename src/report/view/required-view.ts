/** @file What is required of candidates, in words: the figure, its bound, what a candidate has of it, and who may win. */

import type { RequiredMetric } from '../../questions/race/plan/index.js';
import { estimateText, formatCount } from '../number-text.js';
import { comparedCount } from '../result/never-worked.js';
import type { Result } from '../result/result-schema.js';

type RequiredCandidate = RequiredMetric['candidates'][number];

/** `q3 of latencyMs`. */
export function requiredFigure({ criterion, metric }: RequiredMetric): string {
  return `${criterion} of ${metric}`;
}

/** `17.6 [16.9, 18.4]`, to the digits that the interval leaves; `not known` without trainings that tell. */
export function requiredValue({ value, low, high }: Pick<RequiredCandidate, 'value' | 'low' | 'high'>): string {
  if (value === null) return 'not known';
  return estimateText(value, Number.isFinite(high - low) ? { low, high } : null);
}

/** Of a candidate, in a table. */
export const STANDING_WORDS: Readonly<Record<RequiredCandidate['standing'], string>> = {
  met: 'met',
  unmet: 'not met',
  open: 'not shown',
};

type Required = Pick<Result, 'candidates' | 'neverWorked' | 'requirement' | 'requirements'>;

/** Those that cannot win by what is required, each once. */
export function refusedOf({ requirement, requirements, neverWorked }: Required): readonly string[] {
  const broken = new Set(neverWorked.map(({ candidate }) => candidate));
  const all = new Set([...(requirements?.refused ?? []), ...(requirement?.beyond ?? [])]);
  return [...all].filter((candidate) => !broken.has(candidate));
}

/** `8`, `the 7 that worked`, `the 4 that may win`: whom a claim is about. */
export function fieldText(result: Required): string {
  const refused = refusedOf(result).length;
  const count = formatCount(comparedCount(result) - refused);
  if (refused > 0) return `the ${count} that may win`;
  return result.neverWorked.length === 0 ? count : `the ${count} that worked`;
}
