/** @file The `failures` of an experiment: how often a failed trial is tried again, and what it counts as then. */
import { z } from 'zod';

const KINDS = {
  'exit-code': 'The process ended with another exit code than 0, or could not be started.',
  signal: 'The process was ended by a signal.',
  timeout: 'It took longer than `timeoutSeconds`.',
  memory: 'It took more than `memoryMiB`.',
  'no-loss': 'It gave no clear answer.',
  diverged: 'Its loss is NaN or infinite.',
  'lost-worker': 'A long-lived command could not be started again, or a worker process died.',
  exception: 'It reported an error, or a JavaScript trainer threw one.',
} as const;

type FailureKind = keyof typeof KINDS;

/** Kinds of failure that a policy can name. */
const FAILURE_KINDS = Object.keys(KINDS) as FailureKind[];

const retries = z.int().min(0).max(100);
const action = z.enum(['worst', 'exclude', 'stop']);

const kindSchema = z.strictObject({
  retries: retries.optional().describe('For this kind, in place of the general one.'),
  action: action.optional().describe('For this kind, in place of the general one.'),
});

const kindSchemas = Object.fromEntries(
  Object.entries(KINDS).map(([kind, meaning]) => [kind, kindSchema.optional().describe(meaning)]),
) as Record<FailureKind, z.ZodOptional<typeof kindSchema>>;

export const failuresSchema = z
  .strictObject({
    retries: retries
      .default(1)
      .describe(
        'How often a failed training is tried again, with the same seeds. A diverged one is tried again only if its kind says so.',
      ),
    action: action
      .optional()
      .describe(
        'What it counts as then: `worst` (an infinite loss; the default), `exclude` (it is left out), `stop` (the run ends and says why). If the first training of each of ten candidates fails, the run ends, unless you write `worst`.',
      ),
    kinds: z
      .strictObject(kindSchemas)
      .default({})
      .describe(`The same for single kinds: ${FAILURE_KINDS.join(', ')}.`),
  })
  .prefault({})
  .describe('What happens when a training fails.');

export type FailuresSpec = z.output<typeof failuresSchema>;
