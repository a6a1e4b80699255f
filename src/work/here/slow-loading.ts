/** @file Says, once, that loading is a large part of each training, where the trainer tells how long it loaded. */
import type { ExecutorListener } from '../../core/index.js';
import { alsoTogether, type Place } from './dispatch.js';

/** Of a trial; less is not worth another protocol. */
const LEAST_SHARE = 0.3;
const LEAST_SECONDS = 0.5;

/** The same places; what trainers tell of loading ends here, and is no part of an outcome that is kept. */
export function tellSlowLoading(places: readonly Place[], onEvent: ExecutorListener): readonly Place[] {
  let isTold = false;
  return places.map((place) => ({
    ...alsoTogether(place),
    attempt: async (trial, signal) => {
      const { loadSeconds, ...outcome } = await place.attempt(trial, signal);
      // Threads may have loaded side by side: processor time is no more than the trial took.
      const loading = Math.min(loadSeconds ?? 0, outcome.seconds);
      if (!isTold && loading >= LEAST_SECONDS && loading >= LEAST_SHARE * outcome.seconds) {
        isTold = true;
        onEvent({ kind: 'note', text: loadingText(loading, outcome.seconds) });
      }
      return outcome;
    },
  }));
}

function loadingText(loading: number, seconds: number): string {
  return (
    `Loading took ${loading.toFixed(1)} of the ${seconds.toFixed(1)} s of this trial: with \`protocol: long-lived\` ` +
    'in `trainer`, each worker loads once.'
  );
}
