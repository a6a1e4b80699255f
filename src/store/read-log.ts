/** @file Reads the entries of a log file, each verified by its checksum. */

import { type DocumentTable, LOG_TABLES, type LogEntry, type LogTable } from './log-entry.js';
import { type Connection, iterateRows } from './log-file.js';
import { checksumOf, createOutcomeReader, documentToEntry, OUTCOME_COLUMNS, type OutcomeRow } from './log-rows.js';

/** A row that cannot be what was written. */
export class DamagedRow extends Error {
  constructor(table: string, sequence: number, detail: string) {
    super(`row ${sequence} of table ${table}: ${detail}`);
  }
}

type DocumentRow = readonly [sequence: number, content: string, checksum: number];
type StoredOutcome = readonly [sequence: number, ...OutcomeRow, checksum: number];

const SELECT_OUTCOMES = `SELECT sequence, ${OUTCOME_COLUMNS.join(', ')}, checksum FROM outcome
  WHERE sequence > ? AND sequence <= ? ORDER BY sequence`;

/** Reads what was added since the last reading; the first one reads all. */
export class LogReader {
  #connection: Connection | undefined;
  readonly #last = new Map<LogTable, number>();
  readonly #ids: string[] = [];
  readonly #readOutcome = createOutcomeReader((place) => this.#ids[place]);

  constructor(connection?: Connection) {
    this.#connection = connection;
  }

  /** Goes on with another connection to the same log. */
  attach(connection: Connection): this {
    this.#connection = connection;
    return this;
  }

  /** The sequence number of the last row that was read of a table of version 2; 0 before any, undefined for version 1. */
  lastOf(table: LogTable): number | undefined {
    return this.#last.size === 0 ? undefined : (this.#last.get(table) ?? 0);
  }

  /**
   * Throws a {@link DamagedRow} for one that is not what was written, unless `onDamage` takes it. `onRow` is told the
   * sequence number of every document.
   */
  *read(tables: readonly LogTable[] = LOG_TABLES, onDamage = fail, onRow = ignore): Generator<LogEntry> {
    for (const table of tables) {
      if (table === 'outcome')
        yield* this.readOutcomes(onDamage, this.#last.get('outcome') ?? 0, Number.MAX_SAFE_INTEGER);
      else yield* this.#readDocuments(table, onDamage, onRow);
    }
  }

  *#readDocuments(
    table: DocumentTable,
    onDamage: (damage: DamagedRow) => void,
    onRow: (entry: LogEntry, sequence: number) => void,
  ): Generator<LogEntry> {
    // These grow in place.
    const after = table === 'stretch' || table === 'conclusion' ? 0 : (this.#last.get(table) ?? 0);
    const query = `SELECT sequence, content, checksum FROM ${table} WHERE sequence > ? ORDER BY sequence`;
    for (const [sequence, content, checksum] of iterateRows<DocumentRow>(this.#attached(), query, after)) {
      this.#last.set(table, sequence);
      const entry = readDocument(table, sequence, content, checksum);
      if (entry instanceof DamagedRow) {
        onDamage(entry);
        continue;
      }
      if (entry.table === 'candidate') this.#ids[sequence - 1] = entry.id;
      onRow(entry, sequence);
      yield entry;
    }
  }

  /** Outcomes with sequence numbers above `after`, up to `until`. Candidates must have been read before. */
  *readOutcomes(onDamage: (damage: DamagedRow) => void, after: number, until: number): Generator<LogEntry> {
    for (const stored of iterateRows<StoredOutcome>(this.#attached(), SELECT_OUTCOMES, after, until)) {
      const sequence = stored[0];
      const row = stored.slice(1, -1) as unknown as OutcomeRow;
      this.#last.set('outcome', sequence);
      try {
        if (checksumOf(row) !== stored[stored.length - 1]) throw new Error(WRONG_CHECKSUM);
        yield this.#readOutcome(row);
      } catch (error) {
        onDamage(new DamagedRow('outcome', sequence, (error as Error).message));
      }
    }
  }

  #attached(): Connection {
    if (this.#connection === undefined) throw new Error('no connection is attached');
    return this.#connection;
  }
}

const WRONG_CHECKSUM = 'its checksum does not fit its content';

function readDocument(
  table: DocumentTable,
  sequence: number,
  content: string,
  checksum: number,
): LogEntry | DamagedRow {
  if (checksumOf(content) !== checksum) return new DamagedRow(table, sequence, WRONG_CHECKSUM);
  try {
    return documentToEntry(table, content);
  } catch (error) {
    return new DamagedRow(table, sequence, (error as Error).message);
  }
}

function ignore(_entry: LogEntry, _sequence: number): void {}

function fail(damage: DamagedRow): void {
  throw damage;
}
