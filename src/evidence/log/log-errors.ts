/** @file What can be wrong with a file that is taken for a log, as messages that say what to do. */
import { basename, dirname } from 'node:path';
import { InputError, inputError, RunError, runError } from '../../core/index.js';
import { errorCode } from './log-connection.js';
import { LOG_VERSION } from './log-schema.js';

export function notWritable(path: string, error: unknown): RunError {
  if (error instanceof RunError) return error;
  return runError`log-not-writable: The log ${path} could not be written: ${messageOf(error)}.
    Fix: Make room or set the permissions of its folder, then run the same command again: finished trainings are kept.
    Cause: ${error}`;
}

/** The log can be told from other files, but not all of it is what was written. */
export function damagedLog(path: string, detail: string, cause?: unknown): InputError {
  return inputError`log-damaged: The log ${path} is damaged: ${detail}.
    Allowed: a log as Surefoot wrote it
    Fix: See what is wrong with: surefoot log ${dirname(path)} --check\nRescue every readable training with: surefoot log ${dirname(path)} --salvage <new folder>
    Cause: ${cause}`;
}

/** Files of two runs lie in one folder. */
export function foreignLog(path: string, detail: string): InputError {
  return inputError`log-foreign: The log ${path} does not belong to the files beside it: ${detail}.
    Allowed: ${basename(path)} with the files of its own run
    Fix: Put the files of each run back into a folder of their own, from a copy of the whole folder where there is one.`;
}

/** A copy of the main file alone. */
export function incompleteLog(path: string): InputError {
  const name = basename(path);
  return inputError`log-incomplete: The log ${path} is incomplete: it was copied while a run had it open, without ${name}-wal, which holds the newest outcomes.
    Allowed: a log whose run has ended, or ${name} together with ${name}-wal
    Fix: Copy both files, best the whole run folder.\nIf the other file is lost, rescue what is here with: surefoot log ${dirname(path)} --salvage <new folder>`;
}

export function missingLog(path: string): InputError {
  return inputError`log-missing: There is no log at ${path}.
    Allowed: the log.sqlite of a run folder
    Fix: Check the path of the run folder.`;
}

export function notALog(path: string, cause: unknown): InputError {
  return inputError`not-a-log: ${path} is not the log of a Surefoot run${cause === undefined ? '' : ` (${messageOf(cause)})`}.
    Allowed: the log.sqlite of a run folder
    Fix: Check the path, or choose another folder.
    Cause: ${cause}`;
}

export function otherLogVersion(path: string, version: number): InputError {
  return inputError`other-log-version: The log ${path} has version ${version}. The file was not changed.
    Allowed: version ${LOG_VERSION}
    Fix: Use the Surefoot that wrote it, or start again in another folder.`;
}

/** What opening a file failed with, as one of the above. */
export function openingError(path: string, error: unknown): InputError | RunError {
  if (error instanceof InputError || error instanceof RunError) return error;
  const code = errorCode(error);
  if (code === 'SQLITE_NOTADB') return notALog(path, error);
  // A table or a column that a log has is missing.
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_ERROR') return damagedLog(path, messageOf(error), error);
  return inputError`log-unreadable: The log ${path} could not be opened: ${reasonOf(error)}.
    Allowed: a file that may be read, and written to if the run goes on
    Fix: Set the permissions of the file and its folder, make room, or stop the program that holds it.
    Cause: ${error}`;
}

/** Of what the system refused, the place: a log is copied from many files, and read beside some. */
function reasonOf(error: unknown): string {
  const { code, path, dest } = error as NodeJS.ErrnoException & { readonly dest?: string };
  const [, said] = /^E[A-Z0-9]+: ([^,]+),/.exec(messageOf(error)) ?? [];
  if (said === undefined || path === undefined) return messageOf(error);
  return `${said}: ${code === 'ENOSPC' ? (dest ?? path) : path}`;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
