/** @file Writes entries into the tables of a log file. */
import type { Database } from 'libsql';
import { type DocumentTable, LOG_TABLES, type LogEntry, placeOf } from './log-entry.js';
import { checksumOf, entryToDocument, OUTCOME_COLUMNS, outcomeToRow } from './log-rows.js';

type Statement = ReturnType<Database['prepare']>;

const INSERT_OUTCOME = `INSERT INTO outcome (${OUTCOME_COLUMNS.join(', ')}, checksum)
  VALUES (${OUTCOME_COLUMNS.map(() => '?').join(', ')}, ?)`;

/** Transactions are the caller's. */
export class EntryWriter {
  readonly #outcome: Statement;
  readonly #documents: ReadonlyMap<DocumentTable, Statement>;

  constructor(connection: Database) {
    this.#outcome = connection.prepare(INSERT_OUTCOME);
    const tables = LOG_TABLES.filter((table) => table !== 'outcome');
    this.#documents = new Map(
      tables.map((table) => [
        table,
        connection.prepare(`INSERT OR REPLACE INTO ${table} (sequence, content, checksum) VALUES (?, ?, ?)`),
      ]),
    );
  }

  write(entry: LogEntry): void {
    if (entry.table === 'outcome') {
      const row = outcomeToRow(entry);
      this.#outcome.run([...row, checksumOf(row)]);
      return;
    }
    const document = entryToDocument(entry);
    this.#documents.get(entry.table)?.run([placeOf(entry), document, checksumOf(document)]);
  }
}
