/**
 * @file A linear model's configuration: what it may say. It is a network without layers whose weights are found exactly, so that all else
 * (encodings, scaling, losses, the model file) is what networks have.
 */
import { z } from 'zod';
import type { JsonObject } from '../../../core/index.js';
import { configurationFields, readSettings } from '../configuration.js';
import { numberFrom, settings } from '../fields.js';

const mixError = 'a number from 0 to 1';

const { loss, classWeights, inputs, target } = configurationFields;

const schema = settings({
  penalty: numberFrom(0)
    .default(0.001)
    .describe(
      'How much slopes of scaled columns are held down, beside the mean loss of an example: 0 is least squares. scikit-learn calls it `alpha` (of `Ridge`: divided by the examples), and 1 / (examples * `C`) of classes.',
    ),
  mix: z
    .number({ error: mixError })
    .min(0, { error: mixError })
    .max(1, { error: mixError })
    .default(0)
    .describe(
      'Of numbers, how much of the penalty is absolute, which sets slopes to 0: 0 is ridge, 1 the lasso, between them the elastic net.',
    ),
  loss,
  classWeights,
  inputs,
  target,
});

/** With every default filled in. */
export type LinearConfiguration = Readonly<z.output<typeof schema>>;

/** What it may be, for editors. */
export function linearJsonSchema(): JsonObject {
  return JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }))) as JsonObject;
}

/** Whether a completed configuration is one of a linear model: networks have no such setting. */
export function isLinear(configuration: JsonObject): boolean {
  return configuration.penalty !== undefined;
}

/** Throws an InputError that names the place, the value and what is allowed. */
export function parseLinear(configuration: JsonObject): LinearConfiguration {
  return readSettings(schema, configuration);
}
