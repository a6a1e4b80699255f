/** @file Options of the library's functions, as schemas: callers may be plain JavaScript. Each says what is allowed, and how a command line says it. */
import { z } from 'zod';
import {
  badArgument,
  isObject,
  type JsonObject,
  MOST_AHEAD_SHARE,
  PREDICTED_SETS,
  unknownOption,
} from '../../core/index.js';
import { slicesSchema } from '../../experiment/index.js';
import {
  countOption,
  flagsOf,
  fromZero,
  type OptionsOf,
  readAmount,
  type ToldQuestion,
  text,
  texts,
  typed,
} from '../../questions/common/index.js';
import { KEEP_TRIALS, USUAL_ERROR } from '../../questions/index.js';
import type { ExplainOptions } from '../models/explain.js';
import type { ExportSubject } from '../models/export-trial.js';
import type { PredictionsOptions } from '../models/run-predictions.js';
import type { ChangeOptions, CreateRaceOptions, KeepOptions, SelectOptions, StudyOptions } from './options.js';

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isSlices = (value: unknown): boolean => slicesSchema.safeParse(value).success;
const isPath = (value: unknown): boolean => typeof value === 'string' && value !== '' && !value.includes('\0');

const anyOf = <T>(allowed: string, fits: (value: unknown) => boolean) => z.custom<T>(fits).describe(allowed);
const path = (allowed: string) => anyOf<string>(allowed, isPath);
const aFunction = anyOf('a function', isFunction);
const flag = z.boolean().describe('true or false');

const experiment = anyOf<SelectOptions['experiment']>(
  'the path of an experiment file, or an experiment as an object',
  (value) => isPath(value) || isObject(value),
);
const trainer = anyOf<SelectOptions['trainer']>('a function (configuration, { seeds }) => loss', isFunction);
const out = path('the path of a run folder');
const budget = anyOf('an object with `trials`, `minutes` or both', isObject);
const separate = z
  .union([z.boolean(), countOption])
  .describe('true, or how many replicates: a whole number, at least 1');

const from = anyOf<NonNullable<SelectOptions['from']>>(
  'a path, trials such as [{ settings: { rate: 0.1 }, loss: 0.3 }], or a list of such sources',
  (value) => isPath(value) || (typeof value === 'object' && value !== null),
);

/** Options of everything that trains. */
const RUN = {
  experiment,
  trainer: trainer.optional(),
  out: typed(out.optional(), '-o, --out <folder>', 'run folder (default: runs/NAME, of the experiment)'),
  workers: typed(countOption.optional(), '-w, --workers <count>', 'trainings at the same time (default: what fits)'),
  fresh: typed(flag.optional(), '--fresh', 'drop what is in the run folder, begin anew'),
  retryFailed: typed(flag.optional(), '--retry-failed', 'train failed trainings again, and decide anew'),
  acceptChangedCode: typed(
    flag.optional(),
    '--accept-changed-code',
    'go on although the code of the trainer has changed',
  ),
  workersAt: path('the folder, or another address, where workers are').optional(),
  budget: budget.optional(),
  signal: anyOf('an AbortSignal', isAbortSignal).optional(),
  onEvent: aFunction.optional(),
};

/** Options of a race, beside these. */
const OF_RACE = {
  separate: typed(
    separate.optional(),
    '--separate [replicates]',
    "after a tie train undecided candidates on, each up to so many times (default: 5 times the race's)",
    readAmount(countOption),
  ),
  reliability: typed(
    z.number().describe('a share from 0.5 to 0.99').optional(),
    '--reliability <share>',
    'share of trainings that must be shown not to collapse for a candidate to win, 0.5 to 0.99 (default: ' +
      '`race.reliability` of the experiment, or none)',
  ),
  ahead: typed(
    z.number().min(0).max(MOST_AHEAD_SHARE).describe(`a number from 0 to ${MOST_AHEAD_SHARE}`).optional(),
    '--ahead <share>',
    'let idle workers train what the race is likely to need soon, so that it decides sooner. This many of ' +
      'these may turn out not to be needed, as a share of the trainings used, 0 to 4; they come on top of a budget ' +
      '(default: `race.ahead` of the experiment, or 0.25; with a budget 0)',
  ),
};

const SELECT = {
  ...RUN,
  ...OF_RACE,
  propose: aFunction.optional(),
  from: from.optional(),
} satisfies OptionsOf<SelectOptions>;

/** Options that commands have as well, by the names that programs have for them. */
export const RUN_FLAGS = flagsOf(z.strictObject(RUN));
export const RACE_FLAGS = flagsOf(z.strictObject(OF_RACE));

/** Options of every study; further ones of each are with it. */
export const STUDY_OPTIONS = {
  ...RUN,
  candidates: texts.optional(),
  metric: text.optional(),
} satisfies OptionsOf<StudyOptions>;

/** Options of a study of one candidate. */
export const STUDY_OF_ONE_OPTIONS = { ...RUN, candidate: text.optional(), metric: text.optional() };

/** `trials` of a change; of a bar they stand with the question. */
const CHANGE = {
  ...RUN,
  against: experiment,
  candidate: text.optional(),
  againstCandidate: text.optional(),
  trials: countOption.optional(),
} satisfies OptionsOf<ChangeOptions>;

const configuration = anyOf<JsonObject>('a configuration: an object', isObject);

const KEEP = {
  ...{ baseline: configuration, candidate: configuration },
  train: anyOf<KeepOptions['train']>('a function (configuration, { seeds }) => loss', isFunction),
  ...{ out: RUN.out, fresh: RUN.fresh, workers: RUN.workers, budget: RUN.budget, signal: RUN.signal },
  ...{ onEvent: RUN.onEvent, metric: text.optional(), seed: fromZero.optional() },
  criterion: text.default('mean'),
  error: z.number().gt(0).lt(0.5).default(USUAL_ERROR).describe('a number above 0 and below 0.5'),
  direction: z.enum(['minimize', 'maximize']).optional().describe('minimize or maximize'),
  smallest: z.number().nonnegative().optional().describe('a number of at least 0'),
  trials: countOption.default(KEEP_TRIALS),
} satisfies OptionsOf<KeepOptions>;

const RACE = {
  experiment,
  out: out.optional(),
  budget: budget.optional(),
  separate: separate.optional(),
  ahead: OF_RACE.ahead,
  propose: aFunction.optional(),
  from: from.optional(),
} satisfies OptionsOf<CreateRaceOptions>;

const EXPORT = {
  candidate: text.optional(),
  replicate: fromZero.optional(),
  onWarning: aFunction.optional(),
} satisfies OptionsOf<ExportSubject & { readonly onWarning: unknown }>;

const EXPLAIN = {
  target: z.union([text, texts]).describe('the name of a column, or a list of them').optional(),
  metric: text.optional(),
  instances: fromZero.optional(),
  candidate: text.optional(),
  repeats: countOption.optional(),
  rows: z.int().min(2).describe('a whole number, at least 2').optional(),
  seed: fromZero.optional(),
  acceptChangedModel: flag.optional(),
  onProgress: aFunction.optional(),
  onWarning: aFunction.optional(),
} satisfies OptionsOf<ExplainOptions>;

const PREDICTIONS = {
  set: z
    .enum(PREDICTED_SETS)
    .describe(`one of ${PREDICTED_SETS.join(', ')}`)
    .optional(),
  question: countOption.optional(),
  slices: anyOf<NonNullable<PredictionsOptions['slices']>>(
    'an object such as { energy: [3, 10, 30] }: ascending edges, or texts, by column',
    isSlices,
  ).optional(),
} satisfies OptionsOf<PredictionsOptions>;

const EXAMPLE = "{ experiment: 'experiment.yaml' }";

/** What each function takes, and an object that would do. */
const FUNCTIONS = {
  select: [SELECT, EXAMPLE],
  assureChange: [CHANGE, "{ experiment: 'new.yaml', against: 'old.yaml' }"],
  keep: [KEEP, '{ baseline: { width: 8 }, candidate: { width: 16 }, train }'],
  check: [{ experiment, trainer: trainer.optional() }, EXAMPLE],
  createRace: [RACE, EXAMPLE],
  exportModel: [EXPORT, '{ replicate: 3 }'],
  explain: [EXPLAIN, "{ metric: 'mae' }"],
  predictions: [PREDICTIONS, '{ slices: { energy: [3, 10, 30] } }'],
} as const;

export type FunctionName = keyof typeof FUNCTIONS;

/** With defaults. @throws InputError for options that are no object, for one that is not known and for the first that does not fit. */
export function checkOptionsOf(name: FunctionName, options: unknown): Readonly<Record<string, unknown>> {
  const [shape, example] = FUNCTIONS[name];
  return readOptions(name, options, z.strictObject(shape), example);
}

/**
 * The own options of a question, in addition to those of all its kind (`shared`), completed by its defaults.
 * @throws InputError as `checkOptionsOf` does.
 */
export function readToldOptions<Own extends z.ZodObject>(
  name: string,
  options: unknown,
  { options: own, example }: ToldQuestion<Own>,
  shared: z.ZodRawShape = {},
): z.output<Own> {
  const read = readOptions(name, options, z.strictObject({ ...shared, ...own.shape }), example);
  return Object.fromEntries(Object.entries(read).filter(([key]) => key in own.shape)) as z.output<Own>;
}

function readOptions(name: string, options: unknown, schema: z.ZodObject, example: string): Record<string, unknown> {
  if (!isObject(options)) throw badArgument(`${name}: options`, options, `an object such as ${example}`);
  const read = schema.safeParse(options);
  if (read.success) return read.data;
  const { issues } = read.error;
  const unknown = issues.find(({ code, path: { length } }) => code === 'unrecognized_keys' && length === 0);
  if (unknown?.code === 'unrecognized_keys')
    throw unknownOption(name, String(unknown.keys[0]), Object.keys(schema.shape));
  const key = String(issues[0]?.path[0]);
  throw badArgument(
    `${name}: ${key}`,
    (options as Readonly<Record<string, unknown>>)[key],
    allowedBy(schema.shape[key] as z.ZodType),
  );
}

/** What its description says; of one that may be left out, what stands inside. */
function allowedBy(schema: z.ZodType): string {
  if (schema.description !== undefined) return schema.description;
  const isWrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault;
  return isWrapped ? allowedBy(schema.unwrap() as z.ZodType) : '';
}

/** @throws InputError for anything but a path. */
export function checkPath(name: string, value: unknown): void {
  if (!isPath(value)) throw badArgument(name, value, 'a path');
}

/** By what is used of it: signals of other realms and of polyfills work as well. */
function isAbortSignal(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return 'aborted' in value && typeof value.aborted === 'boolean' && 'addEventListener' in value;
}
