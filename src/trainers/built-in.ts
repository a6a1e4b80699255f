/**
 * @file The built-in trainer as experiments know it: networks, and baselines among them. A door of this room: ONNX Runtime is
 * loaded with it.
 */
import type { CandidateInspector, Trainer } from '../core/index.js';
import { inspectWithBaseline, trainWithBaseline } from './baseline/index.js';
import {
  createNetworkInspector,
  createNetworkTrainer,
  type NetworkData,
  type NetworkTrainerOptions,
} from './network/index.js';

export {
  type BaselineRequest,
  createBaselineInspector,
  isBaseline,
  measureBaselines,
} from './baseline/index.js';
export {
  checkData,
  createNetworkInspector,
  createNetworkTrainer,
  type Evaluation,
  type ExportRequest,
  evaluateModel,
  exportNetwork,
  figuresOf,
  type JudgedModel,
  judgeOutputs,
  type NetworkData,
  type NetworkTrainerOptions,
  openModel,
  type Predictions,
} from './network/index.js';

export function createBuiltInInspector(data: NetworkData): CandidateInspector {
  return inspectWithBaseline(createNetworkInspector(data), data);
}

export function createBuiltInTrainer(options: NetworkTrainerOptions): Trainer {
  return trainWithBaseline(createNetworkTrainer(options), options.dataset);
}
