/** @file What follows when an attempt at a trial fails: the one place that says how often it is tried again. */
import type { Failure } from '../core/index.js';

/**
 * A retry trains exactly the same trial (same seeds), so it never changes what a trial would have given; it only helps
 * against what lies outside of it, such as memory taken by somebody else.
 */
export interface FailurePolicy {
  /** Attempts after the first, for kinds not named in `retriesByKind`. */
  readonly retries: number;
  /** The same for single kinds of failure (`exception`, `lost-worker`, `timeout`, ...). */
  readonly retriesByKind: Readonly<Record<string, number>>;
}

export const DEFAULT_FAILURE_POLICY: FailurePolicy = { retries: 1, retriesByKind: {} };

/** Whether to try again after `failures` failed attempts (1, 2, ...), the latest of which is `latest`. */
export function shouldRetry(policy: FailurePolicy, latest: Failure, failures: number): boolean {
  return failures <= (policy.retriesByKind[latest.kind] ?? policy.retries);
}
