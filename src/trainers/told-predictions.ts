/** @file Predictions as trainers of the user's tell them: arrays, or files by name that a trainer left, which become the same for all trainers. */
import {
  isObject,
  PREDICTED_SETS,
  PREDICTION_KINDS,
  type PredictedSet,
  type PredictionKind,
  type SetPredictions,
  type TrainingResult,
  type TrialPredictions,
} from '../core/index.js';

/** One number for each example, or a row of them. */
type ToldRows = ArrayLike<number> | readonly ArrayLike<number>[];

/** What a function may return as `predictions`, for the sets of examples that it has. */
export interface ToldPredictions extends Readonly<Partial<Record<PredictedSet, ToldRows>>> {
  /** `probabilities`: a row for each example, or of two classes that of the second alone. `labels`: class numbers 0, 1, ... */
  readonly kind: PredictionKind;
  /** What is true of the same examples: class numbers, or rows of numbers. */
  readonly targets?: Readonly<Partial<Record<PredictedSet, ToldRows>>>;
}

type KeptOrNot = Pick<TrainingResult, 'predictions' | 'predictionsFlaw'>;

/** Numbers by example, as they were told. */
type ToldNumbers = Pick<SetPredictions, 'examples' | 'outputs' | 'values'>;

/** Reads files that are told by name; what cannot be read is thrown. Apart, since a function tells arrays and loads no readers. */
export interface ToldFiles {
  /** Of a file that holds all of a set; undefined for any other. */
  wholeSet(what: string, path: string): SetPredictions | undefined;
  rows(what: string, path: string): ToldNumbers;
}

/**
 * `told` is the member `predictions` of an answer. Without `files` only arrays are taken. What cannot be used is a flaw
 * of the whole, and no reason to lose the loss.
 */
export function readToldPredictions(told: unknown, files?: ToldFiles): KeptOrNot {
  if (told === undefined || told === null) return {};
  try {
    return { predictions: predictionsIn(told, files) };
  } catch (error) {
    return { predictionsFlaw: error instanceof Error ? error.message : String(error) };
  }
}

function predictionsIn(told: unknown, files: ToldFiles | undefined): TrialPredictions {
  if (!isObject(told)) throw new Error('`predictions` is not an object such as { kind: "values", selection: [...] }');
  const { kind, targets = {}, ...sets } = told as Readonly<Record<string, unknown>>;
  const stranger = Object.keys(sets).find((name) => !PREDICTED_SETS.some((set) => set === name));
  if (stranger !== undefined) {
    throw new Error(
      `\`predictions\` has ${JSON.stringify(stranger)}; allowed: kind, targets, ${PREDICTED_SETS.join(', ')}`,
    );
  }
  const entries = PREDICTED_SETS.flatMap((set) => {
    const own = sets[set];
    if (own === undefined || own === null) return [];
    return [[set, predictionsOf(set, { kind, rows: own, targets: memberOf(targets, set) }, files)] as const];
  });
  if (entries.length === 0) throw new Error(`\`predictions\` has none of ${PREDICTED_SETS.join(', ')}`);
  return Object.fromEntries(entries);
}

interface ToldSet {
  readonly kind: unknown;
  readonly rows: unknown;
  readonly targets: unknown;
}

function predictionsOf(
  set: PredictedSet,
  { kind, rows, targets }: ToldSet,
  files: ToldFiles | undefined,
): SetPredictions {
  const whole = typeof rows === 'string' ? files?.wholeSet(set, rows) : undefined;
  if (whole !== undefined) return whole;
  const known = PREDICTION_KINDS.find((one) => one === kind);
  if (known === undefined) {
    throw new Error(`their \`kind\` is ${JSON.stringify(kind) ?? 'not told'}; allowed: ${PREDICTION_KINDS.join(', ')}`);
  }
  const own = readRows(set, rows, files);
  const truth =
    targets === undefined || targets === null ? {} : { targets: readRows(`targets of ${set}`, targets, files).values };
  return { kind: known, ...(known === 'probabilities' && own.outputs === 1 ? ofBothClasses(own) : own), ...truth };
}

/** A single probability is that of the second of two classes. */
function ofBothClasses({ examples, values }: ToldNumbers): ToldNumbers {
  const both = new Float32Array(2 * examples);
  for (const [example, value] of values.entries()) {
    both[2 * example] = 1 - value;
    both[2 * example + 1] = value;
  }
  return { examples, outputs: 2, values: both };
}

function readRows(what: string, told: unknown, files: ToldFiles | undefined): ToldNumbers {
  if (typeof told !== 'string') return toldRowsOf(what, told);
  if (files === undefined) throw new Error(`${what}: a function returns arrays, not the path ${told}`);
  return files.rows(what, told);
}

export function toldRowsOf(what: string, told: unknown): ToldNumbers {
  if (!isArrayLike(told)) throw new Error(`${what}: neither an array nor a path`);
  const [first] = [told[0]];
  const outputs = isArrayLike(first) ? first.length : 1;
  const values = new Float32Array(told.length * outputs);
  for (let example = 0; example < told.length; example++) {
    const row = told[example];
    const numbers = isArrayLike(row) ? row : [row];
    if (numbers.length !== outputs) {
      throw new Error(`${what}: example ${example} has ${numbers.length} numbers, and example 0 has ${outputs}`);
    }
    for (let place = 0; place < outputs; place++) values[example * outputs + place] = numberOf(numbers[place]);
  }
  return { examples: told.length, outputs, values };
}

function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** NaN, which no prediction may be, for what is no number. */
function numberOf(value: unknown): number {
  return typeof value === 'number' || typeof value === 'boolean' ? Number(value) : Number.NaN;
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
