/** @file An outcome as it may be kept: without secrets in the words that a trainer chose. */
import { type Failure, type Mask, NO_MASK, type Outcome } from '../../core/index.js';

/** Names of metrics and artifacts, and whatever is said of failures. Paths of files and numbers stay. */
export function maskOutcome(outcome: Outcome, mask: Mask): Outcome {
  if (mask === NO_MASK) return outcome;
  const { metrics, artifacts, failure, retried } = outcome;
  return {
    ...outcome,
    metrics: maskNames(metrics, mask),
    ...(artifacts === undefined ? {} : { artifacts: maskNames(artifacts, mask) }),
    ...(failure === undefined ? {} : { failure: maskFailure(failure, mask) }),
    ...(retried === undefined ? {} : { retried: retried.map((one) => maskFailure(one, mask)) }),
  };
}

function maskNames<Value>(named: Readonly<Record<string, Value>>, mask: Mask): Record<string, Value> {
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [mask(name), value]));
}

function maskFailure({ kind, message }: Failure, mask: Mask): Failure {
  return { kind: mask(kind), message: mask(message) };
}
