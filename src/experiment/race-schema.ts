/**
 * @file The `race` of an experiment. Which rules and criteria there are, and which options a rule takes, is known by the
 * room that races; here stand the types, ranges and defaults of what is common to all.
 */
import { z } from 'zod';

const ruleSchema = z
  .union([z.string().min(1), z.looseObject({ name: z.string().min(1).describe('Which rule.') })])
  .default('halving')
  .transform((rule) => (typeof rule === 'string' ? { name: rule } : rule))
  .describe('Decides who leaves: its name, or `{ name: ..., alpha: 0.05 }` with its own options.');

export const raceSchema = z
  .strictObject({
    warmup: z.int().min(1).default(3).describe('Trials of every candidate before the first decision.'),
    rule: ruleSchema,
    criterion: z
      .string()
      .min(1)
      .default('q3')
      .describe("Robustness, computed from a candidate's losses: `mean`, `median`, `q3`, `q3+iqr`, `max`, ..."),
    finalTrials: z
      .int()
      .min(0)
      .default(20)
      .describe('Trials the winner has in the end, so that what is reported about it rests on enough.'),
    maxReplicates: z.int().min(1).optional().describe('Most trials of any candidate while several are left.'),
  })
  .refine((race) => race.maxReplicates === undefined || race.maxReplicates >= race.warmup, {
    path: ['maxReplicates'],
    message: 'at least as many as `warmup`',
  })
  .prefault({})
  .describe('How the candidates are raced.');

/** A checked `race` with its defaults; the rule's options are still unchecked. */
export type RaceSpec = z.output<typeof raceSchema>;
