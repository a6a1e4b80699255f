/** @file Uses a model on the rows of a table, and leaves out answers on which the trainings of an ensemble disagree too much. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defined, FileNotRead, inputError } from '../../core/index.js';
import {
  type ColumnEncoding,
  encodedColumn,
  numberColumn,
  type RawColumn,
  readModelRows,
  type TableRows,
} from '../../engine/datasets/index.js';
import type { ModelAnswers, ModelRanges, UsableModel } from '../../engine/inspection.js';
import { isLogThere } from '../../evidence/log/index.js';
import { formatQuantity, formatShare, printable } from '../../report/index.js';
import { readGivenFile } from '../folder/files.js';
import { readRunLog } from '../folder/logged-run.js';
import { RUN_FILES } from '../folder/run-files.js';
import { loadBuiltIn } from '../onnx-runtime.js';
import { openCandidate } from './export-trial.js';

export interface Prediction extends ModelAnswers {
  /** Names of the targets. */
  readonly targets: readonly string[];
  /** In the order of the probabilities; empty for a regression. */
  readonly classes: readonly string[];
  /** Rows without a prediction, from 0 on: NaN as values and probabilities, an empty label. Empty unless bad rows are skipped. */
  readonly skipped: readonly number[];
  /** Rows without an answer, from 0 on, because the trainings of the model disagree; likewise. Empty unless `abstain` is given. */
  readonly abstained: readonly number[];
  /** Level and calibration of `low`, `high` or `set`; undefined where the model was not calibrated. */
  readonly conformal: UsableModel['conformal'];
  /** Why rows were skipped, column by column, by the lines of the file. */
  readonly troubles: readonly string[];
  /** What the rows have that training had not, by column. */
  readonly strange: readonly StrangeCells[];
  /** What people should know of these answers, in sentences. */
  readonly notes: readonly string[];
}

export interface PredictOptions {
  /** Rows with a cell that does not fit get no prediction, in place of an error for all of them. Default false. */
  readonly skipBadRows?: boolean;
  /**
   * Of a model of several trainings: no answer where more than this share of them say another label, or where numbers lie further apart than this
   * share of the spread of the target. From 0 to below 1.
   */
  readonly abstain?: number;
  /** Go on with a model whose checksum says that its file is not as it was written; a note of the answer says so. Default false. */
  readonly acceptChangedModel?: boolean;
  /** Of a run folder: the candidate that predicts, by id or label. Default: the winner. */
  readonly candidate?: string;
}

/**
 * `model`: path of an ONNX file that Surefoot made of a table, or a run folder: what was delivered there is used, or a candidate of the run. `rows`: a table (CSV or Parquet) with the columns that it was
 * trained on. Where the model encodes columns, cells may be missing and categories may be new.
 *
 * @throws InputError for a model that cannot be used or is not as it was written, for columns that are not there, and for all cells that do not fit it at once.
 */
export async function predictRows(
  model: string,
  rows: string,
  { skipBadRows = false, abstain, acceptChangedModel = false, candidate }: PredictOptions = {},
): Promise<Prediction> {
  const { blamedOnModel } = await loadBuiltIn();
  const warnings: string[] = [];
  const usable = await openSubject(model, {
    candidate,
    acceptsChanged: acceptChangedModel,
    warn: (text) => warnings.push(`${text}.`),
  });
  try {
    const { reading, classes, targets, conformal } = usable;
    const read = await readRowsForModel(resolve(rows), reading, skipBadRows ? undefined : FIX);
    const whole = withoutRows(await usable.answer(read.rows, read.count), read.bad);
    const { rows: abstained, notes: why } =
      abstain === undefined ? { rows: [], notes: [] } : abstainFrom(usable, model, whole, abstain);
    const { spread, agreement } = whole;
    // They say why there is no answer.
    const answers = { ...withoutRows(whole, abstained), ...defined({ spread, agreement }) };
    const strange = findStrange(usable, read.rows, new Set(read.bad));
    const changed = usable.isChanged ? [`${changedText(model)}.`] : [];
    const notes = [...changed, ...warnings, ...notesOf(read, strange), ...why];
    const { bad: skipped, troubles } = read;
    return { ...answers, classes, targets, conformal, skipped, abstained, troubles, strange, notes };
  } catch (error) {
    throw usable.isChanged ? blamedOnModel(error, model) : error;
  } finally {
    await usable.close();
  }
}

interface SubjectAsked {
  readonly candidate: string | undefined;
  readonly acceptsChanged: boolean;
  readonly warn: (text: string) => void;
}

/** A model file, or what a run delivered. @throws InputError for what is neither. */
async function openSubject(path: string, { candidate, acceptsChanged, warn }: SubjectAsked): Promise<UsableModel> {
  const isRun = isLogThere(join(path, RUN_FILES.log));
  if (candidate !== undefined && !isRun)
    throw inputError`half-predict: --candidate names a candidate of a run, and ${path} is no run folder.
      Allowed: --candidate ID (\`candidate\` in the library) with a run folder such as runs/NAME
      Fix: Name the run folder, or leave --candidate out.`;
  const file = isRun ? join(path, RUN_FILES.model) : path;
  if (isRun && (candidate !== undefined || !existsSync(file)))
    return readRunLog(path, (store) => openCandidate(store, path, defined({ candidate }), warn));
  const { openModel } = await loadBuiltIn();
  return openModel(readModel(file), file, { acceptsChanged });
}

/** What is said of a model that is not as it was written and is used all the same. */
export function changedText(path: string): string {
  return `${path} is not as it was written: what it says may be something else than the model that was delivered says`;
}

const FIX = 'Correct them, or use --skip-bad-rows (`skipBadRows` in the library): these rows then get no prediction.';

/** The columns that a model reads, as its `answer` takes them. Throws an InputError as `readModelRows` does. */
export function readRowsForModel(
  path: string,
  reading: UsableModel['reading'],
  fix: string | undefined,
): Promise<TableRows> {
  const own = reading.kind === 'columns' ? reading.columns.map(encodedColumn) : reading.names.map(numberColumn);
  return readModelRows(path, [...own, ...reading.features.map(numberColumn)], fix);
}

function withoutRows(answers: ModelAnswers, bad: readonly number[]): ModelAnswers {
  if (bad.length === 0) return answers;
  const { count, labels, set, ...numbers } = answers;
  const without = <Values extends Float32Array | Uint8Array>(values: Values, nothing: number): Values => {
    const own = values.slice() as Values;
    const width = own.length / Math.max(1, count);
    for (const row of bad) own.fill(nothing, row * width, (row + 1) * width);
    return own;
  };
  const named = Object.entries(numbers).map(([name, values]) => [name, without(values, Number.NaN)]);
  const isBad = new Set(bad);
  return {
    ...(Object.fromEntries(named) as typeof numbers),
    ...{ count, labels: labels.map((label, row) => (isBad.has(row) ? '' : label)) },
    ...(set === undefined ? {} : { set: without(set, 0) }),
  };
}

function notesOf({ rows, count, bad, troubles }: TableRows, strange: readonly StrangeCells[]): readonly string[] {
  const dates = new Set(rows.flatMap(({ name, kind }) => (kind === 'date' ? [name] : [])));
  const skipped = `${formatQuantity(bad.length, 'row')} of ${count} got no prediction: ${troubles.map(printable).join('; ')}.`;
  return [...(bad.length === 0 ? [] : [skipped]), ...strange.map((cells) => strangeText(cells, count, dates))];
}

/** What a model in one file can have. */
const MOST_MODEL_BYTES = 2000 * 2 ** 20;

/** @throws InputError (`model-unreadable`) for a file that cannot be read. */
export function readModel(path: string): Uint8Array {
  try {
    return readGivenFile(path, MOST_MODEL_BYTES);
  } catch (cause) {
    if (!(cause instanceof FileNotRead)) throw cause;
    throw inputError`model-unreadable: ${cause.isFolder ? `${path} is a folder that holds no run.` : `The model ${path} cannot be read: ${cause.message}.`}
      Allowed: a run folder, or a .onnx file such as its model.onnx
      Fix: Check the path.
      Cause: ${cause}`;
  }
}

interface Abstention {
  /** From 0 on, ascending. */
  readonly rows: readonly number[];
  /** For people, where there are such rows: how many, and why. */
  readonly notes: readonly string[];
}

/**
 * Of classes the rows where more than the share `most` of the trainings say another label than all together; of numbers those where the
 * trainings lie further apart than `most` times the spread that the target had in training, in any target. Rows without a prediction
 * are not among them.
 * @throws InputError for a share that is none, and for a model of one training.
 */
function abstainFrom(model: UsableModel, path: string, answers: ModelAnswers, most: number): Abstention {
  checkAbstention(model, path, most);
  const { count, agreement, spread } = answers;
  const { instances, targetSpread = [] } = model;
  const width = targetSpread.length;
  const isApart = (row: number): boolean => {
    // A share that float32 holds: 0.9 there is not below 0.9.
    if (agreement !== undefined) return 1 - (agreement[row] as number) > most + ROUNDING;
    return targetSpread.some((scale, target) => (spread?.[row * width + target] as number) > most * scale);
  };
  const rows = Array.from({ length: count }, (_, row) => row).filter(isApart);
  if (rows.length === 0) return { rows, notes: [] };
  const why =
    agreement === undefined
      ? `the ${instances} trainings of the model are further apart than ${formatShare(most)} of the spread of the target`
      : `more than ${formatShare(most)} of the ${instances} trainings of the model say another label`;
  return { rows, notes: [`${formatQuantity(rows.length, 'row')} of ${count} got no answer: ${why}.`] };
}

const ROUNDING = 1e-6;

function checkAbstention({ instances }: UsableModel, path: string, most: number): void {
  if (!(typeof most === 'number' && most >= 0 && most < 1)) {
    throw inputError`abstain-share: The share of trainings that may disagree (\`--abstain\`) is ${String(most)}.
      Allowed: a number from 0 to below 1, such as 0.1
      Fix: Write \`--abstain 0.1\`, or leave it out for an answer to every row.`;
  }
  if (instances > 1) return;
  throw inputError`abstain-one-training: ${path} is one training, so nothing in it says how far another training would be from its answer (\`--abstain ${most}\`).
    Allowed: a model of several trainings
    Fix: Deliver an ensemble: write \`deliver: { ensemble: 5 }\` into the experiment and run the same command again.`;
}

type FewKind = 'unseen' | 'rare' | 'missing';

/** The strange cells of one column. */
interface StrangeCells {
  readonly column: string;
  /** How many rows have such a cell. */
  readonly rows: number;
  /**
   * `unseen`: categories that no training example had, the most frequent first; `rare`: those that too few had. `missing`: numbers or dates of
   * which none or too few were missing. `far`: the cells farthest out.
   */
  readonly kind: FewKind | 'far';
  /** Up to three of them. */
  readonly examples: readonly (string | number)[];
  /** The range of the training data; absent for categories. */
  readonly range?: readonly [low: number, high: number];
}

const MOST_EXAMPLES = 3;
/** Beyond the range by more than this share of its width is far: a model has learned nothing about what lies there. */
const FAR = 0.5;

/** By column, in the model's order. `bad` rows have no prediction and do not count. */
function findStrange(
  { reading, ranges }: Pick<UsableModel, 'reading' | 'ranges'>,
  columns: readonly RawColumn[],
  bad: ReadonlySet<number>,
): readonly StrangeCells[] {
  const encodings = new Map((reading.kind === 'columns' ? reading.columns : []).map((column) => [column.name, column]));
  return columns.flatMap((column) => {
    const encoding = encodings.get(column.name);
    return [
      ...(encoding === undefined ? [] : FEW_KINDS[encoding.kind].map((kind) => few(kind, column, encoding, bad))),
      ...(column.kind === 'category' ? [] : [far(column, ranges, bad)]),
    ].flatMap((cells) => cells ?? []);
  });
}

const FEW_KINDS: Readonly<Record<ColumnEncoding['kind'], readonly FewKind[]>> = {
  category: ['unseen', 'rare'],
  number: ['missing'],
  date: ['missing'],
};

/** Cells of which no training example, or too few, had the like. */
function few(
  kind: FewKind,
  { name, values }: RawColumn,
  encoding: ColumnEncoding,
  bad: ReadonlySet<number>,
): StrangeCells | undefined {
  const isSo = testOf(kind, encoding);
  const counts = new Map<string, number>();
  for (const [row, value] of values.entries()) {
    if (bad.has(row) || !isSo(value)) continue;
    const cell = typeof value === 'string' ? value : '';
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  if (counts.size === 0) return undefined;
  const examples = [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
  const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { column: name, kind, rows, examples: examples.slice(0, MOST_EXAMPLES) };
}

function testOf(kind: FewKind, encoding: ColumnEncoding): (cell: string | number) => boolean {
  if (encoding.kind !== 'category') return (cell) => !encoding.indicator && Number.isNaN(cell);
  const rare = new Set(encoding.rare);
  const levels = new Set(encoding.levels);
  if (kind === 'rare') return (cell) => rare.has(cell as string);
  return (cell) => !levels.has(cell as string) && !rare.has(cell as string);
}

function far(
  { name, values }: RawColumn & { kind: 'number' | 'date' },
  ranges: ModelRanges,
  bad: ReadonlySet<number>,
): StrangeCells | undefined {
  const range = ranges[name];
  if (range === undefined) return undefined;
  const [low, high] = range;
  const margin = FAR * (high - low);
  const beyond = (value: number): number => Math.max(low - margin - value, value - high - margin);
  const found = Array.from(values).filter((value, row) => beyond(value) > 0 && !bad.has(row));
  if (found.length === 0) return undefined;
  const examples = [...new Set(found)].sort((a, b) => beyond(b) - beyond(a)).slice(0, MOST_EXAMPLES);
  return { column: name, kind: 'far', rows: found.length, examples, range };
}

/** One sentence a column, for `count` rows in all. `dates` are columns whose numbers are days since 1970. */
function strangeText(
  { column, rows, kind, examples, range }: StrangeCells,
  count: number,
  dates: ReadonlySet<string>,
): string {
  const show = (value: string | number): string => {
    if (typeof value === 'string') return value === '' ? '(missing)' : `"${printable(value)}"`;
    return dates.has(column) ? new Date(value * MS_PER_DAY).toISOString().slice(0, 10) : plain(value);
  };
  const which = `${formatQuantity(rows, 'row')} of ${count}`;
  const named = examples.map(show).join(', ');
  if (kind === 'missing') {
    return `\`${printable(column)}\`: ${which} where it is missing, as in fewer than ten rows of training (the model takes the mean).`;
  }
  if (kind === 'rare') {
    return `\`${printable(column)}\`: ${which} with categories of fewer than ten rows of training (the model treats them as unknown): ${named}.`;
  }
  if (kind === 'unseen' || range === undefined) {
    return `\`${printable(column)}\`: ${which} with categories that training never saw (the model treats them as unknown): ${named}.`;
  }
  return `\`${printable(column)}\`: ${which} far outside the training range (${range.map(show).join(' to ')}), where the model guesses: ${named}.`;
}

const MS_PER_DAY = 86_400_000;

/** The number as it can be looked for in a file; training knows it as a 32-bit number. */
function plain(value: number): string {
  return String(Number(value.toPrecision(6)));
}
