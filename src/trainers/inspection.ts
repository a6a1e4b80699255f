/**
 * @file What is known of the built-in trainer's candidates without training them: settings, shapes, baselines. A door of this room:
 * ONNX Runtime is not loaded with it.
 */
import type { CandidateInspector } from '../core/index.js';
import { inspectWithBaseline } from './baseline/index.js';
import { createNetworkInspector } from './network/inspector.js';
import type { NetworkData } from './network/network.js';

export { type BaselineRequest, createBaselineInspector, isBaseline, measureBaselines } from './baseline/index.js';
export { checkData } from './network/data-checks.js';

export function createBuiltInInspector(data: NetworkData): CandidateInspector {
  return inspectWithBaseline(createNetworkInspector(data), data);
}
