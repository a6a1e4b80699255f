/** @file The schema of an experiment file: every key, its type, its default, and what it means. */
import { z } from 'zod';
import type { JsonObject, JsonValue } from '../core/index.js';
import { constraintsSchema } from './constraints.js';
import { costSchema } from './cost.js';
import { deliverSchema } from './deliver-schema.js';
import { EXPERIMENT_NAME } from './experiment-name.js';
import { failuresSchema } from './failure-schema.js';
import { keepSchema } from './keep-schema.js';
import { raceSchema } from './race-schema.js';
import { requireSchema } from './require-schema.js';
import { DOUBLE_SHARES, resourcesSchema, VAIN_RETRY } from './resources.js';
import { searchSchema } from './search-schema.js';
import { slicesSchema } from './slices-schema.js';
import { slurmSchema } from './slurm-schema.js';
import { LARGEST_SPACE } from './space.js';
import { trainerSchema } from './trainer-schema.js';

const jsonValue: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(jsonValue), z.record(z.string(), jsonValue)]),
);

const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), jsonValue);

const budgetSchema = z
  .strictObject({
    trials: z.int().min(1).optional().describe('Most trainings, all candidates together.'),
    minutes: z.number().gt(0).optional().describe('Most wall time, resumed stretches added up.'),
  })
  .prefault({})
  .describe('The race stops here at the latest. Raise it later, and the same command goes on.');

/**
 * The schema with the room's own part closed over `dataSchema`, which the room that reads data supplies. What it gives is
 * the experiment with every default filled in.
 */
export function experimentSchema<Data, Input = unknown>(dataSchema: z.ZodType<Data, Input>) {
  return z
    .strictObject({
      name: z
        .string()
        .regex(
          EXPERIMENT_NAME,
          'at most 100 characters, without / \\ : * ? " < > | or control characters, and not beginning with a space, dot or dash',
        )
        .describe('Names the run and its folder.'),
      data: dataSchema.optional(),
      sample: z
        .int()
        .min(1)
        .optional()
        .describe('Training examples that every replicate draws from the pool; default: the whole pool.'),
      trainer: trainerSchema,
      space: z
        .union([jsonObject, z.array(jsonObject)])
        .optional()
        .describe(
          'The candidates, as one set of settings or a list of sets. A list of plain values stands for alternatives; a list of objects for a sequence, such as layers; ' +
            '`{ oneOf: [...] }` for any alternatives, where null leaves the part out; `{ range: [1e-5, 0.1], scale: log }` for a number to be drawn; ' +
            '`{ value: ... }` for something literal.',
        ),
      draw: z
        .int()
        .min(1)
        .max(LARGEST_SPACE)
        .optional()
        .describe(
          'So many different candidates are drawn from `space`, by the `seed` of the experiment, and each is raced; default: the whole space, or a `search` where it has ranges.',
        ),
      search: searchSchema,
      candidates: z
        .record(z.string().min(1), jsonObject)
        .optional()
        .describe('Instead of `space`: candidates (or small spaces of them) by name.'),
      constraints: constraintsSchema.prefault({}),
      require: requireSchema.prefault({}),
      cost: costSchema,
      slices: slicesSchema,
      race: raceSchema,
      budget: budgetSchema,
      keep: keepSchema,
      deliver: deliverSchema,
      failures: failuresSchema,
      resources: resourcesSchema,
      slurm: slurmSchema,
      workers: z
        .int()
        .min(1)
        .max(1024)
        .optional()
        .describe('Trainings at the same time; default: as many as cores, or as `resources` fit.'),
      seed: z
        .int()
        .nonnegative()
        .default(1)
        .describe('All randomness of the trainings derives from it, but not the split of the data.'),
    })
    .refine((experiment) => (experiment.space === undefined) !== (experiment.candidates === undefined), {
      path: ['space'],
      message: 'either `space` or `candidates`, one of the two',
      params: { fix: 'Remove one of the two.' },
    })
    .refine(({ draw, candidates }) => draw === undefined || candidates === undefined, {
      path: ['draw'],
      message: 'only with `space`; candidates that are named take part without being drawn',
      params: { fix: 'Remove `draw`, or write the candidates as a `space`.' },
    })
    .refine(({ draw, search }) => draw === undefined || search === undefined || search.prior === 'none', {
      path: ['search'],
      message: 'either `draw`, which races every candidate it draws, or `search`',
      params: { fix: 'Remove `draw` or `search`.' },
    })
    .refine((experiment) => !DOUBLE_SHARES.isIn(experiment), DOUBLE_SHARES)
    .refine((experiment) => !VAIN_RETRY.isIn(experiment), VAIN_RETRY);
}

/** A checked experiment as its schema gives it. */
export type ExperimentSpec<Data> = z.output<ReturnType<typeof experimentSchema<Data>>>;

/** An experiment as a user writes it, before defaults are filled in. */
export type ExperimentInput<Data> = z.input<ReturnType<typeof experimentSchema<unknown, Data>>>;
