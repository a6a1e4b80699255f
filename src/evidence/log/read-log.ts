/** @file Reads the entries of a log file, each verified by its checksum, and those that are chained by the chain over all before, too. */
import { beginChain, CHAINED_TABLES, ChainWalk, type Link, type LogEnd } from './log-chain.js';
import { type Connection, iterateRows, readRows } from './log-connection.js';
import { type DocumentTable, GROWING_TABLES, LOG_TABLES, type LogEntry, type LogTable } from './log-entry.js';
import { checksumOf, createOutcomeReader, documentToEntry, type OutcomeRow } from './log-rows.js';

/** A row that cannot be what was written. */
export class DamagedRow extends Error {
  constructor(table: string, sequence: number, detail: string) {
    super(`row ${sequence} of table ${table}: ${detail}`);
  }
}

export const WRONG_CHECKSUM = 'its checksum does not fit its content';
const WRONG_NUMBER = 'rows before it are missing';
export const WRONG_CHAIN = 'it does not follow the row before: rows are missing or were swapped';

type DocumentRow = readonly [sequence: number, content: Uint8Array, checksum: number];
type StoredOutcome = readonly [sequence: number, content: Uint8Array, checksum: number, chain: number];

// Text comes as bytes and is decoded here, once it has its checksum: the driver ends the process over text that is no UTF-8.
const SELECT_OUTCOMES = `SELECT sequence, CAST(content AS BLOB), checksum, chain FROM outcome
  WHERE sequence > ? ORDER BY sequence`;

/** Reads what was added since the last reading; the first one reads all. */
export class LogReader {
  #connection: Connection | undefined;
  readonly #last = new Map<LogTable, number>();
  readonly #ids: string[] = [];
  readonly #readOutcome = createOutcomeReader((place) => this.#ids[place]);
  #id = 0;
  #walk = new ChainWalk(0);
  /** Rows of other tables than outcomes that the chain has gone over. */
  readonly #linked = new Map<LogTable, number>();

  constructor(connection?: Connection) {
    this.#connection = connection;
  }

  /** Goes on with another connection to the same log. */
  attach(connection: Connection): this {
    this.#connection = connection;
    return this;
  }

  /** Of what was read. */
  get end(): LogEnd {
    return { rows: new Map(this.#last), id: this.#id, chain: this.#walk.chain };
  }

  /** Throws a {@link DamagedRow} for one that is not what was written. */
  *read(tables: readonly LogTable[] = LOG_TABLES): Generator<LogEntry> {
    for (const table of tables) {
      if (table === 'outcome') yield* this.#readOutcomes();
      else yield* this.#readDocuments(table);
    }
  }

  *#readDocuments(table: DocumentTable): Generator<LogEntry> {
    const grows = GROWING_TABLES.includes(table);
    const after = grows ? 0 : (this.#last.get(table) ?? 0);
    const query = `SELECT sequence, CAST(content AS BLOB), checksum FROM ${table} WHERE sequence > ? ORDER BY sequence`;
    for (const [sequence, content, checksum] of iterateRows<DocumentRow>(this.#attached(), query, after)) {
      if (!grows && sequence !== (this.#last.get(table) ?? 0) + 1) throw new DamagedRow(table, sequence, WRONG_NUMBER);
      this.#last.set(table, sequence);
      const entry = readDocument(table, sequence, content, checksum);
      if (table === 'head') this.#begin(checksum);
      if (entry.table === 'candidate') this.#ids[sequence - 1] = entry.id;
      yield entry;
    }
  }

  #begin(checksum: number): void {
    this.#id = beginChain(checksum);
    this.#walk = new ChainWalk(this.#id);
  }

  *#readOutcomes(): Generator<LogEntry> {
    this.#waitForOthers();
    const after = this.#last.get('outcome') ?? 0;
    let expected = after + 1;
    for (const stored of iterateRows<StoredOutcome>(this.#attached(), SELECT_OUTCOMES, after)) {
      const [sequence, content, checksum, chain] = stored;
      if (checksumOf('outcome', sequence, content) !== checksum)
        throw new DamagedRow('outcome', sequence, WRONG_CHECKSUM);
      if (sequence !== expected || !this.#walk.follow({ checksum, chain }))
        throw new DamagedRow('outcome', sequence, WRONG_CHAIN);
      this.#last.set('outcome', expected++);
      yield this.#entryOf(sequence, content);
    }
    const lost = this.#walk.finish();
    if (lost !== undefined) throw new DamagedRow(lost.table, lost.sequence, WRONG_CHAIN);
  }

  /** What was decided and concluded between outcomes is of the chain, too. */
  #waitForOthers(): void {
    for (const table of CHAINED_TABLES) {
      if (table === 'outcome') continue;
      const rows = readRows<[number, number, number]>(
        this.#attached(),
        `SELECT sequence, checksum, chain FROM ${table} WHERE sequence > ? ORDER BY sequence`,
        this.#linked.get(table) ?? 0,
      );
      this.#linked.set(table, rows.at(-1)?.[0] ?? this.#linked.get(table) ?? 0);
      this.#walk.wait(
        table,
        rows.map(([sequence, checksum, chain]): Link => ({ sequence, checksum, chain })),
      );
    }
  }

  #entryOf(sequence: number, content: Uint8Array): LogEntry {
    try {
      return this.#readOutcome(JSON.parse(textOf(content)) as OutcomeRow);
    } catch (error) {
      throw new DamagedRow('outcome', sequence, (error as Error).message);
    }
  }

  #attached(): Connection {
    if (this.#connection === undefined) throw new Error('no connection is attached');
    return this.#connection;
  }
}

/** Throws a {@link DamagedRow}. */
export function readDocument(table: DocumentTable, sequence: number, content: Uint8Array, checksum: number): LogEntry {
  if (checksumOf(table, sequence, content) !== checksum) throw new DamagedRow(table, sequence, WRONG_CHECKSUM);
  try {
    return documentToEntry(table, textOf(content));
  } catch (error) {
    throw new DamagedRow(table, sequence, (error as Error).message);
  }
}

/** Bytes that have their checksum are the text that was written. */
export function textOf(content: Uint8Array): string {
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8');
}
