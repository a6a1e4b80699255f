/**
 * @file The `race` of an experiment. Which rules and criteria there are, and which options a rule takes, is known by the
 * room that races; here stand the types, ranges and defaults of what is common to all.
 */
import { z } from 'zod';

/** Trials the winner has in the end where nothing is said: more, where the warm-up alone takes more. */
const FINAL_TRIALS = 20;

const ruleSchema = z
  .union([
    z.string().min(1),
    z.object({ name: z.string().min(1).describe('Which rule.') }).catchall(z.union([z.number(), z.string()])),
  ])
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
      .optional()
      .describe(
        `Trials the winner has in the end, so that what is reported about it rests on enough; 0 adds none. Default: ${FINAL_TRIALS}, or \`warmup\` where that is more.`,
      ),
    maxReplicates: z.int().min(1).optional().describe('Most trials of any candidate while several are left.'),
  })
  .refine((race) => race.maxReplicates === undefined || race.maxReplicates >= race.warmup, {
    path: ['maxReplicates'],
    message: 'at least as many as `warmup`',
  })
  .refine(({ finalTrials = 0, warmup }) => finalTrials === 0 || finalTrials >= warmup, {
    path: ['finalTrials'],
    message: 'at least as many as `warmup`, which every candidate has anyway; or 0 for none beyond the race',
  })
  .transform((race) => ({ ...race, finalTrials: race.finalTrials ?? Math.max(FINAL_TRIALS, race.warmup) }))
  .prefault({})
  .describe('How the candidates are raced.');

/** A checked `race` with its defaults; the rule's options are still unchecked. */
export type RaceSpec = z.output<typeof raceSchema>;
