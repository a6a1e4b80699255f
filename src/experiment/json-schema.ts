/** @file The experiment file's JSON Schema, from which editors complete and check while one writes. */
import { z } from 'zod';
import type { JsonObject } from '../core/index.js';
import { experimentSchema } from './experiment-schema.js';

/** Draft 2020-12, of what a user may write (keys with a default are optional), with the meaning of every key. */
export function experimentJsonSchema<Data>(dataSchema: z.ZodType<Data>): JsonObject {
  const schema = z.toJSONSchema(experimentSchema(dataSchema), { io: 'input', target: 'draft-2020-12' });
  return { title: 'Surefoot experiment', ...(JSON.parse(JSON.stringify(schema)) as JsonObject) };
}
