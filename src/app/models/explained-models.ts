/** @file The models that are explained: retrainings of a run's winner, a model file, or both. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  InputError,
  inputError,
  isOfReplicate,
  type Outcome,
  permutation,
  type Question,
  randomFrom,
  type Store,
} from '../../core/index.js';
import { type Dataset, type RawColumn, readTargets, type Samples, takeSamples } from '../../engine/datasets/index.js';
import type { UsableModel } from '../../engine/inspection.js';
import { isLogThere } from '../../evidence/log/index.js';
import { isFresh } from '../../questions/race/plan/index.js';
import { figureOfPlan } from '../ask/raced-figure.js';
import { newestQuestion, readRunLog } from '../folder/logged-run.js';
import { RUN_FILES } from '../folder/run-files.js';
import { loadBuiltIn } from '../onnx-runtime.js';
import { findTrial, openRunModels } from './export-trial.js';
import { changedText, readModel, readRowsForModel } from './predict.js';

/** A model, and the replicate of its training; null for a file. */
export interface ExplainedModel {
  readonly replicate: number | null;
  readonly model: UsableModel;
}

export interface ExplainedModels {
  /** One or more. */
  readonly models: readonly ExplainedModel[];
  /** The file beside retrainings; null where it is not there, and where it is the one that is explained. */
  readonly exported: ExplainedModel | null;
  readonly path: string | null;
  readonly run: string | null;
  readonly candidate: string | null;
  /** What the race compares; undefined for its loss, and where there is no race. */
  readonly raced: string | undefined;
  /** Where its final set may be used: the race has ended by its own rule. */
  readonly dataset: Dataset | undefined;
}

interface ModelsWanted {
  readonly instances: number;
  readonly candidate?: string | undefined;
  /** Whether the rows come from the run. */
  readonly needsFinal: boolean;
  /** Whether a file that is not as it was written is used all the same. */
  readonly acceptsChanged: boolean;
  readonly onProgress: (done: number, total: number) => void;
  readonly onWarning: (text: string) => void;
}

/** `subject`: a run folder, or a model file. @throws InputError for what is neither, and for a run without models of tables. */
export async function openModels(subject: string, wanted: ModelsWanted): Promise<ExplainedModels> {
  const isFolder = existsSync(subject) && statSync(subject).isDirectory();
  const folder = isFolder ? subject : dirname(subject);
  const path = isFolder ? join(folder, RUN_FILES.model) : subject;
  const file = isFolder && !existsSync(path) ? null : await openFile(path, isFolder, wanted);
  if (!isFolder && !isLogThere(join(folder, RUN_FILES.log))) return alone(path, file as ExplainedModel, wanted);
  return readRunLog(folder, (store) => {
    return ofRun(store, folder, { path, file, isFolder }, wanted);
  });
}

interface ModelFile {
  readonly path: string;
  readonly file: ExplainedModel | null;
  /** Whether the run is meant, and the file is only beside it. */
  readonly isFolder: boolean;
}

async function ofRun(
  store: Store,
  folder: string,
  { path, file, isFolder }: ModelFile,
  wanted: ModelsWanted,
): Promise<ExplainedModels> {
  const question = newestQuestion(store);
  const subject = wanted.candidate ?? (isFolder ? undefined : file?.model.candidate);
  const isOther = !isFolder && !store.candidates().some(({ id }) => id === file?.model.candidate);
  if (isOther) return alone(path, file as ExplainedModel, wanted);
  const best = findTrial(store, question, subject === undefined ? {} : { candidate: subject });
  const { candidate } = best.trial;
  const { open, dataset } = await openRunModels(store, folder, wanted.onWarning, candidate);
  requireTable(dataset, folder);
  if (wanted.needsFinal) requireEnd(question, folder);
  const own = file?.model.candidate === candidate ? file : null;
  const raced = figureOfPlan(question.header.plan);
  if (own === null) await file?.model.close();
  const known = {
    path: own === null ? null : path,
    run: folder,
    candidate,
    // What trainings have together is no figure of one model.
    raced: raced?.joint === undefined ? raced?.metric : undefined,
    dataset,
  };
  if (wanted.instances === 0 && own !== null) return { ...known, models: [own], exported: null };
  const trainings = trainingsOf(best, store.outcomes()).slice(0, Math.max(1, wanted.instances));
  const models: ExplainedModel[] = [];
  for (const [done, outcome] of trainings.entries()) {
    wanted.onProgress(done, trainings.length);
    const { init } = outcome.trial.streams;
    models.push({ replicate: init, model: await open(outcome) });
  }
  return { ...known, models, exported: own };
}

/** The replicates like this one: those that did not choose a winner come first, since the others were the lucky ones of the race. */
function trainingsOf(best: Outcome, outcomes: readonly Outcome[]): readonly Outcome[] {
  const { candidate, fidelity, streams } = best.trial;
  const own = outcomes
    .filter(({ trial, status }) => trial.candidate === candidate && status === 'completed')
    .filter(({ trial }) => isOfReplicate(trial, fidelity.sampleSize, streams.split !== undefined))
    .toSorted((a, b) => a.trial.streams.init - b.trial.streams.init);
  const fresh = own.filter(({ trial }) => isFresh(trial));
  return own.length === 0 ? [best] : [...fresh, ...own.filter(({ trial }) => !isFresh(trial))];
}

async function openFile(
  path: string,
  isFolder: boolean,
  { acceptsChanged, onWarning }: ModelsWanted,
): Promise<ExplainedModel | null> {
  const { openModel } = await loadBuiltIn();
  try {
    const model = await openModel(readModel(path), path, { acceptsChanged });
    if (model.isChanged) onWarning(changedText(path));
    return { replicate: null, model };
  } catch (error) {
    // Of a run that is no table's its data say so better.
    if (isFolder && error instanceof InputError && error.code === 'model-without-columns') return null;
    throw error;
  }
}

function alone(path: string, file: ExplainedModel, { needsFinal }: ModelsWanted): ExplainedModels {
  const candidate = file.model.candidate ?? null;
  if (!needsFinal)
    return { models: [file], exported: null, path, run: null, candidate, raced: undefined, dataset: undefined };
  throw inputError`explain-data: ${path} is a model file without a run beside it, so there is no final set to use.
    Allowed: a table with the columns and the targets of the model, or the run folder that made it
    Fix: Give the table: surefoot explain model.onnx data.csv`;
}

function requireTable(dataset: Dataset | undefined, folder: string): void {
  if (dataset === undefined || dataset.encoding !== undefined || dataset.inputNames !== undefined) return;
  throw inputError`explain-pictures: The data of ${folder} have no columns: each example has ${dataset.inputShape.join(' x ')} cells.
    Allowed: runs on tables, whose columns have names
    Fix: Shuffling single cells of a picture tells nothing, because neighbours hold the same. Use a method for pictures on the ONNX file.`;
}

/** The final set is for what is said at the end. */
function requireEnd(question: Question, folder: string): void {
  const status = question.conclusion()?.status;
  if (question.header.plan.kind === 'race' && (status === 'decided' || status === 'exhausted')) return;
  throw inputError`explain-open: The race in ${folder} has not ended by its own rule. Its final set stays unused until then.
    Allowed: a race that ended, or a table to explain the model on
    Fix: Run its command to the end, or give a table: surefoot explain RUN data.csv`;
}

export type ExplainedRows = Samples & { readonly columns: readonly RawColumn[] };

/** The final set, as the model reads it. */
export function rowsOfDataset({ final, inputNames = [] }: Dataset, { reading }: UsableModel): ExplainedRows {
  const width = inputNames.length;
  const plain = inputNames.map((name, place): RawColumn => {
    const values = Float64Array.from({ length: final.count }, (_, row) => final.inputs[row * width + place] as number);
    return { name, kind: 'number', values };
  });
  const features = reading.features.map((name): RawColumn => {
    return { name, kind: 'number', values: Float64Array.from(final.features[name] as Float32Array) };
  });
  return { ...final, columns: [...(final.columns ?? plain), ...features] };
}

/** @throws InputError for a column or a cell that does not fit. */
export async function rowsOfTable(
  path: string,
  model: UsableModel,
  target: readonly string[] = model.targets,
): Promise<ExplainedRows> {
  const { rows, count } = await readRowsForModel(resolve(path), model.reading, 'Correct them, or remove these rows.');
  const { targets } = await readTargets(resolve(path), target, {
    classes: model.classes,
    readings: model.targetReadings,
  });
  return { count, inputs: new Float32Array(), targets, features: {}, columns: rows };
}

/** At most `most` of the rows, drawn at random, in their order. @throws InputError for fewer than two. */
export function drawRows(rows: ExplainedRows, most: number, seed: number): ExplainedRows {
  if (rows.count < 2) {
    throw inputError`explain-rows: There ${rows.count === 1 ? 'is one row' : 'are no rows'} to explain the model on.
      Allowed: two rows or more; some hundreds tell more
      Fix: Give a table with more rows.`;
  }
  if (rows.count <= most) return rows;
  const drawn = permutation(rows.count, randomFrom('explain', seed, 'rows'))
    .subarray(0, most)
    .sort();
  return { ...takeSamples(rows, drawn), columns: takeSamples(rows, drawn).columns ?? [] };
}
