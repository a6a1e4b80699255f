/** @file When and where trials run: the loop over a plan, the executors of this machine, and the worker's side. */
export { discardArtifacts, fromArtifactPath, keepArtifactsOf, readOutput, trialFolder } from './artifact-folders.js';
export type { Budget } from './budget.js';
export { systemClock, waitingClock } from './clock.js';
export { Course } from './course.js';
export { damagedFiles, fits } from './file-sums.js';
export { createInProcessExecutor, type InProcessExecutorOptions } from './in-process-executor.js';
export { type Followed, LogFollower } from './log-follower.js';
export {
  type DeviceShares,
  type FoundGpus,
  findGpus,
  findLimits,
  type MachineLimits,
  NO_DEVICES,
  shareDevices,
  type Variables,
} from './machine/index.js';
export { createProcessExecutor, type ProcessExecutorOptions } from './process-executor.js';
export { readRegularFile, withRegularFile } from './regular-file.js';
export { RunControl } from './run-control.js';
export { type RunOptions, type RunSummary, runPlan } from './run-plan.js';
export { runTrial, type TrialContext, type TrialRecord, toOutcome } from './run-trial.js';
export { serveTrials } from './serve-trials.js';
export type { TrainingListener } from './training-listener.js';
export { sourceOf, TrialQueue } from './trial-queue.js';
