/**
 * @file What candidates of the built-in trainers may say, as JSON Schemas. A door of this room: the settings of networks are loaded with it,
 * ONNX Runtime is not.
 */
import type { JsonObject } from '../core/index.js';
import { baselineJsonSchema } from './baseline/configuration.js';
import { configurationJsonSchema } from './network/configuration.js';
import { linearJsonSchema } from './network/linear/configuration.js';

/** By trainer, in any of these forms. Bare values that stand for an object are said by its `shorthand`, the key they go to. */
export function candidateSchemas(): Readonly<Record<string, readonly JsonObject[]>> {
  const baseline = baselineJsonSchema();
  return { network: [configurationJsonSchema(), baseline], linear: [linearJsonSchema()], parametric: [baseline] };
}
