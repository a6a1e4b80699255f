/** @file Writes entries into the tables of a log file. */
import { beginChain, isChained, type LogEnd, link } from './log-chain.js';
import { type Connection, prepareStatement, type Statement } from './log-connection.js';
import { type DocumentTable, LOG_TABLES, type LogEntry, type LogTable, placeOf } from './log-entry.js';
import { checksumOf, entryToDocument, outcomeToRow, writeJson } from './log-rows.js';
import { CANDIDATE_COPY } from './log-schema.js';

const INSERT_OUTCOME = `INSERT INTO outcome (sequence, candidate, setting, status, content, checksum, chain)
  VALUES (?, ?, ?, ?, ?, ?, ?)`;

const EMPTY_LOG: LogEnd = { rows: new Map(), id: 0, chain: 0 };

/** Transactions are the caller's: one that is undone is followed by `goBack`. */
export class EntryWriter {
  readonly #outcome: Statement;
  readonly #documents: ReadonlyMap<DocumentTable, Statement>;
  readonly #candidateCopy: Statement;
  #rows: Map<LogTable, number>;
  #id: number;
  #chain: number;

  constructor(connection: Connection, { rows, id, chain }: LogEnd = EMPTY_LOG) {
    this.#rows = new Map(rows);
    this.#id = id;
    this.#chain = chain;
    this.#outcome = prepareStatement(connection, INSERT_OUTCOME);
    const intoTable = (table: string, more: readonly string[] = []): Statement => {
      const columns = ['sequence', 'kind', 'content', 'checksum', ...more];
      const places = columns.map(() => '?').join(', ');
      return prepareStatement(connection, `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${places})`);
    };
    const tables = LOG_TABLES.filter((table) => table !== 'outcome');
    this.#documents = new Map(tables.map((table) => [table, intoTable(table, isChained(table) ? ['chain'] : [])]));
    this.#candidateCopy = intoTable(CANDIDATE_COPY);
  }

  get end(): LogEnd {
    return { rows: new Map(this.#rows), id: this.#id, chain: this.#chain };
  }

  goBack({ rows, chain }: LogEnd): void {
    this.#rows = new Map(rows);
    this.#chain = chain;
  }

  /** Gives how many characters of content it wrote. */
  write(entry: LogEntry): number {
    const { table } = entry;
    const sequence = placeOf(entry) ?? (this.#rows.get(table) ?? 0) + 1;
    this.#rows.set(table, sequence);
    if (entry.table === 'outcome') {
      const row = outcomeToRow(entry);
      const content = writeJson(row);
      const checksum = checksumOf('outcome', sequence, content);
      this.#chain = link(this.#chain, checksum);
      this.#outcome.run(sequence, row[0], row[1], row[2], content, checksum, this.#chain);
      return content.length;
    }
    const document = entryToDocument(entry);
    const checksum = checksumOf(table, sequence, document);
    const row = [sequence, table, document, checksum];
    if (table === 'head') {
      this.#id = beginChain(checksum);
      this.#chain = this.#id;
    } else if (isChained(table)) {
      this.#chain = link(this.#chain, checksum);
      row.push(this.#chain);
    }
    this.#documents.get(entry.table)?.run(...row);
    if (table === 'candidate') this.#candidateCopy.run(...row);
    return document.length;
  }
}
