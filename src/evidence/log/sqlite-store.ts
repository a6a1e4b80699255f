/**
 * @file The log as one SQLite file: one commit per group of outcomes, in WAL mode with full synchronisation, so that what
 * `append` returned from survives a killed process and a power cut. Others may read while it is written.
 */
import { dirname } from 'node:path';
import {
  type EvidenceHead,
  type LogExtent,
  type RunError,
  runError,
  type Store,
  type Trace,
} from '../../core/index.js';
import { EntryWriter } from './entry-writer.js';
import { type EntrySink, Log } from './log.js';
import { CHAINED_TABLES, extentOf, type LogEnd } from './log-chain.js';
import { type Connection, fileAt, readRows, sharedFileSystem } from './log-connection.js';
import { LogContent, onlyHead } from './log-content.js';
import type { LogEntry } from './log-entry.js';
import { damagedLog, messageOf, notWritable } from './log-errors.js';
import { closeLogFile, createLogFile, foldLogFile, openLogFile, readLogFile, type WritableLog } from './log-file.js';
import { LogChange } from './log-tail.js';
import { DamagedRow, LogReader } from './read-log.js';
import { holdsRun } from './run-lock.js';
import { dropSnapshot } from './snapshot-file.js';
import { SnapshotPublisher } from './snapshot-publisher.js';

interface OpenOptions {
  /** For reports and dashboards: writes nothing, and every reading sees what another process has appended by then. */
  readonly readOnly?: boolean;
  /** Hears of each entry once it is written. */
  readonly trace?: Trace | undefined;
}

/**
 * A new log at `path`, whose folder exists, that claims these names. Throws an InputError (`log-exists`) when a file is
 * there.
 */
export function createSqliteStore(
  path: string,
  head: EvidenceHead,
  claims: readonly string[] = [],
  trace?: Trace,
): Store {
  const claimed = claims.map((name): LogEntry => ({ table: 'claim', name }));
  createLogFile(path, [{ table: 'head', ...onlyHead(head) }, ...claimed]);
  return openSqliteStore(path, { trace });
}

/**
 * The log at `path`. Throws an InputError as `readLogFile` does. Writing is for the process that holds the lock of the run folder: it makes one file of what a killed run left,
 * and changes nothing else until something has come of a trial.
 */
export function openSqliteStore(path: string, { readOnly = false, trace }: OpenOptions = {}): Store {
  // Of a run that was killed: the holder of the lock reads the log itself.
  if (!readOnly) dropSnapshot(path);
  const { content, reader } = readLog(path);
  if (readOnly) return new Log(content, new ReadingSink(path, reader));
  if (holdsRun(dirname(path))) foldLogFile(path);
  return new Log(content, new WritingSink(path, reader.end), trace);
}

/** A log that is read while somebody else writes it, and stays as it was read until more is asked for. */
export interface FollowedStore {
  readonly store: Store;
  /** Reads what has been added since. Throws an InputError as `openSqliteStore` does. */
  refresh(): void;
}

/** Throws an InputError as `openSqliteStore` does. */
export function openFollowedStore(path: string): FollowedStore {
  const { content, reader } = readLog(path);
  const sink = new ReadingSink(path, reader);
  return {
    store: new Log(content, new ClosedSink(path, () => sink.extent())),
    refresh: () => sink.refresh((entry) => content.add(entry)),
  };
}

function readLog(path: string) {
  return readLogFile(path, (connection) => {
    const reader = new LogReader(connection);
    return { content: loadContent(path, reader), reader };
  });
}

function loadContent(path: string, reader: LogReader): LogContent {
  try {
    const entries = reader.read();
    const first = entries.next();
    if (first.done === true || first.value.table !== 'head') throw new Error('its first row is missing');
    const content = new LogContent(first.value);
    for (const entry of entries) content.add(entry);
    return content;
  } catch (error) {
    throw damagedLog(path, messageOf(error), error);
  }
}

/** Reads a log to which nothing is added. */
class ClosedSink implements EntrySink {
  protected readonly path: string;
  readonly #extent: () => LogExtent | undefined;

  constructor(path: string, extent: () => LogExtent | undefined = () => undefined) {
    this.path = path;
    this.#extent = extent;
  }

  write(): never {
    throw notWritable(this.path, new Error('it was opened readonly'));
  }

  flush(): void {}

  refresh(_add: (entry: LogEntry) => void): void {}

  extent(): LogExtent | undefined {
    return this.#extent();
  }

  close(): void {}
}

/** Reads a log to which another process may be adding. Connected only while there is something new. */
class ReadingSink extends ClosedSink {
  readonly #reader: LogReader;
  readonly #change: LogChange;
  readonly #file: string | undefined;
  #isOpen = true;

  constructor(path: string, reader: LogReader) {
    super(path, () => extentOf(reader.end));
    this.#reader = reader;
    this.#change = new LogChange(path);
    this.#file = fileAt(path);
  }

  override refresh(add: (entry: LogEntry) => void): void {
    if (!this.#isOpen || !this.#change.isNews() || fileAt(this.path) !== this.#file) return;
    readLogFile(this.path, (connection) => {
      try {
        for (const entry of this.#reader.attach(connection).read()) add(entry);
      } catch (error) {
        throw error instanceof DamagedRow ? damagedLog(this.path, error.message, error) : error;
      }
    });
  }

  override close(): void {
    this.#isOpen = false;
  }
}

/** A stretch is written after this time even when nothing has come of it: time spent counts. */
const LONGEST_UNWRITTEN_SECONDS = 30;

interface OpenLog extends WritableLog {
  readonly writer: EntryWriter;
  readonly file: string;
  /** Where other machines may read. */
  readonly publisher?: SnapshotPublisher;
}

class WritingSink implements EntrySink {
  readonly #path: string;
  /** Where what was read or written ends. */
  #end: LogEnd;
  /** Told, but not worth a change of the file by itself. */
  #pending: LogEntry[] = [];
  #open: OpenLog | undefined;

  constructor(path: string, end: LogEnd) {
    this.#path = path;
    this.#end = end;
  }

  write(entries: readonly LogEntry[], durable: boolean): void {
    const all = [...this.#pending.filter((entry) => !isReplaced(entry, entries)), ...entries];
    if (!durable && this.#open === undefined && !entries.some(isLong)) {
      this.#pending = all;
      return;
    }
    this.#commit(all);
    this.#pending = [];
  }

  flush(): void {
    if (this.#pending.length > 0) this.write([], true);
  }

  refresh(): void {
    // The writer knows everything: the run folder's lock keeps others from writing.
  }

  extent(): LogExtent {
    return extentOf(this.#end);
  }

  close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    // A file that is gone cannot be tidied up, and its writer has been told.
    try {
      closeLogFile(open.connection, open.file, fileAt(this.#path) !== open.file);
      open.publisher?.end();
    } catch (error) {
      throw notWritable(this.#path, error);
    }
  }

  #commit(entries: readonly LogEntry[]): void {
    this.#open ??= this.#connect();
    const { connection, mark, writer, file, publisher } = this.#open;
    if (fileAt(this.#path) !== file) throw logGone(this.#path);
    const before = writer.end;
    try {
      connection.exec('BEGIN IMMEDIATE');
      let bytes = 0;
      for (const entry of entries) bytes += writer.write(entry);
      mark?.beforeCommit(bytes);
      connection.exec('COMMIT');
    } catch (error) {
      undo(connection);
      mark?.undone();
      writer.goBack(before);
      throw notWritable(this.#path, error);
    }
    this.#end = writer.end;
    mark?.committed();
    publisher?.committed();
  }

  #connect(): OpenLog {
    if (fileAt(this.#path) === undefined) throw logGone(this.#path);
    try {
      const opened = openLogFile(this.#path);
      const { connection } = opened;
      this.#requireKnown(connection);
      const shared =
        sharedFileSystem(this.#path) === undefined ? {} : { publisher: lockForGood(connection, this.#path) };
      return {
        ...opened,
        writer: new EntryWriter(connection, this.#end),
        file: fileAt(this.#path) as string,
        ...shared,
      };
    } catch (error) {
      throw notWritable(this.#path, error);
    }
  }

  /**
   * The last commit of a process that was killed in the middle of it stays hidden as long as any other process has the log
   * open, and appears with the next opening after that: possibly between our reading and our first writing.
   */
  #requireKnown(connection: Connection): void {
    const isKnown = (table: string, count = 0): boolean =>
      (readRows<[number | null]>(connection, `SELECT MAX(sequence) FROM ${table}`)[0]?.[0] ?? 0) === count;
    if (CHAINED_TABLES.every((table) => isKnown(table, this.#end.rows.get(table)))) return;
    connection.close();
    throw runError`log-grown: The log ${this.#path} holds something that was not there when it was read: a killed process had just written it.
      Fix: Run the same command again: it goes on from there.`;
  }
}

/** From the first commit on nobody else reads the log itself. */
function lockForGood(connection: Connection, path: string): SnapshotPublisher {
  const publisher = new SnapshotPublisher(connection, path);
  connection.exec('PRAGMA locking_mode = EXCLUSIVE');
  return publisher;
}

/** A transaction that failed may have undone itself, and undoing it may fail: what is said of it is the first failure. */
function undo(connection: Connection): void {
  try {
    if (connection.inTransaction) connection.exec('ROLLBACK');
  } catch {
    // The next transaction begins with what is committed.
  }
}

function isReplaced(entry: LogEntry, later: readonly LogEntry[]): boolean {
  return entry.table === 'stretch' && later.some((other) => other.table === 'stretch' && other.number === entry.number);
}

function isLong(entry: LogEntry): boolean {
  return entry.table === 'stretch' && entry.seconds >= LONGEST_UNWRITTEN_SECONDS;
}

function logGone(path: string): RunError {
  return runError`log-gone: The log ${path} is gone, or another file has replaced it.
    Fix: Leave the run folder alone while a run works in it; the logged trainings are lost with the file.`;
}
