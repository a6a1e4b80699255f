/** @file An executor over places of this machine, whatever these are: hands them trials, tells of slow ones, and closes them. */
import { DEFAULT_FAILURE_POLICY, type Executor } from '../../core/index.js';
import { dispatch, type LocalExecutorOptions, type Place } from './dispatch.js';
import { nameSlowTrials } from './slow-trials.js';
import type { Stacks } from './stacks.js';
import { tellSlowLoading } from './starting.js';

interface LocalPlace extends Place {
  /** Ends what runs here, without an outcome; absent where it cannot be ended. */
  drop?(): Promise<void>;
  close(): Promise<void>;
}

interface Served {
  /** Whether something ends a trial that takes too long; where nothing does, such a trial is told of. */
  readonly hasTimeout: boolean;
  /** Which trials a place may train together; none where absent. */
  readonly stacks?: Stacks | undefined;
}

export function localExecutor(
  places: readonly LocalPlace[],
  { failurePolicy: policy = DEFAULT_FAILURE_POLICY, onEvent = () => {} }: LocalExecutorOptions,
  { hasTimeout, stacks }: Served,
): Executor {
  const served = tellSlowLoading(hasTimeout ? places : nameSlowTrials(places, onEvent), onEvent);
  let closing: Promise<void> | undefined;
  return {
    workers: places.length,
    execute: async (source, onOutcome, signal) => {
      await dispatch({ source, places: served, policy, stacks, onOutcome, onEvent, signal });
      if (signal.aborted) await Promise.all(places.map((place) => place.drop?.()));
    },
    close: () => {
      closing ??= Promise.all(places.map((place) => place.close())).then(() => {});
      return closing;
    },
  };
}
