/** @file The network trainer: one trial in, its losses and trained weights out. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Trainer } from '../../core/index.js';
import { type Dataset, dividedData } from '../../datasets/index.js';
import { checkData } from './data-checks.js';
import { buildNetwork } from './network.js';
import { SessionCache } from './runtime/session.js';
import { evaluateWeights, trainNetwork } from './train-network.js';
import { encodeWeights } from './weights-file.js';

export interface NetworkTrainerOptions {
  readonly dataset: Dataset;
  /** Compiled graphs kept for later trials; default 16. */
  readonly keptSessions?: number;
}

/** The name of the file, and of the artifact, from which a model can be exported. */
const WEIGHTS = 'weights';

/** Throws an InputError where the data holds values that are not finite, or labels that are no class. */
export function createNetworkTrainer({ dataset, keptSessions = 16 }: NetworkTrainerOptions): Trainer {
  checkData(dataset);
  const sessions = new SessionCache(keptSessions);
  const dataOf = dividedData(dataset);
  return {
    train: async (candidate, trial, { experimentSeed, signal, artifactFolder, report }) => {
      const network = buildNetwork(candidate.configuration, dataset);
      const data = dataOf(trial.streams, experimentSeed);
      const training = await trainNetwork({ network, dataset: data, trial, experimentSeed, signal, sessions, report });
      const { weights, lossPerEpoch, diverged } = training;
      if (diverged) return { loss: Number.POSITIVE_INFINITY, lossPerEpoch };
      const { loss, metrics } = await evaluateWeights(network, weights, data.selection, sessions);
      if (!Number.isFinite(loss) || artifactFolder === undefined) return { loss, metrics, lossPerEpoch };
      const path = join(artifactFolder, WEIGHTS);
      await writeFile(path, encodeWeights(weights));
      return { loss, metrics, lossPerEpoch, artifacts: { [WEIGHTS]: path } };
    },
    close: () => sessions.close(),
  };
}
