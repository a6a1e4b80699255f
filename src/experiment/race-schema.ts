/**
 * @file The `race` of an experiment. Which rules and criteria there are, and which options a rule takes, is known by the
 * room that races; here stand the types, ranges and defaults of what is common to all.
 */
import { z } from 'zod';

const FINAL_TRIALS = 20;

const ruleSchema = z
  .union([
    z.string().min(1),
    z.object({ name: z.string().min(1).describe('Which rule.') }).catchall(z.union([z.number(), z.string()])),
  ])
  .default('default')
  .transform((rule) => (typeof rule === 'string' ? { name: rule } : rule))
  .describe('Decides who leaves: its name, or `{ name: ..., alpha: 0.05 }` with its own options.');

export const raceSchema = z
  .strictObject({
    warmup: z
      .int()
      .min(1)
      .optional()
      .describe(
        'Trials of every candidate before the first decision of a rule that races in rounds (halving, welch, ...); default: 3.',
      ),
    rule: ruleSchema,
    criterion: z
      .string()
      .min(1)
      .default('q3')
      .describe("Robustness, computed from a candidate's losses: `mean`, `median`, `q3`, `q3+iqr`, `max`, ..."),
    finalTrials: z
      .int()
      .min(0)
      .default(FINAL_TRIALS)
      .describe(
        'Fresh trials after the race, of the choice and of those that may be better: what is reported about them rests on these alone. 0 for none.',
      ),
    maxReplicates: z.int().min(1).optional().describe('Most trials of any candidate in the race; default: 20.'),
  })
  .refine(({ maxReplicates, warmup = 1 }) => maxReplicates === undefined || maxReplicates >= warmup, {
    path: ['maxReplicates'],
    message: 'at least as many as `warmup`',
  })
  .prefault({})
  .describe('How the candidates are raced.');

/** A checked `race` with its defaults; the rule's options are still unchecked. */
export type RaceSpec = z.output<typeof raceSchema>;
