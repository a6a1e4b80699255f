/** @file The `trainer` of an experiment: what trains a candidate. */
import { z } from 'zod';

/** Timers hold no more than 2^31 ms. */
const seconds = z.number().gt(0).max(2_000_000);

const files = z
  .array(z.string().min(1))
  .default([])
  .describe(
    'Files that losses depend on but that the code does not import: R scripts, data, programs. Paths and patterns ' +
      'from the folder of the experiment (`lib/*.R`); `!build` leaves files out. Imports of Python and JavaScript are found without it.',
  );

const checkSeeds = z
  .boolean()
  .default(true)
  .describe('Run one training of the first round twice, and warn when equal seeds give different losses.');

/** A command of the user's own, in any language; `docs/trainer-protocol.md` says what it is told and what it answers. */
const commandTrainerSchema = z
  .strictObject({
    command: z
      .union(
        [
          z.array(z.string()).min(1).describe('Program and arguments, as they are: no shell reads them.'),
          z
            .strictObject({
              shell: z.string().min(1).describe('A line for /bin/sh; placeholders in it come out quoted.'),
            })
            .describe('The same through a shell.'),
        ],
        { error: 'a list such as [python3, train.py], or { shell: python3 train.py | tail -1 }' },
      )
      .describe(
        'What to run, from the folder of the experiment. Placeholders: {trial}, {result}, {reports}, {folder}, {configuration}, ' +
          '{configuration.KEY}, {replicate}, {seed.init}, {seed.sample}, {seed.order}, {seed.noise}, {sampleSize}, ' +
          '{experimentSeed}; {configuration:--key value} or {configuration:key=value} for all settings.',
      ),
    protocol: z
      .enum(['one-shot', 'long-lived'])
      .default('one-shot')
      .describe(
        '`one-shot`: a process for every training. `long-lived`: a process for every worker, asked in JSON lines.',
      ),
    inspect: z
      .array(z.string())
      .min(1)
      .optional()
      .describe(
        'A command that tells how large a candidate is, untrained, for `require: { parameters: ... }`: it reads the configuration as JSON on standard input, and its last line is `{"parameters": 12345}`.',
      ),
    pass: z
      .enum(['json-file', 'arguments', 'environment'])
      .optional()
      .describe(
        'How a one-shot command gets configuration and seeds: only in the file that SUREFOOT_TRIAL names (default), or as ' +
          '`--key value` arguments, or as environment variables, in addition.',
      ),
    loss: z
      .union(
        [
          z.literal('predictions').describe('As below, by the default loss of the task.'),
          z
            .strictObject({
              predictions: z.string().min(1).describe('The loss by which they are judged: `rmse`, `mae`, ...'),
            })
            .describe(
              'Surefoot computes loss and metrics from what it predicts for the selection set; needs `data`. The default among `models` with `data`.',
            ),
          z
            .strictObject({
              pattern: z
                .string()
                .min(1)
                .describe(
                  "A regular expression with one group, around the number: 'val_loss: (\\S+)'. Its last match counts; none is a failure.",
                ),
            })
            .describe('Where the output of a one-shot command shows its loss.'),
        ],
        { error: "predictions, { predictions: mae }, or { pattern: 'val_loss: (\\S+)' }" },
      )
      .optional()
      .describe('Where its loss comes from; without this it answers with the loss, in JSON.'),
    sample: z
      .enum(['seed', 'indices', 'files'])
      .optional()
      .describe(
        'How the training sample is handed over: as a seed to draw with, as indices into your data, or (with `data`) as files; default: `seed`, and `files` with `loss: predictions`.',
      ),
    examples: z
      .int()
      .min(1)
      .optional()
      .describe(
        'How many training examples you have, for `sample: indices` without `data`: indices are 0 ... examples-1.',
      ),
    files,
    environment: z.record(z.string().min(1), z.string()).default({}).describe('Environment variables to add.'),
    secrets: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'Variables, of `environment` or inherited, whose values are never stored or printed; names with KEY, TOKEN, SECRET or PASSW are always secret.',
      ),
    timeoutSeconds: seconds.optional().describe('Wall time of a training; beyond it the whole process tree is killed.'),
    startSeconds: seconds
      .default(300)
      .describe('Wall time in which a long-lived command must report that it is ready (loading data included).'),
    memoryMiB: z
      .int()
      .min(1)
      .optional()
      .describe('Resident memory of the whole process tree; beyond it the tree is killed (Linux).'),
    gpus: z
      .union([z.literal('all'), z.array(z.union([z.int().min(0), z.string().min(1)])).min(1)], {
        error: 'all, or a list of GPUs such as [0, 1]',
      })
      .optional()
      .describe(
        'GPUs to use, `all` of the machine or a list of indices or UUIDs: each training sees one of them, as CUDA_VISIBLE_DEVICES.',
      ),
    trialsPerGpu: z.int().min(1).default(1).describe('Trainings at a time on each of `gpus`.'),
    checkSeeds,
  })
  .refine(({ protocol, pass }) => protocol === 'one-shot' || pass === undefined, {
    path: ['pass'],
    message: 'only with `protocol: one-shot`; a long-lived command is told everything in JSON lines',
  })
  .refine(({ protocol, loss }) => protocol === 'one-shot' || typeof loss !== 'object' || !('pattern' in loss), {
    path: ['loss'],
    message: 'a pattern only with `protocol: one-shot`; a long-lived command answers in JSON lines',
  })
  .describe('A command of your own, in any language.');

const moduleTrainerSchema = z
  .strictObject({
    module: z.string().min(1).describe('Path of a JavaScript module whose default export trains.'),
    files,
    timeoutSeconds: seconds.optional().describe('Wall time of a training; beyond it its worker process is killed.'),
    checkSeeds,
  })
  .describe('A module that runs in the worker processes.');

export const trainerSchema = z
  .union(
    [
      z.literal('network').describe('The built-in trainer of small neural networks.'),
      z
        .literal('linear')
        .describe(
          'Linear and logistic models with a penalty, fitted exactly: the simple ones that networks should beat.',
        ),
      z
        .literal('parametric')
        .describe('Only the baseline of calorimeter data; among networks write `baseline: parametric` as a candidate.'),
      moduleTrainerSchema,
      commandTrainerSchema,
    ],
    { error: 'network, linear, parametric, { module: ./train.mjs }, or { command: [python3, train.py] }' },
  )
  .default('network')
  .describe(
    'What trains: `network` and `linear` (built in), `{ module: path }`, or `{ command: [python3, train.py] }`.',
  );

export type TrainerSpec = z.output<typeof trainerSchema>;
export type ModuleTrainerSpec = z.output<typeof moduleTrainerSchema>;
export type CommandTrainerSpec = z.output<typeof commandTrainerSchema>;
