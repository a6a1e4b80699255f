/** @file Reads what another search has found: a table of its trials, a study of Optuna, or a run folder of ours. */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { FileNotRead, fileKind, InputError } from '../../core/index.js';
import { readCells } from '../../datasets/index.js';
import {
  type FoundAsked,
  type FoundTrials,
  isJournal,
  studiesOfJournal,
  trialsOfStudies,
  trialsOfTable,
} from '../../experiment/index.js';
import { readGivenFile } from '../given-file.js';
import { trialsOfRun } from './found-in-run.js';
import { isStudyFile, studiesOfFile } from './study-file.js';

/** As Optuna writes the place of a storage. */
const URL_OF_FILE = 'sqlite:///';
const SQLITE = 'SQLite format 3\0';
const MOST_BYTES = 256 * 2 ** 20;

/**
 * @param known  names of the settings that the experiment has; empty where it says none
 * @throws InputError for everything that can be wrong with the path, what is there, and what is asked of it.
 */
export async function readFound(source: string, known: readonly string[], asked: FoundAsked): Promise<FoundTrials> {
  const path = resolve(source.startsWith(URL_OF_FILE) ? source.slice(URL_OF_FILE.length) : source);
  const kind = kindOf(source, path);
  if (kind === 'run') return trialsOfRun(source, path, asked);
  if (kind === 'study') return trialsOfStudies(source, studiesOfFile(path), known, asked);
  if (kind === 'journal') {
    return trialsOfStudies(source, studiesOfJournal(source, textOf(source, path)), known, asked);
  }
  return trialsOfTable(source, await readCells(path, () => false), known, asked);
}

/** What it is called where people read of it: no folders of this machine. */
export function shownSource(source: string): string {
  return basename(source);
}

type FoundKind = 'run' | 'study' | 'journal' | 'table';

function kindOf(source: string, path: string): FoundKind {
  if (/^\w+:\/\//.test(source) && !source.startsWith(URL_OF_FILE)) throw noFile(source);
  if (!existsSync(path)) return 'table';
  const state = statSync(path);
  if (state.isDirectory()) return 'run';
  if (!state.isFile()) throw noRegularFile(source, fileKind(state));
  const begin = beginningOf(path);
  if (begin.startsWith(SQLITE)) return isStudyFile(path) ? 'study' : 'run';
  return isJournal(begin) ? 'journal' : 'table';
}

function beginningOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(4096);
    return bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(file);
  }
}

function textOf(source: string, path: string): string {
  try {
    return readGivenFile(path, MOST_BYTES).toString('utf8');
  } catch (cause) {
    if (!(cause instanceof FileNotRead)) throw cause;
    throw noRegularFile(source, cause.message, cause);
  }
}

const ALLOWED =
  'a table of trials (CSV, Parquet), a study of Optuna (its SQLite file, as study.db or sqlite:///study.db, or its journal), or a run folder';

function noFile(source: string): InputError {
  return new InputError({
    code: 'found-elsewhere',
    what: `${source} is no file on this machine.`,
    allowed: ALLOWED,
    fix: 'Write the trials as a table: study.trials_dataframe().to_csv("trials.csv").',
  });
}

function noRegularFile(source: string, why: string, cause?: unknown): InputError {
  return new InputError({
    code: 'found-unreadable',
    what: `${source} cannot be read: it is ${why}.`,
    allowed: ALLOWED,
    fix: 'Name another file.',
    cause,
  });
}
