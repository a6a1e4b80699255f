/** @file Why a trainer could not be made, as the error that a run ends with. */
import { type ErrorDetails, given, InputError, type Mask, NO_MASK, RunError, SurefootError } from '../../core/index.js';

/** Keeps the texts of an error raised on purpose; anything else becomes a `trainer-start` with its message. */
export function startErrorDetails(error: unknown): Omit<ErrorDetails, 'cause'> {
  if (error instanceof SurefootError) {
    const { code, what, allowed, fix } = error;
    return { code, what, ...given({ allowed }), fix };
  }
  return {
    code: 'trainer-start',
    what: `The trainer could not be started: ${error instanceof Error ? error.message : String(error)}`,
    fix: 'Correct what the message names, then run the same command again.',
  };
}

/** The same as an error, without secrets. */
export function toStartError(error: unknown, mask: Mask = NO_MASK): SurefootError {
  const { what, ...rest } = startErrorDetails(error);
  // Without its cause, which may hold what is masked here.
  const details = { ...rest, what: mask(what) };
  return error instanceof InputError ? new InputError(details) : new RunError(details);
}
