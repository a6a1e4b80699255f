/**
 * @file What is known of the built-in trainer's candidates without training them: settings, shapes, baselines; and the types of its
 * models. A door of this room: ONNX Runtime is not loaded with it.
 */
import type { Candidate, CandidateInspector, Stackable, Trial } from '../core/index.js';
import { isBaseline } from './baseline/configuration.js';
import { inspectWithBaseline } from './baseline/with-baseline.js';
import type { Dataset } from './datasets/index.js';
import { createNetworkInspector, createStackRule } from './network/inspector.js';
import type { NetworkData } from './network/network.js';

export { createBaselineInspector } from './baseline/baseline-trainer.js';
export { type BaselineRequest, measureBaselines } from './baseline/baselines.js';
export { isBaseline } from './baseline/configuration.js';
export { checkData } from './network/data-checks.js';
export { evaluateKept, evaluateTold, lossIdentity, toldOutputs } from './network/evaluate-outputs.js';
export { createLinearInspector } from './network/linear/inspector.js';
export type { ModelAnswers, ModelRanges, UsableModel } from './network/model-answers.js';
export type { ModelRun } from './network/run-model.js';
export type { Intervals } from './network/stored-model.js';

export function createBuiltInInspector(data: NetworkData): CandidateInspector {
  return inspectWithBaseline(createNetworkInspector(data), data);
}

/** Says which trainings can be done together, and gain by it. */
export function createBuiltInStackRule(
  dataset: Dataset,
): (candidate: Candidate, trial: Trial) => Stackable | undefined {
  const rule = createStackRule(dataset);
  return (candidate, trial) => (isBaseline(candidate.configuration) ? undefined : rule(candidate, trial));
}
