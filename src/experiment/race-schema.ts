/**
 * @file The `race` of an experiment. Which rules and criteria there are, and which options a rule takes, is known by the
 * room that races; here stand the types, ranges and defaults of what is common to all.
 */
import { z } from 'zod';
import { MOST_AHEAD_SHARE } from '../core/index.js';

const FINAL_TRIALS = 20;

/** A share above 0 and below 100 %, or the rule's own. */
const TOLERANCE_TEXT = /^(auto|(?=.*[1-9])\d{0,2}(\.\d*)?\s*%)$/;

const TOLERANCES = 'an amount of the loss, at least 0, such as 0.01; a share below 100 %, such as "5 %"; or auto';

const toleranceSchema = z
  .union([z.number(), z.string()], { error: TOLERANCES })
  .refine((value) => (typeof value === 'number' ? value >= 0 : TOLERANCE_TEXT.test(value)), { error: TOLERANCES })
  .optional()
  .describe(
    "A difference of the criterion that does not count: an amount of the loss, a share of the criterion of the first candidate that leads, such as `5 %`, or `auto`, half of one retraining's standard deviation (the default). Both are fixed in units of the loss once the first candidate leads.",
  );

const deltaSchema = z
  .literal([0.05, 0.1, 0.2], { error: '0.05, 0.1 or 0.2, which were calibrated' })
  .optional()
  .describe(
    'Nominal error probability of what the race states, as calibrated in simulated fields (docs/method.md); default: 0.05.',
  );

const collapseSchema = z
  .strictObject({
    above: z.number().optional().describe('A training with a larger loss, or metric that is better lower, collapsed.'),
    below: z.number().optional().describe('A training with a smaller metric that is better higher collapsed.'),
  })
  .refine(({ above, below }) => (above === undefined) !== (below === undefined), {
    error: 'either `above` or `below`, one of the two',
  })
  .optional()
  .describe(
    'What counts as a collapse, for what is said of how often trainings do: `{ above: 0.4 }` for the loss, `{ below: 0.88 }` for a metric that is better higher. ' +
      'Default: no better than the trivial baseline; where there is none, further above the median of its candidate than ten typical spreads.',
  );

const ruleSchema = z
  .union([
    z.string().min(1),
    z
      .object({ name: z.string().min(1).describe('Which rule.') })
      .catchall(z.union([z.number(), z.string(), z.array(z.number())])),
  ])
  .default('default')
  .transform((rule) => (typeof rule === 'string' ? { name: rule } : rule))
  .describe(
    'Decides who is trained again and who can no longer be the best: `default`, `strict`, `fast`, or one that races in rounds ' +
      '(`halving`, `welch`, ...); its name, or `{ name: welch, alpha: 0.01 }` with its own options. `strict` takes thresholds for the least ' +
      'favourable field and costs more; `fast` costs less than `default`, asks for one trial at a time and states less: a posterior chance at one look.',
  );

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
    tolerance: toleranceSchema,
    delta: deltaSchema,
    criterion: z
      .string()
      .min(1)
      .default('q3')
      .describe("Robustness, computed from a candidate's losses: `mean`, `median`, `q3`, `q3+iqr`, `max`, ..."),
    metric: z
      .string()
      .min(1)
      .optional()
      .describe(
        'What is raced in place of the loss: a metric of the trainings, such as `accuracy`, `f1Macro`, `rocAuc` or `mae`; candidates then have the highest, or lowest, criterion of it.',
      ),
    direction: z
      .enum(['minimize', 'maximize'])
      .optional()
      .describe('Whether a lower or a higher `metric` is better; only for metrics of your own.'),
    finalTrials: z
      .int()
      .min(0)
      .default(FINAL_TRIALS)
      .describe(
        'Fresh trials after the race, of the choice and of those that may be better: what is reported about them rests on these alone. 0 for none.',
      ),
    collapse: collapseSchema,
    reliability: z
      .number()
      .optional()
      .describe(
        'Share of its trainings that must come out for a candidate to be chosen, from 0.5 to 0.99: after the race the members of the set are put on probation one after the other, by fresh trials, until one passes. Default: nobody is.',
      ),
    maxReplicates: z.int().min(1).optional().describe('Most trials of any candidate in the race; default: 20.'),
    ahead: z
      .union([z.number().min(0).max(MOST_AHEAD_SHARE), z.boolean()], {
        error: `a number from 0 to ${MOST_AHEAD_SHARE}, or false`,
      })
      .optional()
      .describe(
        'Places that the race leaves idle train what it is likely to ask for soon, with `default`, `strict` and `fast`: it decides the same sooner, for trainings that it may never ask for. So much of that there may be, as a share of the trials used: 0 (or `false`) to 4; default: 0.25.',
      ),
  })
  .refine(({ maxReplicates, warmup = 1 }) => maxReplicates === undefined || maxReplicates >= warmup, {
    path: ['maxReplicates'],
    message: 'at least as many as `warmup`',
  })
  .prefault({})
  .describe('How the candidates are raced.');

/** A checked `race` with its defaults; the rule's options are still unchecked. */
export type RaceSpec = z.output<typeof raceSchema>;
