/**
 * @file The log as one SQLite file: one commit per group of outcomes, in WAL mode with full synchronisation, so that what
 * `append` returned from survives a killed process and a power cut. Others may read while it is written.
 */
import { type EvidenceHead, RunError, type Store } from '../core/index.js';
import { EntryWriter } from './entry-writer.js';
import { sharedFileSystem } from './file-system.js';
import { type EntrySink, Log } from './log.js';
import { LogChange } from './log-change.js';
import { LogContent, onlyHead } from './log-content.js';
import type { LogEntry } from './log-entry.js';
import {
  type Connection,
  closeLogFile,
  createLogFile,
  damagedLog,
  fileAt,
  notWritable,
  type OpenedLog,
  openLogFile,
  readLogFile,
  readRows,
  textOf,
} from './log-file.js';
import { DamagedRow, LogReader } from './read-log.js';
import { dropSnapshot } from './snapshot-file.js';
import { SnapshotPublisher } from './snapshot-publisher.js';
import { migrateLog, readVersion1 } from './version-1.js';

export interface OpenOptions {
  /** For reports and dashboards: writes nothing, and every reading sees what another process has appended by then. */
  readonly readOnly?: boolean;
}

/**
 * A new log at `path`, whose folder exists, that claims these names. Throws an InputError (`log-exists`) when a file is
 * there.
 */
export function createSqliteStore(path: string, head: EvidenceHead, claims: readonly string[] = []): Store {
  const claimed = claims.map((name): LogEntry => ({ table: 'claim', name }));
  createLogFile(path, [{ table: 'head', ...onlyHead(head) }, ...claimed]);
  return openSqliteStore(path);
}

/**
 * The log at `path`; one of version 1 is read as it is and migrated when something is written to it. Throws an InputError:
 * `log-missing`, `not-a-log`, `newer-log`, `log-damaged`. Writing is for the process that holds the lock of the run
 * folder; the file stays as it is until something has come of a trial.
 */
export function openSqliteStore(path: string, { readOnly = false }: OpenOptions = {}): Store {
  // Of a run that was killed: whoever holds the lock reads the log itself.
  if (!readOnly) dropSnapshot(path);
  const { content, version, reader } = readLog(path);
  // Nobody adds to a log of version 1.
  if (readOnly && version > 1) return new Log(content, new ReadingSink(path, reader));
  return new Log(content, readOnly ? new ClosedSink(path) : new WritingSink(path, reader.lastOf('outcome')));
}

/** A log that is read while somebody else writes it, and stays as it was read until more is asked for. */
export interface FollowedStore {
  readonly store: Store;
  /** Reads what has been added since. Throws an InputError as `openSqliteStore` does. */
  refresh(): void;
}

/** Throws an InputError as `openSqliteStore` does. */
export function openFollowedStore(path: string): FollowedStore {
  const { content, version, reader } = readLog(path);
  const sink = new ReadingSink(path, reader);
  return {
    store: new Log(content, new ClosedSink(path)),
    refresh: () => {
      if (version > 1) sink.refresh((entry) => content.add(entry));
    },
  };
}

function readLog(path: string) {
  return readLogFile(path, (opened) => {
    const reader = new LogReader(opened.connection);
    return { content: loadContent(path, opened, reader), version: opened.version, reader };
  });
}

function loadContent(path: string, { connection, version }: OpenedLog, reader: LogReader): LogContent {
  try {
    const entries = version === 1 ? readVersion1(connection) : reader.read();
    const first = entries.next();
    if (first.done === true || first.value.table !== 'head') throw new Error('it has no head');
    const content = new LogContent(first.value);
    for (const entry of entries) content.add(entry);
    return content;
  } catch (error) {
    throw damagedLog(path, textOf(error), error);
  }
}

/** For reading what nobody adds to. */
class ClosedSink implements EntrySink {
  protected readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  write(): never {
    throw notWritable(this.path, new Error('it was opened readonly'));
  }

  flush(): void {}

  refresh(_add: (entry: LogEntry) => void): void {}

  close(): void {}
}

/** For reading what somebody else may be adding to. Connected only while there is something new. */
class ReadingSink extends ClosedSink {
  readonly #reader: LogReader;
  readonly #change: LogChange;
  readonly #file: string | undefined;
  #isOpen = true;

  constructor(path: string, reader: LogReader) {
    super(path);
    this.#reader = reader;
    this.#change = new LogChange(path);
    this.#file = fileAt(path);
  }

  override refresh(add: (entry: LogEntry) => void): void {
    if (!this.#isOpen || !this.#change.isNews() || fileAt(this.path) !== this.#file) return;
    readLogFile(this.path, ({ connection }) => {
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

interface OpenLog {
  readonly connection: Connection;
  readonly writer: EntryWriter;
  readonly file: string;
  /** Where other machines may read. */
  readonly publisher?: SnapshotPublisher;
}

class WritingSink implements EntrySink {
  readonly #path: string;
  readonly #lastKnown: number | undefined;
  /** Told, but not worth a change of the file by itself. */
  #pending: LogEntry[] = [];
  #open: OpenLog | undefined;

  /** `lastKnown`: the sequence number of the last outcome that was read; undefined for one that is yet to be migrated. */
  constructor(path: string, lastKnown: number | undefined) {
    this.#path = path;
    this.#lastKnown = lastKnown;
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
    // Whoever writes knows all there is: the run folder's lock keeps others from writing.
  }

  close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    // A file that is gone cannot be tidied up, and whoever wrote to it has been told.
    closeLogFile(open.connection, fileAt(this.#path) === open.file ? 'read-write' : 'read-only');
    open.publisher?.end();
  }

  #commit(entries: readonly LogEntry[]): void {
    this.#open ??= this.#connect();
    const { connection, writer, file, publisher } = this.#open;
    if (fileAt(this.#path) !== file) throw logGone(this.#path);
    try {
      connection.exec('BEGIN IMMEDIATE');
      for (const entry of entries) writer.write(entry);
      connection.exec('COMMIT');
      publisher?.committed();
    } catch (error) {
      if (connection.inTransaction) connection.exec('ROLLBACK');
      throw notWritable(this.#path, error);
    }
  }

  #connect(): OpenLog {
    const file = fileAt(this.#path);
    if (file === undefined) throw logGone(this.#path);
    try {
      migrateLog(this.#path);
      const { connection } = openLogFile(this.#path);
      this.#requireKnown(connection);
      const shared =
        sharedFileSystem(this.#path) === undefined ? {} : { publisher: lockForGood(connection, this.#path) };
      return { connection, writer: new EntryWriter(connection), file: fileAt(this.#path) as string, ...shared };
    } catch (error) {
      throw notWritable(this.#path, error);
    }
  }

  /**
   * The last commit of a process that was killed in the middle of it stays hidden as long as any other process has the log
   * open, and appears with the next opening after that: possibly between our reading and our first writing.
   */
  #requireKnown(connection: Connection): void {
    if (this.#lastKnown === undefined) return;
    const [row] = readRows<[number | null]>(connection, 'SELECT MAX(sequence) FROM outcome');
    if ((row?.[0] ?? 0) === this.#lastKnown) return;
    connection.close();
    throw new RunError({
      code: 'log-grown',
      what: `The log ${this.#path} holds an outcome that was not there when it was read: a process that was killed had just written it.`,
      fix: 'Run the same command again: it goes on from there.',
    });
  }
}

/** From the first commit on nobody else reads the log itself. */
function lockForGood(connection: Connection, path: string): SnapshotPublisher {
  const publisher = new SnapshotPublisher(connection, path);
  connection.exec('PRAGMA locking_mode = EXCLUSIVE');
  return publisher;
}

function isReplaced(entry: LogEntry, later: readonly LogEntry[]): boolean {
  return entry.table === 'stretch' && later.some((other) => other.table === 'stretch' && other.number === entry.number);
}

function isLong(entry: LogEntry): boolean {
  return entry.table === 'stretch' && entry.seconds >= LONGEST_UNWRITTEN_SECONDS;
}

function logGone(path: string): RunError {
  return new RunError({
    code: 'log-gone',
    what: `The log ${path} is gone, or another file has taken its place.`,
    fix: 'Leave the run folder alone while a run works in it; what had been logged went with the file.',
  });
}
