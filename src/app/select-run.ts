/** @file Runs what `select` was asked for. */
import { RunError } from '../core/index.js';
import type { TrainFunction } from '../trainers/index.js';
import { readExperimentFile, takeExperimentValue } from './experiment-source.js';
import { guardListener } from './guarded-listener.js';
import { knownIn } from './known-evidence.js';
import { prepareRace } from './prepare-race.js';
import { runRace } from './race-run.js';
import type { Selection, SelectOptions } from './select-options.js';

export async function runSelect<Space>(options: SelectOptions<Space>): Promise<Selection> {
  const { experiment, trainer, out, fresh, retryFailed, acceptChangedCode, workers, budget, separate } = options;
  const { signal, onEvent } = options;
  const source = typeof experiment === 'string' ? readExperimentFile(experiment) : takeExperimentValue(experiment);
  const overrides = {
    ...(workers === undefined ? {} : { workers }),
    ...(budget === undefined ? {} : { budget }),
    ...(separate === undefined ? {} : { separate }),
  };
  const prepared = await prepareRace(
    source,
    { ...overrides, known: knownIn(out, { fresh }) },
    trainer as TrainFunction | undefined,
  );
  const { status, result, model } = await runRace(prepared, {
    ...(out === undefined ? {} : { folder: out }),
    ...(fresh === undefined ? {} : { fresh }),
    ...(retryFailed === undefined ? {} : { retryFailed }),
    ...(acceptChangedCode === undefined ? {} : { acceptChangedCode }),
    signal: signal ?? new AbortController().signal,
    onEvent: guardListener(onEvent ?? (() => {})),
  });
  if (status === 'interrupted' || result === null) {
    throw new RunError({
      code: 'interrupted',
      what: 'The race was aborted before it ended.',
      fix: out === undefined ? 'Give `out` to be able to resume.' : `Call select with out: '${out}' again to resume.`,
    });
  }
  return { status, result, model };
}
