/** @file The trainer of one of several models, for candidates as the race has them: it is told their own settings alone. */
import { candidateOfModel, type Trainer } from '../core/index.js';

export function trainerOfModel(trainer: Trainer): Trainer {
  const { trainTogether } = trainer;
  return {
    train: (candidate, trial, context) => trainer.train(candidateOfModel(candidate), trial, context),
    ...(trainTogether && {
      trainTogether: (tasks) =>
        trainTogether.call(
          trainer,
          tasks.map(({ candidate, ...task }) => ({ ...task, candidate: candidateOfModel(candidate) })),
        ),
    }),
    close: async () => trainer.close?.(),
  };
}
