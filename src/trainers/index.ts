/** @file The room of trainers: one trial in, one outcome out. */
export { createFunctionTrainer, loadTrainModule, type TrainFunction, type TrainingCall } from './function-trainer.js';
export {
  createNetworkInspector,
  createNetworkTrainer,
  type Evaluation,
  type ExportRequest,
  evaluateModel,
  exportNetwork,
  type NetworkData,
  type NetworkTrainerOptions,
} from './network/index.js';
