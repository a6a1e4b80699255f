/** @file The schema of an experiment file: every key, its type, its default, and what it means; and what its parts ask of one another. */
import { z } from 'zod';
import { inputError, type JsonObject, type JsonValue } from '../core/index.js';
import { costSchema } from './cost.js';
import { deliverSchema, slicesSchema } from './deliver-schema.js';
import { modelsSchema } from './models-schema.js';
import { failuresSchema, raceSchema } from './race-schema.js';
import { constraintsSchema, requireSchema } from './require-schema.js';
import { DOUBLE_SHARES, resourcesSchema, slurmSchema, VAIN_RETRY } from './resources.js';
import { searchSchema } from './search-schema.js';
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
      models: modelsSchema(jsonObject),
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
    .refine(
      ({ models, space, candidates }) => models !== undefined || (space === undefined) !== (candidates === undefined),
      {
        path: ['space'],
        message: 'either `space` or `candidates`, one of the two',
        params: { fix: 'Remove one of the two.' },
      },
    )
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

const keepSchema = z
  .strictObject({
    predictions: z
      .enum(['winner', 'all', 'none'])
      .default('winner')
      .describe(
        'Whose predictions for the selection and the final set are kept, as files in the run folder: those of the fresh trainings of the winner and its rivals, of `all` completed trainings (studies, too), or of `none`.',
      ),
  })
  .prefault({})
  .describe('What is kept of trainings beyond their losses. Nothing of it changes a loss or a decision.');

export type KeepSpec = z.output<typeof keepSchema>;

/** No characters that control a terminal, or turn the direction of writing. */
const CONTROLS = String.raw`\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069`;

/** What a name of an experiment looks like: at most 100 characters, none that a path, a file system or a terminal takes for its own. */
const EXPERIMENT_NAME = new RegExp(String.raw`^[^\s.\-/\\:*?"<>|${CONTROLS}][^/\\:*?"<>|${CONTROLS}]{0,99}$`);

const LONGEST = 60;

/**
 * A name that is allowed, and needs no quotes in a shell: letters, digits, dots and underscores stay, and what stands between
 * them becomes a dash. Of a text without letters and digits it is `experiment`.
 *
 * @example soundName('My patients (2024)'); // 'My-patients-2024'
 */
export function soundName(text: string): string {
  const words = text.normalize('NFC').replaceAll(/[^\p{L}\p{M}\p{N}._]+/gu, '-');
  const name = Array.from(words.replace(/^[^\p{L}\p{N}_]+/u, ''))
    .slice(0, LONGEST)
    .join('')
    .replace(/[-.]+$/, '');
  return name === '' ? 'experiment' : name;
}

/** Refuses a budget that ends before every candidate has its warm-up, after which nothing could be decided. */
export function checkBudget(budgetTrials: number | undefined, warmup: number, candidates: number): void {
  const needed = warmup * candidates;
  if (budgetTrials === undefined || budgetTrials >= needed) return;
  throw inputError`budget-too-small: budget.trials: ${budgetTrials} trainings are not enough for the warm-up: ${candidates} candidates x ${warmup} trainings need ${needed}.
    Allowed: at least ${needed} trainings
    Fix: Raise \`budget.trials\`, lower \`race.warmup\`, or remove candidates.`;
}

/** Refuses a training sample that is larger than the pool it is drawn from. `sample` 0 = the whole pool. */
export function checkSample(sample: number, poolCount: number): void {
  if (sample <= poolCount) return;
  throw inputError`sample-too-large: sample: ${sample} training examples are more than the pool's ${poolCount}.
    Allowed: at most ${poolCount}
    Fix: Lower \`sample\`, or give the pool a larger part of the data (\`data.split.pool\`, or \`trainer.examples\`).`;
}
