/** @file Decides about failed attempts at a trial: how often it is tried again, and what it counts as then. */
import type { Failure, Outcome } from './outcome.js';

/** `worst`: an infinite loss. `exclude`: the trial is left out. `stop`: the run ends and says why. */
type FailureAction = 'worst' | 'exclude' | 'stop';

/**
 * A retry trains exactly the same trial (same seeds), so it never changes what a trial would have given; it only helps
 * against what lies outside of it, such as memory taken by somebody else.
 */
export interface FailurePolicy {
  /** Attempts after the first, for kinds that say nothing of their own. */
  readonly retries: number;
  readonly action: FailureAction;
  /** True where the user wrote the action down, so that it holds even where nothing works. */
  readonly isActionWritten?: boolean;
  /**
   * The same for single kinds of failure (`exception`, `lost-worker`, `timeout`, ...). Divergence speaks of the model and
   * not of the machine: without a word of its own (`diverged`) it is not tried again and counts as the worst.
   */
  readonly kinds: Readonly<Record<string, { readonly retries?: number; readonly action?: FailureAction }>>;
}

export const DEFAULT_FAILURE_POLICY: FailurePolicy = { retries: 1, action: 'worst', kinds: {} };

/** Why there is no loss; undefined where there is one. */
export function failureOf(outcome: Outcome): Failure | undefined {
  if (outcome.failure !== undefined) return outcome.failure;
  if (outcome.status !== 'diverged') return undefined;
  return { kind: 'diverged', message: 'The loss is not a finite number.' };
}

/** Whether to try again after `failures` failed attempts (1, 2, ...), the latest of which is `latest`. */
export function shouldRetry(policy: FailurePolicy, latest: Failure, failures: number): boolean {
  const otherwise = latest.kind === 'diverged' ? 0 : policy.retries;
  return failures <= (policy.kinds[latest.kind]?.retries ?? otherwise);
}

/** What an outcome counts as; undefined for one that has a loss. */
export function actionFor(policy: FailurePolicy, outcome: Outcome): FailureAction | undefined {
  const failure = failureOf(outcome);
  if (failure === undefined) return undefined;
  const otherwise = failure.kind === 'diverged' ? 'worst' : policy.action;
  return policy.kinds[failure.kind]?.action ?? otherwise;
}

/** Whether the user has said, and not left to the default, that such a failure counts as the worst. */
export function isWorstAsWritten({ action, isActionWritten = false, kinds }: FailurePolicy, outcome: Outcome): boolean {
  const written = kinds[failureOf(outcome)?.kind ?? '']?.action ?? (isActionWritten ? action : undefined);
  return written === 'worst';
}
