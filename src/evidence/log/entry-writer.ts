/** @file Writes entries into the tables of a log file. */
import type { Database } from 'libsql';
import { type DocumentTable, LOG_TABLES, type LogEntry, type LogTable, placeOf } from './log-entry.js';
import { EMPTY_CHAIN, link } from './log-extent.js';
import { checksumOf, entryToDocument, outcomeToRow, writeJson } from './log-rows.js';
import { CANDIDATE_COPY } from './log-schema.js';

type Statement = ReturnType<Database['prepare']>;

const INSERT_OUTCOME = `INSERT INTO outcome (sequence, candidate, setting, status, content, checksum, chain)
  VALUES (?, ?, ?, ?, ?, ?, ?)`;

/** Where a log ends: the rows of every table, and the chain over the outcomes. */
export interface LogEnd {
  /** The number of the last row of each table; of those that grow in place it does not matter. */
  readonly rows: ReadonlyMap<LogTable, number>;
  readonly chain: number;
}

const EMPTY_LOG: LogEnd = { rows: new Map(), chain: EMPTY_CHAIN };

/** Transactions are the caller's: one that is undone is followed by `goBack`. */
export class EntryWriter {
  readonly #outcome: Statement;
  readonly #documents: ReadonlyMap<DocumentTable, Statement>;
  readonly #candidateCopy: Statement;
  #rows: Map<LogTable, number>;
  #chain: number;

  constructor(connection: Database, { rows, chain }: LogEnd = EMPTY_LOG) {
    this.#rows = new Map(rows);
    this.#chain = chain;
    this.#outcome = connection.prepare(INSERT_OUTCOME);
    const intoTable = (table: string): Statement =>
      connection.prepare(`INSERT OR REPLACE INTO ${table} (sequence, kind, content, checksum) VALUES (?, ?, ?, ?)`);
    const tables = LOG_TABLES.filter((table) => table !== 'outcome');
    this.#documents = new Map(tables.map((table) => [table, intoTable(table)]));
    this.#candidateCopy = intoTable(CANDIDATE_COPY);
  }

  get end(): LogEnd {
    return { rows: new Map(this.#rows), chain: this.#chain };
  }

  goBack({ rows, chain }: LogEnd): void {
    this.#rows = new Map(rows);
    this.#chain = chain;
  }

  write(entry: LogEntry): void {
    const { table } = entry;
    const sequence = placeOf(entry) ?? (this.#rows.get(table) ?? 0) + 1;
    this.#rows.set(table, sequence);
    if (entry.table === 'outcome') {
      const row = outcomeToRow(entry);
      const content = writeJson(row);
      const checksum = checksumOf('outcome', sequence, content);
      this.#chain = link(this.#chain, checksum);
      this.#outcome.run([sequence, row[0], row[1], row[2], content, checksum, this.#chain]);
      return;
    }
    const document = entryToDocument(entry);
    const row = [sequence, table, document, checksumOf(table, sequence, document)];
    this.#documents.get(entry.table)?.run(row);
    if (table === 'candidate') this.#candidateCopy.run(row);
  }
}
