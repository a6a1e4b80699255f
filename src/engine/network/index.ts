/** @file The built-in trainer: small networks, each training step compiled to one ONNX graph. */

export {
  columnRanges,
  type ExportRequest,
  evaluateModel,
  exportNetwork,
} from './exported-model.js';
export type { NetworkData } from './network.js';
export * from './run-model.js';
export type { Intervals } from './stored-model.js';
export * from './train-model.js';
export { createNetworkTrainer, type NetworkTrainerOptions } from './trainer.js';
export { blamedOnModel, openModel } from './use-model.js';
