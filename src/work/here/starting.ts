/** @file What is said of trainers as they start: why one could not be made, as the error that a run ends with, and that loading takes long. */
import {
  defined,
  type ErrorDetails,
  type ExecutorListener,
  InputError,
  type Mask,
  NO_MASK,
  RunError,
  SurefootError,
} from '../../core/index.js';
import type { Place } from './dispatch.js';

/** Keeps the texts of an error raised on purpose; anything else becomes a `trainer-start` with its message. */
export function startErrorDetails(error: unknown): Omit<ErrorDetails, 'cause'> {
  if (error instanceof SurefootError) {
    const { code, what, allowed, fix } = error;
    return { code, what, ...defined({ allowed }), fix };
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

/** Of a trial; less is not worth another protocol. */
const LEAST_SHARE = 0.3;
const LEAST_SECONDS = 0.5;

/** The same places; what trainers tell of loading ends here, and is no part of an outcome that is kept. */
export function tellSlowLoading(places: readonly Place[], onEvent: ExecutorListener): readonly Place[] {
  let isTold = false;
  return places.map((place) => ({
    attempt: async (trials, signal) => {
      const attempted = await place.attempt(trials, signal);
      if ('unavailable' in attempted) return attempted;
      const outcomes = attempted.outcomes.map(({ loadSeconds = 0, ...outcome }) => {
        // Threads may have loaded side by side: processor time is no more than the trial took.
        const loading = Math.min(loadSeconds, outcome.seconds);
        if (!isTold && loading >= LEAST_SECONDS && loading >= LEAST_SHARE * outcome.seconds) {
          isTold = true;
          onEvent({ kind: 'note', text: loadingText(loading, outcome.seconds) });
        }
        return outcome;
      });
      return { ...attempted, outcomes };
    },
  }));
}

function loadingText(loading: number, seconds: number): string {
  return (
    `Loading took ${loading.toFixed(1)} of the ${seconds.toFixed(1)} s of this training: with \`protocol: long-lived\` ` +
    'in `trainer`, each worker loads once.'
  );
}
