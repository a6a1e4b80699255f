/** @file Who may win a race in which something is required, and how the others are spoken of. */
import { formatCount } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import { comparedCount } from './never-worked-view.js';

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
