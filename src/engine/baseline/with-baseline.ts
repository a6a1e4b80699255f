/** @file Baselines among the candidates of another trainer: a configuration that names one is trained by it. */
import type { CandidateInspector, Trainer } from '../../core/index.js';
import type { Dataset } from '../datasets/index.js';
import { createBaselineInspector, createBaselineTrainer } from './baseline-trainer.js';
import { type BaselineData, isBaseline } from './configuration.js';

export function inspectWithBaseline(others: CandidateInspector, data: BaselineData): CandidateInspector {
  return {
    ...others,
    complete: (configuration) =>
      isBaseline(configuration)
        ? createBaselineInspector(data).complete(configuration)
        : others.complete(configuration),
    describe: (configuration) =>
      isBaseline(configuration)
        ? createBaselineInspector(data).describe(configuration)
        : others.describe(configuration),
  };
}

export function trainWithBaseline(others: Trainer, dataset: Dataset): Trainer {
  let baseline: Trainer | undefined;
  return {
    train: (candidate, trial, context) => {
      if (!isBaseline(candidate.configuration)) return others.train(candidate, trial, context);
      baseline ??= createBaselineTrainer(dataset);
      return baseline.train(candidate, trial, context);
    },
    trainTogether: async (tasks) => {
      const isAny = tasks.some(({ candidate }) => isBaseline(candidate.configuration));
      if (isAny || others.trainTogether === undefined) throw new TypeError('baselines are not trained together');
      return others.trainTogether(tasks);
    },
    close: async () => others.close?.(),
  };
}
