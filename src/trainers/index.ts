/** @file The room of trainers: one trial in, one outcome out. */
export { createBaselineInspector, isBaseline } from './baseline/index.js';
export { createBuiltInInspector, createBuiltInTrainer } from './built-in.js';
export {
  type CommandTrainerOptions,
  checkCommand,
  checkConfiguration,
  clearDesks,
  createCommandTrainer,
  killRun,
  type SampleSource,
  type ServeOptions,
  seedsOf,
  serveProtocol,
  type WrittenCeilings,
  writeCeilings,
} from './command/index.js';
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
