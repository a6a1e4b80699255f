/** @file Prepares any question, and finds everything that is wrong with it before anything is written. */
import type { RunHeader } from '../../core/index.js';
import type { SourcedExperiment } from '../ask/experiment-source.js';
import { type BuildProgress, type ExperimentUse, prepareExperiment } from '../ask/prepare-experiment.js';
import type { PlannedQuestion, Prepared, QuestionKind } from './question-kind.js';

interface PrepareUse extends ExperimentUse {
  /** Hears of the candidates that are being built. */
  readonly onProgress?: BuildProgress;
}

/** @throws InputError for everything a user can get wrong. */
export async function prepare<Asked, Planned extends PlannedQuestion>(
  kind: QuestionKind<Asked, Planned>,
  source: SourcedExperiment,
  asked: Asked,
  use: PrepareUse = {},
): Promise<Prepared<Planned>> {
  const settle = kind.ask(source, asked);
  const experiment = await prepareExperiment(source, use);
  const settled = settle(experiment, use.onProgress);
  const { planned, candidates, budget, warnings = [], forecasts = [], dropped = {} } = settled;
  const { backend, workers, demand, failurePolicy, predictionsFrom, headerOf } = experiment;
  let header: RunHeader | undefined;
  return {
    ...settled,
    // It names the data by a hash over all of them, which a look at candidates does not need.
    get header() {
      header ??= headerOf(source.draft.name, [...candidates], planned.fixed);
      return header;
    },
    backend,
    workers,
    demand,
    failurePolicy,
    predictionsFrom,
    progress: { work: planned.work, budget },
    dropped,
    forecasts,
    warnings: [...warnings, ...experiment.warnings],
  };
}
