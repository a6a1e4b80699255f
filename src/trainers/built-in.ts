/** @file The built-in trainer as experiments know it: networks, and baselines among them. */
import type { CandidateInspector, Trainer } from '../core/index.js';
import { inspectWithBaseline, trainWithBaseline } from './baseline/index.js';
import {
  createNetworkInspector,
  createNetworkTrainer,
  type NetworkData,
  type NetworkTrainerOptions,
} from './network/index.js';

export function createBuiltInInspector(data: NetworkData): CandidateInspector {
  return inspectWithBaseline(createNetworkInspector(data), data);
}

export function createBuiltInTrainer(options: NetworkTrainerOptions): Trainer {
  return trainWithBaseline(createNetworkTrainer(options), options.dataset);
}
