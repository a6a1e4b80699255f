/** @file The folder of a run: what is in it, and how it is opened, resumed, begun anew and filled with results. */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError, isFailure, type RunHeader, type Store } from '../core/index.js';
import { codeDifference, describeDifferences } from '../experiment/index.js';
import { createSqliteStore, LOCK_FILE, lockRun, openSqliteStore, requireSameRun } from '../store/index.js';

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
  /** The record of the stretch of work that goes on. */
  mark: '.mark',
} as const;

export interface OpenRun {
  readonly folder: string;
  readonly store: Store;
  readonly resumed: boolean;
  /** The run goes on, but not quite as it began. */
  readonly warning?: string;
  /** Removes a run in which nothing has been trained, with its folder where that is empty then; closes it first. */
  discard(): void;
  /** Gives the folder free and closes the log. */
  close(): void;
}

export interface OpenOptions {
  /** Forget what is there. */
  readonly fresh: boolean;
  /** Go on where nothing but the trainer's code has changed: that is how failed trials come to be trained again. */
  readonly retryFailed?: boolean;
}

/**
 * The run in `folder`, made if there is none, for this process alone. A resume keeps the header of the log; a run in which
 * nothing has ever worked makes room for another.
 * @throws InputError when the folder holds another experiment's run, a newer log, or is in use; nothing is changed then.
 */
export function openRun(folder: string, header: RunHeader, options: OpenOptions): OpenRun {
  const log = join(folder, RUN_FILES.log);
  const found: FoundRun =
    existsSync(log) && !options.fresh ? inspectLog(log, header, folder, options) : { isSpent: false };
  makeFolder(folder);
  const lock = lockRun(folder);
  try {
    // Looked at again: until the lock was ours, somebody else may have been at work.
    if (options.fresh || (found.isSpent && inspectLog(log, header, folder, options).isSpent)) clearRun(folder);
    const resumed = existsSync(log);
    const store = resumed ? openSqliteStore(log) : createSqliteStore(log, header);
    const close = () => {
      store.close();
      lock.release();
    };
    return {
      folder,
      store,
      resumed,
      close,
      ...(found.warning === undefined ? {} : { warning: found.warning }),
      discard: () => {
        close();
        clearRun(folder);
        for (const name of OWN_FILES) rmSync(join(folder, name), { force: true });
        if (readdirSync(folder).length === 0) rmdirSync(folder);
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

interface FoundRun {
  /** Another run's, in which nothing has ever worked. */
  readonly isSpent: boolean;
  readonly warning?: string;
}

function inspectLog(log: string, header: RunHeader, folder: string, { retryFailed = false }: OpenOptions): FoundRun {
  const store = openSqliteStore(log, { readOnly: true });
  try {
    const code = codeDifference(store.header.identityParts, header.identityParts);
    if (retryFailed && code !== undefined) {
      requireSameRun(store.header, { ...header, identity: store.header.identity }, folder, describeDifferences);
      return { isSpent: false, warning: changedCode(code) };
    }
    try {
      requireSameRun(store.header, header, folder, describeDifferences);
    } catch (error) {
      if (store.decisions().length === 0 && store.outcomes().every(isFailure)) return { isSpent: true };
      throw code === undefined || !(error instanceof InputError) ? error : withRetry(error);
    }
    return { isSpent: false };
  } finally {
    store.close();
  }
}

function changedCode(files: readonly string[]): string {
  return `the trainer's code has changed (${files.join(', ')}): losses of before and after stand side by side in this run`;
}

function withRetry({ code, what, allowed, fix }: InputError): InputError {
  const retry = 'Or keep what is finished, where the change does not matter to it, with --retry-failed.';
  return new InputError({ code, what, ...(allowed === undefined ? {} : { allowed }), fix: `${fix} ${retry}` });
}

/** What stays when a run is begun anew. */
const OWN_FILES = [RUN_FILES.mark, LOCK_FILE];

/** Only what a run makes is removed: whatever else lies in the folder is the user's. */
function clearRun(folder: string): void {
  const { mark: _, ...made } = RUN_FILES;
  for (const name of Object.values(made)) rmSync(join(folder, name), { recursive: true, force: true });
  for (const suffix of ['-wal', '-shm']) rmSync(join(folder, `${RUN_FILES.log}${suffix}`), { force: true });
}
