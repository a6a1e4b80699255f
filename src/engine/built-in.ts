/**
 * @file The built-in trainer as experiments know it: networks, and baselines among them. A door of this room: ONNX Runtime is
 * loaded with it; `inspection.ts` is the one without.
 */
import type { Trainer } from '../core/index.js';
import { trainWithBaseline } from './baseline/with-baseline.js';
import { createNetworkTrainer, type NetworkTrainerOptions } from './network/index.js';

export {
  blamedOnModel,
  columnRanges,
  createNetworkTrainer,
  type ExportRequest,
  evaluateModel,
  exportNetwork,
  type Intervals,
  type JudgedModel,
  judgedScores,
  judgeOutputs,
  type ModelRun,
  type NetworkData,
  type NetworkTrainerOptions,
  openModel,
  runModel,
  type ToldOfSamples,
  type TrainedModel,
  type TrainModelOptions,
  trainModel,
  usualScore,
} from './network/index.js';

export { refitOf } from './network/refit.js';

export function createBuiltInTrainer(options: NetworkTrainerOptions): Trainer {
  return trainWithBaseline(createNetworkTrainer(options), options.dataset);
}
