/** @file When and where trials run on this machine: the executors, and what they share with those elsewhere. */
export {
  discardArtifacts,
  fromArtifactPath,
  keepArtifactsOf,
  noFolder,
  readOutput,
  removeTrialFolder,
  trialFolder,
} from './artifact-folders.js';
export type { TrainingListener } from './dispatch.js';
export { damagedFiles, fits, type LeftFiles, readTrialFile } from './file-sums.js';
export { createInProcessExecutor, inProcessPlaces } from './in-process-executor.js';
export { candidateLookup, type LocalPlaces, localExecutor, modelLookup } from './local-executor.js';
export {
  type DeviceShares,
  type FoundGpus,
  findGpus,
  findLimits,
  type MachineLimits,
  NO_DEVICES,
  shareDevices,
} from './machine/index.js';
export { modelPlaces } from './model-places.js';
export { createProcessExecutor, type ProcessExecutorOptions, processPlaces } from './process-executor.js';
export { runTrial, toOutcome } from './run-trial.js';
export { serveTrials } from './serve-trials.js';
