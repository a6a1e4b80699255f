/** @file The folder of a run: what is in it, and how it is opened, resumed, begun anew and filled with results. */
import { randomUUID } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError, type RunHeader, type Store } from '../core/index.js';
import { describeDifferences } from '../experiment/index.js';
import { createSqliteStore, lockRun, openSqliteStore, requireSameRun } from '../store/index.js';

/** Names inside a run folder. */
export const RUN_FILES = {
  log: 'log.sqlite',
  result: 'result.json',
  trials: 'trials.csv',
  report: 'report.html',
  model: 'best.onnx',
  study: 'study.json',
  studyTable: 'study.csv',
  artifacts: 'artifacts',
  /** What processes of this run carry in their environment. */
  mark: '.mark',
} as const;

export interface OpenRun {
  readonly folder: string;
  readonly store: Store;
  readonly resumed: boolean;
  /** Names the run among the processes of this machine, the same over all resumes. */
  readonly mark: string;
  /** Gives the folder free and closes the log. */
  close(): void;
}

/**
 * The run in `folder`, made if there is none, for this process alone. A resume keeps the header of the log.
 * @throws InputError when the folder holds another experiment's run, a newer log, or is in use; nothing is changed then.
 */
export function openRun(folder: string, header: RunHeader, { fresh }: { readonly fresh: boolean }): OpenRun {
  const log = join(folder, RUN_FILES.log);
  if (existsSync(log) && !fresh) inspectLog(log, header, folder);
  makeFolder(folder);
  const lock = lockRun(folder);
  try {
    const mark = takeMark(folder);
    if (fresh) clearRun(folder);
    const resumed = existsSync(log);
    const store = resumed ? openSqliteStore(log) : createSqliteStore(log, header);
    return {
      folder,
      store,
      resumed,
      mark,
      close: () => {
        store.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * The folder, made with its parents where it is missing (one by one: some file systems never answer otherwise).
 * @throws InputError when it cannot be made or written to.
 */
export function makeFolder(folder: string): void {
  const absolute = resolve(folder);
  try {
    if (!existsSync(absolute)) {
      makeFolder(dirname(absolute));
      mkdirSync(absolute);
    }
    if (!statSync(absolute).isDirectory()) throw new Error('it is a file');
    accessSync(absolute, constants.W_OK);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError({
      code: 'folder-unusable',
      what: `The folder ${folder} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}.`,
      allowed: 'a folder that is there or can be made, and can be written to',
      fix: 'Choose another folder with --out.',
      cause,
    });
  }
}

/** Writes a file so that it is there whole or not at all, whenever the process ends. */
export function writeRunFile(folder: string, name: string, content: string | Uint8Array): void {
  const path = join(folder, name);
  const unfinished = `${path}.unfinished`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
}

function takeMark(folder: string): string {
  const path = join(folder, RUN_FILES.mark);
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  const mark = randomUUID();
  writeFileSync(path, `${mark}\n`);
  return mark;
}

function inspectLog(log: string, header: RunHeader, folder: string): void {
  const store = openSqliteStore(log, { readOnly: true });
  try {
    requireSameRun(store.header, header, folder, describeDifferences);
  } finally {
    store.close();
  }
}

/** Only what a run makes is removed: whatever else lies in the folder is the user's. */
function clearRun(folder: string): void {
  const { mark: _, ...made } = RUN_FILES;
  for (const name of Object.values(made)) rmSync(join(folder, name), { recursive: true, force: true });
  for (const suffix of ['-wal', '-shm']) rmSync(join(folder, `${RUN_FILES.log}${suffix}`), { force: true });
}
