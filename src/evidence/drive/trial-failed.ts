/** @file The error that ends a run whose policy says to stop for a failure. */
import { failureOf, type Outcome, RunError, trialKey } from '../../core/index.js';

export function trialFailed(outcome: Outcome): RunError {
  const { kind, message } = failureOf(outcome) ?? { kind: outcome.status, message: '' };
  return new RunError({
    code: 'trial-failed',
    what: `Trial ${trialKey(outcome.trial)} failed with ${kind}, and the experiment says to stop then:\n${message}`,
    allowed: `an experiment without \`action: stop\` for ${kind} goes on`,
    fix: 'Correct the trainer, then run the same command again: the trial will be trained again. Or change `failures`.',
  });
}
