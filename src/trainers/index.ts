/** @file The room of trainers: one trial in, one outcome out. The built-in trainer is `engine`. */
export {
  type CodeSpec,
  type CodeState,
  codeOfModels,
  readLoadedCode,
  type Watch,
  type WatchedCode,
  watchCode,
  watchFunction,
} from './code/index.js';
export {
  CLIENTS_FOLDER,
  type CommandTrainerOptions,
  checkCommand,
  checkConfiguration,
  closeStretch,
  createCommandTrainer,
  createVersionTrainer,
  endLeftStretch,
  isProcessGone,
  type Judge,
  type OpenedStretch,
  openStretch,
  type SampleSource,
  thisProcess,
} from './command/index.js';
export * from './function-trainer.js';
export { tellByCommand, tellByFunction } from './told-candidate.js';
export type { ToldPredictions } from './told-predictions.js';
export { trainerOfModel } from './trainer-of-model.js';
