/** @file Makes a criterion of one that a user wrote: checks it, fills in what it leaves out, and guards what it answers. */
import { type CustomPart, requireCustomPart, runError, wrongPart } from '../../core/index.js';
import { requireCount } from '../moments.js';
import { findCriterion } from './criteria.js';
import { CRITERION_KINDS, type Criterion, type CriterionKind, type DivergenceMeans } from './criterion.js';

/** A criterion that a user wrote. */
export interface CustomCriterion extends CustomPart {
  /** What it is about; rules fit some kinds only. Default `tail`, which the rules without a test fit. */
  readonly kind?: CriterionKind;
  /** Losses it needs before it has a value. Default 1. */
  readonly minimumTrials?: number;
  /**
   * The figure of one candidate, smaller is better: finite, or Infinity. Losses are finite or Infinity (a diverged trial)
   * and at least `minimumTrials`. It depends on its argument alone.
   */
  evaluate(losses: Float64Array): number;
}

/**
 * Throws an InputError for what cannot be used. The criterion throws a RunError where the user's function gives NaN,
 * -Infinity or no number at all.
 */
export function customCriterion(given: CustomCriterion): Criterion {
  const { kind = 'tail', minimumTrials = 1 } = given;
  requireCustomPart('criterion', given, (name) => findCriterion(name) !== undefined);
  const { name, version } = given;
  if (typeof given.evaluate !== 'function') throw wrongPart('criterion', name, 'evaluate', undefined, 'a function');
  if (!CRITERION_KINDS.includes(kind)) throw wrongPart('criterion', name, 'kind', kind, CRITERION_KINDS.join(', '));
  if (!Number.isSafeInteger(minimumTrials) || minimumTrials < 1)
    throw wrongPart('criterion', name, 'minimumTrials', minimumTrials, 'a whole number, at least 1');
  return {
    name,
    version,
    kind,
    minimumTrials,
    get divergence() {
      return divergenceOf(given, minimumTrials);
    },
    scoreName: name,
    evaluate: (losses) => {
      requireCount(losses, minimumTrials, name);
      // A copy: sorting it in place must not disorder what others read.
      const value: unknown = given.evaluate(Float64Array.from(losses));
      if (typeof value === 'number' && value > Number.NEGATIVE_INFINITY) return value;
      throw runError`criterion-value: The criterion "${name}" gives ${String(value)} for the losses ${Array.from(losses).slice(0, 10).join(', ')}.
        Allowed: a finite number, or Infinity for the worst
        Fix: Correct its function evaluate; what was trained is in the log.`;
    },
  };
}

/** Losses of which one is infinite show it; a function that will have none of them is taken not to bear it. */
function divergenceOf(given: CustomCriterion, minimumTrials: number): DivergenceMeans {
  const losses = Float64Array.from({ length: Math.max(20, minimumTrials) }, (_, index) => index + 1);
  losses[0] = Number.POSITIVE_INFINITY;
  try {
    return Number.isFinite(given.evaluate(losses)) ? 'share' : 'infinite';
  } catch {
    return 'infinite';
  }
}
