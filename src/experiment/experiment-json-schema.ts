/** @file The JSON Schema of an experiment file, by which editors complete, explain and check it. */
import { z } from 'zod';
import type { JsonObject, JsonValue } from '../core/index.js';
import { experimentSchema } from './experiment-schema.js';
import { type Definitions, spaceSchema } from './space-schema.js';

/**
 * What a user may write, in draft 7, which every editor knows. `configurations` are schemas of what a candidate may be, in any of these
 * forms, by the `trainer` that takes them; the first is the trainer where none is named. Other trainers' candidates are theirs.
 */
export function experimentJsonSchema<Data, Input>(
  dataSchema: z.ZodType<Data, Input>,
  configurations: Readonly<Record<string, readonly JsonObject[]>> = {},
): JsonObject {
  const written = z.toJSONSchema(experimentSchema(dataSchema), { io: 'input', target: 'draft-7' });
  const { definitions: own = {}, ...schema } = plain(JSON.parse(JSON.stringify(written)) as JsonValue) as JsonObject;
  const definitions: Definitions = {};
  const byTrainer = Object.entries(configurations).map(([trainer, kinds]) => {
    const configuration = kinds.length === 1 ? (kinds[0] as JsonObject) : { anyOf: kinds };
    const candidate = spaceSchema(configuration, trainer, definitions);
    return {
      // True also where no trainer is named, which must not make every one of them apply.
      if: {
        properties: { trainer: { const: trainer } },
        ...(isDefault(trainer, schema) ? {} : { required: ['trainer'] }),
      },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: {
        properties: {
          space: { anyOf: [candidate, { type: 'array', items: candidate }] },
          candidates: { additionalProperties: candidate },
        },
        required: ['data'],
      },
    };
  });
  return {
    title: 'Surefoot experiment',
    ...schema,
    ...(byTrainer.length === 0 ? {} : { allOf: byTrainer }),
    definitions: { ...(own as JsonObject), ...definitions },
  };
}

function isDefault(trainer: string, { properties }: JsonObject): boolean {
  return (properties as Record<string, JsonObject>).trainer?.default === trainer;
}

/** Without bounds that only say that a number is a whole one of JavaScript. */
function plain(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((member: JsonValue) => plain(member));
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([, member]) => {
    return member !== Number.MAX_SAFE_INTEGER && member !== Number.MIN_SAFE_INTEGER;
  });
  return Object.fromEntries(kept.map(([key, member]) => [key, plain(member as JsonValue)]));
}
