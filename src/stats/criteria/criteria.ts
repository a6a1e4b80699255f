/** @file All criteria that have a name: one line each. */
import { InputError, nearestName } from '../../core/index.js';
import type { CriterionFamily, KnownCriterion } from './criterion.js';
import { iqrCriterion, q3PlusIqrCriterion } from './interquartile.js';
import { meanCriterion } from './mean.js';
import { maxCriterion, medianCriterion, minCriterion, q3Criterion, quantileCriteria } from './quantiles.js';
import { shortfallCriteria } from './shortfall.js';
import { stdCriterion } from './standard-deviation.js';

const FAMILIES: readonly CriterionFamily[] = [
  meanCriterion,
  medianCriterion,
  q3Criterion,
  q3PlusIqrCriterion,
  maxCriterion,
  minCriterion,
  stdCriterion,
  iqrCriterion,
  quantileCriteria,
  shortfallCriteria,
];

/** What {@link parseCriterion} takes, for messages and help. */
export const CRITERION_NAMES: readonly string[] = FAMILIES.map(({ written }) => written);

/** How they are written, each with one of them for what holds for all. */
export const CRITERION_FAMILIES: readonly Pick<CriterionFamily, 'written' | 'sample'>[] = FAMILIES;

/**
 * The criterion of that name. `q<p>` is the quantile at p, 0 < p < 1 (`q0.9`); `es<p>` is the expected shortfall, the
 * mean of the worst share p, 0 < p <= 1 (`es0.1`). Throws an InputError for every other name, with the nearest known.
 */
export function parseCriterion(name: string): KnownCriterion {
  const criterion = findCriterion(name);
  if (criterion !== undefined) return criterion;
  const nearest = nearestName(name, CRITERION_NAMES);
  const examples = FAMILIES.flatMap(({ example }) => example ?? []);
  throw new InputError({
    code: 'unknown-criterion',
    what: `Unknown criterion "${name}"${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`,
    allowed: `${CRITERION_NAMES.join(', ')} (${examples.join(', ')})`,
    fix: 'Choose one of these criteria. A program in TypeScript may give one of its own: `{ name, version, evaluate }`.',
  });
}

/** The same, undefined for every other name. */
export function findCriterion(name: string): KnownCriterion | undefined {
  for (const { read } of FAMILIES) {
    const criterion = read(name);
    if (criterion !== undefined) return criterion;
  }
  return undefined;
}
