/**
 * @file The `models` of an experiment: several trainers in one race, each with a space of its own. A candidate's configuration is its
 * settings below the name of its model, `{ boost: { depth: 3 } }`, so that no setting of one model is a setting of another.
 */
import { z } from 'zod';
import { inputError, isObject, type JsonObject } from '../core/index.js';
import type { NamedSpace } from './space.js';
import { type TrainerSpec, trainerSchema } from './trainer-schema.js';
import type { Path } from './yaml-source.js';

/** Stands in labels, tables and paths of settings, whose parts dots divide. */
const MODEL_NAME = /^[\p{L}][\p{L}\p{N}_-]{0,39}$/u;

/** @param space  what may stand in place of a candidate's settings */
export function modelsSchema<Space extends z.ZodType>(space: Space) {
  return z
    .record(
      z
        .string()
        .regex(MODEL_NAME, 'a letter, then letters, digits, underscores and dashes, at most 40 characters together'),
      z
        .strictObject({
          trainer: trainerSchema,
          space: z
            .union([space, z.array(space).min(1)])
            .optional()
            .describe('Its candidates, as `space` of an experiment has them; default: one, without settings.'),
          cost: z
            .number()
            .gt(0)
            .optional()
            .describe('What one training of it costs beside those of the other models; default: 1.'),
        })
        .describe('A trainer and its candidates.'),
    )
    .refine((models) => Object.keys(models).length > 0, 'at least one model, by name')
    .optional()
    .describe(
      'Instead of `trainer` and `space`: several trainers in one race, by name, each with its `trainer` and `space`. All see the same split and the same samples, and one loss compares them.',
    );
}

/** Stands for a function of the program that asks, by its name: no file can say it. */
interface OwnFunction {
  readonly function: string;
}

/** What trains where several models race: the trainer of each, by name. */
export interface ModelTrainers {
  readonly models: Readonly<Record<string, TrainerSpec | OwnFunction>>;
}

export type RacedTrainer = TrainerSpec | ModelTrainers;

/** The trainers by model; undefined where there is one for all candidates. */
export function modelTrainers(trainer: RacedTrainer): ModelTrainers['models'] | undefined {
  return typeof trainer === 'object' && 'models' in trainer ? trainer.models : undefined;
}

/** A trainer as a program that offers work has it, defaults filled in. */
export const racedTrainerSchema: z.ZodType<RacedTrainer> = z.union([
  z.strictObject({ models: z.record(z.string(), trainerSchema) }),
  trainerSchema,
]);

interface Model {
  readonly trainer: TrainerSpec;
  readonly space?: JsonObject | readonly JsonObject[] | undefined;
}

/** One space for each model, so that each has its share of draws. */
export function spacesOfModels(models: Readonly<Record<string, Model>>): NamedSpace[] {
  return Object.entries(models).map(([name, { space = {} }]) => {
    const own = Array.isArray(space) ? { oneOf: space as readonly JsonObject[] } : (space as JsonObject);
    return { name, place: 'models', space: { [name]: own } };
  });
}

/** What a model has of its own, or may not have. */
const BESIDE = ['trainer', 'space', 'candidates', 'constraints', 'cost'];

/** GPUs are shared out to the trainings of all models alike. */
function refuseOwnGpus(models: Readonly<Record<string, unknown>>, locate: (path: Path) => string): void {
  for (const [name, model] of Object.entries(models)) {
    const trainer = isObject(model) && isObject(model.trainer) ? model.trainer : {};
    const key = ['gpus', 'trialsPerGpu'].find((one) => trainer[one] !== undefined);
    if (key === undefined) continue;
    throw inputError`models-gpus: ${locate(['models', name, 'trainer', key])}: \`${key}\` stands in the trainer of one of several models, but GPUs are shared out to all of them alike.
      Allowed: \`resources: { gpus: 1 }\` at the top, or a share of one
      Fix: Remove it, and write \`resources: { gpus: ${key === 'gpus' ? 1 : 0.5} }\`.`;
  }
}

/** @throws InputError for what says the same of all candidates beside `models`, where each model says it itself. */
export function refuseBesideModels(experiment: unknown, locate: (path: Path) => string): void {
  if (!isObject(experiment) || experiment.models === undefined) return;
  if (isObject(experiment.models)) refuseOwnGpus(experiment.models, locate);
  const key = BESIDE.find((one) => experiment[one] !== undefined);
  if (key === undefined) return;
  const isOfEach = ['trainer', 'space', 'cost'].includes(key);
  throw inputError`models-beside: ${locate([key])}: \`${key}\` stands beside \`models\`.
    Allowed: ${isOfEach ? `\`${key}\` inside of each model` : `\`models\` without \`${key}\``}
    Fix: ${isOfEach ? `Move it into the model it is of: \`models: { net: { ${key}: ... } }\`.` : `Remove \`${key}\`, or \`models\`.`}`;
}
