/**
 * @file Places that train several models: each has a place of every model in it, made when its first trial comes, and trains with one at a
 * time. A model that cannot start fails its own trials, and the others go on.
 */
import { failedOutcome, type SurefootError, type Trial } from '../../core/index.js';
import type { LocalExecutorOptions } from './dispatch.js';
import { type LocalPlace, type LocalPlaces, modelLookup } from './local-executor.js';

/** Why a trainer cannot be had, as far as that is its own fault; data that have changed or a full disk end the run. */
const OF_A_TRAINER = [
  ...['trainer-start', 'worker-start', 'command-start', 'protocol-version'],
  ...['trainer-module-unreadable', 'trainer-module-without-function'],
];

/** `parts`: as many places of each model, by its name. */
export function modelPlaces(
  parts: Readonly<Record<string, LocalPlaces>>,
  { candidates }: Pick<LocalExecutorOptions, 'candidates'>,
): LocalPlaces {
  const all = Object.values(parts);
  const modelOf = modelLookup(candidates);
  const places = Array.from({ length: all[0]?.places.length ?? 0 }, (_, index): LocalPlace => {
    const own = Object.values(parts).map(({ places }) => places[index] as LocalPlace);
    return {
      attempt: async (trials, signal) => {
        const part = parts[modelOf(trials[0] as Trial)] as LocalPlaces;
        const attempted = await (part.places[index] as LocalPlace).attempt(trials, signal);
        if (!('unavailable' in attempted) || signal.aborted) return attempted;
        const { unavailable } = attempted;
        if (!OF_A_TRAINER.includes(unavailable.code)) return attempted;
        return { outcomes: trials.map((trial) => failedOutcome(trial, failureFrom(unavailable), 0)) };
      },
      drop: async () => {
        await Promise.all(own.map((place) => place.drop?.()));
      },
      close: async () => {
        await Promise.all(own.map((place) => place.close()));
      },
    };
  });
  return {
    places,
    hasTimeout: all.every(({ hasTimeout }) => hasTimeout),
    stackOf: (trial) => {
      const model = modelOf(trial);
      const stackable = parts[model]?.stackOf?.(trial);
      return stackable && { ...stackable, key: `${model} ${stackable.key}` };
    },
  };
}

function failureFrom({ what }: SurefootError) {
  return { kind: 'lost-worker', message: what };
}
