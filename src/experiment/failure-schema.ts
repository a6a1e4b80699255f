/** @file The `failures` of an experiment: how often a failed trial is tried again, and what it counts as then. */
import { z } from 'zod';

/** Kinds of failure that a policy can name. */
export const FAILURE_KINDS = [
  'exit-code',
  'signal',
  'timeout',
  'memory',
  'no-loss',
  'diverged',
  'lost-worker',
  'exception',
] as const;

const retries = z.int().min(0).max(100);
const action = z.enum(['worst', 'exclude', 'stop']);

const kindSchema = z.strictObject({
  retries: retries.optional().describe('For this kind, in place of the general one.'),
  action: action.optional().describe('For this kind, in place of the general one.'),
});

export const failuresSchema = z
  .strictObject({
    retries: retries
      .default(1)
      .describe(
        'How often a failed trial is tried again, with the same seeds. Divergence is not tried again unless its kind says so.',
      ),
    action: action
      .default('worst')
      .describe(
        'What it counts as then: `worst` (an infinite loss), `exclude` (this trial is left out), `stop` (the run ends and says why).',
      ),
    kinds: z
      .partialRecord(z.enum(FAILURE_KINDS), kindSchema)
      .default({})
      .describe(`The same for single kinds: ${FAILURE_KINDS.join(', ')}.`),
  })
  .prefault({})
  .describe('What happens when a trial fails.');

export type FailuresSpec = z.output<typeof failuresSchema>;
