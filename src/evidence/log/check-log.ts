/** @file Verifies a log file row by row, and beside what the files next to it have said of it. */

import { InputError, type Outcome, trialKey } from '../../core/index.js';
import { type PageImage, readPageImage } from './bytes/page-image.js';
import { connect, readRows } from './log-connection.js';
import type { LogTable } from './log-entry.js';
import { messageOf, missingLog, notALog, openingError, otherLogVersion } from './log-errors.js';
import { isBeingWritten, readLogFile } from './log-file.js';
import { isLogThere, type LogFileState, readFileState } from './log-file-state.js';
import { LOG_VERSION } from './log-schema.js';
import { LogReader } from './read-log.js';
import { type ReadableLog, readableLog } from './readable-log.js';
import { withStillCopy, withVacuumedCopy } from './still-copy.js';
import { contradiction, provesWhole, readWitnesses, type Witness } from './witness.js';

export interface LogCheck {
  /** What could be read, by table. */
  readonly rows: Readonly<Partial<Record<LogTable, number>>>;
  /** Questions, each once however often it was asked. */
  readonly questions: number;
  /** The outcomes that could be read and count, one per trial. */
  readonly outcomes: readonly Outcome[];
  /** What is wrong, one line each; empty for a sound log. */
  readonly damages: readonly string[];
  /** What people should know of a sound one. */
  readonly remarks: readonly string[];
}

/** Reads all of the log. Throws an InputError for a file that is no log at all, or one of another version. */
export function checkLog(path: string): LogCheck {
  return withImage(path, ({ image, state, witnesses, copy }) => {
    if (state?.isLog === true && state.version !== LOG_VERSION) throw otherLogVersion(path, state.version);
    const log = readWhatIsThere(path, image, state);
    const rows: Partial<Record<LogTable, number>> = {};
    const outcomes = new Map<string, Outcome>();
    const questions = new Set<number>();
    for (const entry of log.entries) {
      rows[entry.table] = (rows[entry.table] ?? 0) + 1;
      if (entry.table === 'outcome') outcomes.set(trialKey(entry.outcome.trial), entry.outcome);
      if (entry.table === 'question') questions.add(entry.number);
    }
    const contradicted = contradiction(path, witnesses, log.stored);
    const damages = [
      ...(state?.lacksWal === true && !provesWhole(witnesses, log.stored) ? [INCOMPLETE] : []),
      ...(image.wal === 'broken' ? ['the file beside it, log.sqlite-wal: a commit differs from what was written'] : []),
      ...(image.wal === 'foreign' ? ['the file beside it, log.sqlite-wal: it is of another log'] : []),
      ...(contradicted === undefined ? [] : [contradicted.what]),
      ...log.damages,
      ...(log.damages.length === 0 ? integrityOf(copy) : []),
    ];
    if (damages.length === 0) damages.push(...hindrancesOf(path));
    const remarks = image.wal === 'cut-off' ? [CUT_OFF] : [];
    return { rows, questions: questions.size, outcomes: [...outcomes.values()], damages, remarks };
  });
}

const INCOMPLETE =
  'the file: it is a copy of a log that a run had open, without log.sqlite-wal, which holds the newest outcomes';
const CUT_OFF =
  'The end of log.sqlite-wal was cut off in the middle of a commit, as by a power cut; that training runs again.';

/** All that can be read of a log, and what was said of it. Throws an InputError for a file that is no log at all. */
export function readForRescue(path: string): { readonly log: ReadableLog; readonly witnesses: readonly Witness[] } {
  return withImage(path, ({ image, state, witnesses }) => ({
    log: readWhatIsThere(path, image, state, true),
    witnesses,
  }));
}

interface LookedAt {
  readonly image: PageImage;
  readonly state: LogFileState | undefined;
  readonly witnesses: readonly Witness[];
  /** Where the bytes of that moment lie. */
  readonly copy: string;
}

/** The bytes of the log at one moment, whatever is done to it, without a trace beside it. */
function withImage<T>(path: string, look: (at: LookedAt) => T): T {
  if (!isLogThere(path)) throw missingLog(path);
  try {
    const witnesses = readWitnesses(path);
    const lookAt = (copy: string) => look({ image: readPageImage(copy), state: readFileState(copy), witnesses, copy });
    return isBeingWritten(path) ? withVacuumedCopy(path, lookAt) : withStillCopy(path, lookAt);
  } catch (error) {
    // Of a process that is to end for a defect of its own nothing is said but that.
    throw (error as NodeJS.ErrnoException).syscall === undefined ? error : openingError(path, error);
  }
}

function readWhatIsThere(
  path: string,
  image: PageImage,
  state: LogFileState | undefined,
  searches = false,
): ReadableLog {
  const log = readableLog(image, searches);
  if (log.entries.length > 0) return log;
  if (state?.isLog !== true) throw notALog(path, undefined);
  if (state.version !== LOG_VERSION) throw otherLogVersion(path, state.version);
  return log;
}

/** What keeps every other command from reading a log whose rows are whole. Throws an InputError for one that is none by its own word. */
function hindrancesOf(path: string): string[] {
  try {
    return readLogFile(path, (connection) => {
      const entries = new LogReader(connection).read();
      try {
        while (entries.next().done !== true);
        return [];
      } catch (error) {
        return [`the file: ${messageOf(error)}`];
      }
    });
  } catch (error) {
    if (error instanceof InputError && (error.code === 'log-damaged' || error.code === 'log-foreign'))
      return [error.what];
    throw error;
  }
}

/** What SQLite finds wrong with the file itself. */
function integrityOf(path: string): string[] {
  try {
    const connection = connect(path, 'rw');
    try {
      const query = 'SELECT CAST(integrity_check AS BLOB) FROM pragma_integrity_check LIMIT 20';
      const lines = readRows<[Uint8Array]>(connection, query).map(([line]) => Buffer.from(line).toString());
      return lines.length === 1 && lines[0] === 'ok' ? [] : lines.map((line) => `the file: ${line}`);
    } finally {
      connection.close();
    }
  } catch (error) {
    return [`the file: ${messageOf(error)}`];
  }
}
