/** @file The built-in trainer: small networks, each training step compiled to one ONNX graph. */
export { evaluateWithout } from './evaluate-without.js';
export {
  type ExportRequest,
  evaluateKept,
  evaluateModel,
  exportNetwork,
} from './exported-model.js';
export type { Intervals } from './interval-outputs.js';
export { type JudgedModel, judgedScores, judgeOutputs, usualScore } from './judge-outputs.js';
export type { NetworkData } from './network.js';
export { type ModelRun, runModel, type ToldOfSamples } from './run-model.js';
export type { Evaluation } from './runtime/evaluate.js';
export { createNetworkTrainer, type NetworkTrainerOptions } from './trainer.js';
export { openModel } from './use-model.js';
