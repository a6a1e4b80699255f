/**
 * @file The `race` of an experiment, and its `failures`. Which rules and criteria there are, and which options a rule takes, is known by the
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
    'A difference of the criterion that does not count: an amount of the loss, a share of the criterion of the first candidate that leads, such as `5 %`, or `auto`, half the standard deviation of one retraining (the default). It is fixed in units of the loss once the first candidate leads.',
  );

const deltaSchema = z
  .literal([0.05, 0.1, 0.2], { error: '0.05, 0.1 or 0.2, which were calibrated' })
  .optional()
  .describe('Nominal error probability of the claim, calibrated by simulation (docs/method.md); default: 0.05.');

const collapseSchema = z
  .strictObject({
    above: z.number().optional().describe('A training with a larger loss (or metric, if lower is better) collapsed.'),
    below: z.number().optional().describe('A training with a smaller metric (if higher is better) collapsed.'),
  })
  .refine(({ above, below }) => (above === undefined) !== (below === undefined), {
    error: 'either `above` or `below`, one of the two',
  })
  .optional()
  .describe(
    'What counts as a collapse: `{ above: 0.4 }` for the loss, `{ below: 0.88 }` for a metric where higher is better. ' +
      'Default: no better than the trivial baseline, or without one, more than ten typical spreads above the median of the candidate.',
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
    'Decides which candidate is trained next and which can no longer be the best: `default`, `strict`, `fast`, or one that races in rounds ' +
      '(`halving`, `welch`, ...); its name, or `{ name: welch, alpha: 0.01 }` with its own options. `strict` uses thresholds for the least ' +
      'favourable case and costs more; `fast` costs less than `default`, trains one at a time and claims nothing.',
  );

export const raceSchema = z
  .strictObject({
    warmup: z
      .int()
      .min(1)
      .optional()
      .describe(
        'Trainings of every candidate before the first decision of a rule that races in rounds (halving, welch, ...); default: 3.',
      ),
    rule: ruleSchema,
    tolerance: toleranceSchema,
    delta: deltaSchema,
    criterion: z
      .string()
      .min(1)
      .default('q3')
      .describe(
        "Robustness, computed from a candidate's losses: `mean`, `median`, `q3`, `q3+iqr`, `max`, ...; or as reports print it, with what it is of: `q1 of the accuracy`, which is `q3` of the negated one.",
      ),
    metric: z
      .string()
      .min(1)
      .optional()
      .describe(
        'What is raced instead of the loss: a metric of the trainings, such as `accuracy`, `f1Macro`, `rocAuc` or `mae`; or `disagreement`, how far the predictions of two of its trainings lie apart. The winner then has its highest, or lowest, criterion.',
      ),
    direction: z
      .enum(['minimize', 'maximize'])
      .optional()
      .describe('Whether a lower or a higher `metric` is better; only for your own metrics.'),
    finalTrials: z
      .int()
      .min(0)
      .default(FINAL_TRIALS)
      .describe(
        'Fresh trainings after the race, of the winner and of undecided candidates. Their reported figures rest on these alone. 0 for none.',
      ),
    collapse: collapseSchema,
    reliability: z
      .number()
      .optional()
      .describe(
        'Share of its trainings that must not collapse, 0.5 to 0.99. After the race the best candidates are tested by fresh trainings one after the other, until one passes. Default: no such test.',
      ),
    maxReplicates: z.int().min(1).optional().describe('Most trainings of any candidate in the race; default: 20.'),
    ahead: z
      .number()
      .min(0)
      .max(MOST_AHEAD_SHARE)
      .optional()
      .describe(
        'With `default`, `strict` and `fast`: idle workers train what the race is likely to need soon, so that it decides sooner. This many of these may turn out not to be needed, as a share of the trainings used: 0 to 4. They come on top of a budget. Default: 0.25, with a budget 0.',
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

const KINDS = {
  'exit-code': 'The process ended with another exit code than 0, or could not be started.',
  signal: 'The process was ended by a signal.',
  timeout: 'It took longer than `timeoutSeconds`.',
  memory: 'It took more than `memoryMiB`.',
  'no-loss': 'It gave no clear answer.',
  diverged: 'Its loss is NaN or infinite.',
  'lost-worker':
    'A long-lived command could not be started again, a worker process died, or three workers were lost with it.',
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
