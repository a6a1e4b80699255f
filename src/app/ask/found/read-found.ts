/** @file Reads what another search has found: a table of its trials, a study of Optuna, a run folder of ours, or trials as JSON. */
import fs, { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  FileNotRead,
  groupBy,
  type InputError,
  inputError,
  isObject,
  type JsonObject,
  NotJson,
  openRegularFile,
  readJson,
} from '../../../core/index.js';
import { readCells } from '../../../engine/datasets/index.js';
import { isLog, isLogThere, type RowReader, readForeignFile } from '../../../evidence/log/index.js';
import {
  type FoundAsked,
  type FoundTrials,
  isJournal,
  requireValues,
  type StoredStudy,
  studiesOfJournal,
  trialsOfStudies,
  trialsOfTable,
  trialsOfValues,
} from '../../../experiment/index.js';
import { shownSource } from '../../../search/index.js';
import { readGivenFile } from '../../folder/files.js';
import { RUN_FILES } from '../../folder/run-files.js';
import { figureOfPlan } from '../raced-figure.js';
import { readReplayLog } from '../replay-source.js';

/** Whether a SQLite file has studies; a log of ours has none. */
function isStudyFile(path: string): boolean {
  return readForeignFile(path, (rows) => {
    const tables = rows<[string]>("SELECT name FROM sqlite_master WHERE type = 'table'").map(([name]) => name);
    return ['studies', 'trials', 'trial_params'].every((name) => tables.includes(name));
  });
}

/** In the order of their creation. @throws InputError for a file that cannot be read. */
function studiesOfFile(path: string): StoredStudy[] {
  return readForeignFile(path, (rows) =>
    rows<[number, string]>('SELECT study_id, study_name FROM studies ORDER BY study_id').map(([id, name]) => ({
      name,
      directions: rows<[string]>(
        'SELECT direction FROM study_directions WHERE study_id = ? ORDER BY objective',
        id,
      ).map(([direction]) => direction),
      trials: trialsOf(rows, id),
    })),
  );
}

function trialsOf(rows: RowReader, study: number): StoredStudy['trials'] {
  const parameters = groupBy(
    rows<[number, string, number, string]>(
      'SELECT t.trial_id, p.param_name, p.param_value, p.distribution_json FROM trials t JOIN trial_params p USING (trial_id) ' +
        'WHERE t.study_id = ? ORDER BY p.param_id',
      study,
    ),
    ([trial]) => trial,
  );
  const values = groupBy(
    rows<[number, number | null, string]>(
      'SELECT t.trial_id, v.value, v.value_type FROM trials t JOIN trial_values v USING (trial_id) WHERE t.study_id = ? ORDER BY v.objective',
      study,
    ),
    ([trial]) => trial,
  );
  return rows<[number, number, string]>(
    'SELECT trial_id, number, state FROM trials WHERE study_id = ? ORDER BY number',
    study,
  ).map(([id, number, state]) => ({
    number,
    isComplete: state === 'COMPLETE',
    values: (values.get(id) ?? []).map(([, value, kind]) => INFINITE[kind] ?? value ?? Number.NaN),
    parameters: (parameters.get(id) ?? []).map(([, name, value, distribution]) => ({ name, value, distribution })),
  }));
}

const INFINITE: Readonly<Record<string, number>> = {
  INF_POS: Number.POSITIVE_INFINITY,
  INF_NEG: Number.NEGATIVE_INFINITY,
};

/** How Optuna begins the place of a storage. */
const URL_OF_FILE = 'sqlite:///';
const SQLITE = 'SQLite format 3\0';
const MOST_BYTES = 256 * 2 ** 20;

/**
 * @param known  names of the settings that the experiment has; empty where it says none
 * @throws InputError for everything that can be wrong with the path, what is there, and what is asked of it.
 */
export async function readFound(source: string, known: readonly string[], asked: FoundAsked): Promise<FoundTrials> {
  const { kind, path } = placeOf(source);
  if (kind === 'run') return trialsOfRun(source, path, asked);
  if (kind === 'values') return trialsOfValues(valuesIn(source, path), known, asked);
  if (kind === 'study') return trialsOfStudies(source, studiesOfFile(path), known, asked);
  if (kind === 'journal') {
    const text = orUnreadable(source, () => readGivenFile(path, MOST_BYTES).toString('utf8'));
    return trialsOfStudies(source, studiesOfJournal(source, text), known, asked);
  }
  return trialsOfTable(source, await readCells(path, () => false), known, asked);
}

/** The log of an earlier run; undefined for a table and a study. */
export function runLogOf(source: string): string | undefined {
  const { kind, path } = placeOf(source);
  return kind === 'run' ? path : undefined;
}

/** What is there, and its file: of a run its log. */
interface FoundPlace {
  readonly kind: 'run' | 'study' | 'journal' | 'table' | 'values';
  readonly path: string;
}

function placeOf(source: string): FoundPlace {
  if (/^\w+:\/\//.test(source) && !source.startsWith(URL_OF_FILE))
    throw inputError`found-elsewhere: ${source} is no file on this machine.
      Allowed: ${ALLOWED}
      Fix: Write the trials as a table: study.trials_dataframe().to_csv("trials.csv").`;
  const path = resolve(source.startsWith(URL_OF_FILE) ? source.slice(URL_OF_FILE.length) : source);
  if (existsSync(path) && statSync(path).isDirectory()) {
    const log = join(path, RUN_FILES.log);
    if (!isLogThere(log)) throw unreadable(source, `it is a folder without a ${RUN_FILES.log}`);
    return { kind: 'run', path: log };
  }
  const begin = orUnreadable(source, () => beginningOf(path));
  if (begin.startsWith(SQLITE)) {
    if (isStudyFile(path)) return { kind: 'study', path };
    if (isLog(path)) return { kind: 'run', path };
    throw unreadable(source, 'it is a SQLite file, and neither a study of Optuna nor the log of a run');
  }
  if (/\.(db|sqlite3?)$/i.test(path)) throw unreadable(source, 'it is no SQLite file, as its name says');
  if (isJournal(begin)) return { kind: 'journal', path };
  return { kind: path.endsWith('.json') ? 'values' : 'table', path };
}

/** What a program wrote: all that it found, or the trials alone. */
function valuesIn(source: string, path: string): unknown {
  const text = orUnreadable(source, () => readGivenFile(path, MOST_BYTES).toString('utf8'));
  try {
    const told = readJson(text);
    const name = shownSource(source);
    if (Array.isArray(told)) return { name, trials: told };
    return isObject(told) ? { name, ...(told as JsonObject) } : told;
  } catch (cause) {
    if (!(cause instanceof NotJson)) throw cause;
    throw unreadable(source, cause.message, cause, cause.fix);
  }
}

function beginningOf(path: string): string {
  const { file } = openRegularFile(fs, path, { mostBytes: Number.POSITIVE_INFINITY, followsLinks: true });
  try {
    const bytes = Buffer.alloc(4096);
    return bytes.toString('latin1', 0, fs.readSync(file, bytes, 0, bytes.length, 0));
  } finally {
    fs.closeSync(file);
  }
}

function orUnreadable<Read>(source: string, read: () => Read): Read {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof FileNotRead)) throw cause;
    throw unreadable(source, cause.message, cause);
  }
}

const ALLOWED =
  'a table of trials (CSV, Parquet), a study of Optuna (its SQLite file, as study.db or sqlite:///study.db, or its journal), trials as JSON, or a run folder';

function unreadable(
  source: string,
  why: string,
  cause?: unknown,
  fix = 'Check the path, or name another.',
): InputError {
  return inputError`found-unreadable: ${source} cannot be read: ${why}.
    Allowed: ${ALLOWED}
    Fix: ${fix}
    Cause: ${cause}`;
}

/** @throws InputError for a log without a race, and for options that are about tables. */
function trialsOfRun(source: string, log: string, asked: FoundAsked): FoundTrials {
  const told = Object.entries(asked).find(
    ([, value]) => value !== undefined && (!Array.isArray(value) || value.length > 0),
  );
  if (told !== undefined) throw optionsOfTable(source, told[0]);
  const { candidates, columns, header } = readReplayLog(log);
  const figure = header && figureOfPlan(header.plan);
  const direction = figure?.direction ?? 'minimize';
  const trials = candidates.flatMap(({ id, configuration }, index) =>
    columns.flatMap((column) => {
      const cost = column[index] as number;
      // Of a score the log has its negative.
      return Number.isNaN(cost)
        ? []
        : [{ place: id, settings: configuration, value: direction === 'maximize' ? 0 - cost : cost }];
    }),
  );
  const value = figure?.metric ?? 'loss';
  requireValues({ source, value, trials });
  return { source, value, direction, isWhole: true, seed: header?.seed, names: [], trials };
}

function optionsOfTable(source: string, option: string): InputError {
  return inputError`columns-of-log: ${source} is a run, which says itself what its values are: --${option} is for tables and studies.
    Allowed: --value, --direction, --study and --ignore with a table or a study of Optuna
    Fix: Leave --${option} out.`;
}
