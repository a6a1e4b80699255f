/** @file The network trainer: one trial in, its losses and trained weights out. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type SetPredictions,
  type Trainer,
  type TrainingResult,
  type TrainingTask,
  toSetPredictions,
} from '../../core/index.js';
import { type Dataset, dividedData } from '../datasets/index.js';
import { checkData } from './data-checks.js';
import { evaluateOutputs } from './evaluate-outputs.js';
import { predictAsExported } from './exported-model.js';
import { createOnceFitter } from './linear/fit-once.js';
import { buildNetwork, type Network } from './network.js';
import type { NetworkTraining, TrainingRequest } from './network-course.js';
import { SessionCache } from './runtime/session.js';
import { predictByWeights, trainNetwork, trainTogether } from './train-network.js';
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
  const fitOnce = createOnceFitter();
  /** What the trainer gives for a training that is done. */
  const resultOf = async (
    { trial, context: { artifactFolder, keepPredictions, experimentSeed } }: TrainingTask,
    network: Network,
    { weights, lossPerEpoch, diverged }: NetworkTraining,
  ): Promise<TrainingResult> => {
    if (diverged) return { loss: Number.POSITIVE_INFINITY, lossPerEpoch };
    const { selection } = dataOf(trial.streams, experimentSeed);
    const onSelection = await predictByWeights(network, weights, selection, sessions);
    const { loss, metrics } = evaluateOutputs(network, onSelection);
    if (!Number.isFinite(loss) || artifactFolder === undefined) return { loss, metrics, lossPerEpoch };
    const path = join(artifactFolder, WEIGHTS);
    await writeFile(path, encodeWeights(weights));
    const result = { loss, metrics, lossPerEpoch, artifacts: { [WEIGHTS]: path } };
    if (keepPredictions !== true) return result;
    // The final set as by the model that users get: its figures follow from these, and nothing else looks at them.
    const [ofSelection, final] = [onSelection, await predictAsExported(network, weights, dataset.final)].map(
      (outputs) => toSetPredictions(network.data.task, outputs),
    ) as [SetPredictions, SetPredictions];
    return { ...result, predictions: { selection: ofSelection, final } };
  };
  const requestOf = ({ candidate, trial, context }: TrainingTask): TrainingRequest => {
    const network = buildNetwork(candidate.configuration, dataset);
    return { ...context, network, dataset: dataOf(trial.streams, context.experimentSeed), trial };
  };
  return {
    train: async (candidate, trial, context) => {
      const task = { candidate, trial, context };
      const request = requestOf(task);
      const { network } = request;
      const training = network.exact ? fitOnce(request, network.exact) : await trainNetwork(request, sessions);
      return resultOf(task, network, training);
    },
    trainTogether: async (tasks) => {
      const requests = tasks.map(requestOf);
      const trainings = await trainTogether(requests, sessions);
      const results: PromiseSettledResult<TrainingResult>[] = [];
      for (const [place, task] of tasks.entries()) {
        const training = trainings[place] as PromiseSettledResult<NetworkTraining>;
        if (training.status === 'rejected') results.push(training);
        else {
          const { network } = requests[place] as TrainingRequest;
          results.push(...(await Promise.allSettled([resultOf(task, network, training.value)])));
        }
      }
      return results;
    },
    close: () => sessions.close(),
  };
}
