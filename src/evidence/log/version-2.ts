/**
 * @file Logs of version 2 (outcomes in columns, no chain over them): reads them as entries, and puts a log of today in their place once
 * that one has been read back and found equal.
 */
import { constants, copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { hashJson, type JsonValue, RunError } from '../../core/index.js';
import type { LogEnd } from './entry-writer.js';
import { type Connection, iterateRows, syncFolder } from './log-connection.js';
import { type DocumentTable, type LogEntry, placeOf, TABLES_OF_VERSION_2 } from './log-entry.js';
import { buildLogFile, foldLogFile, readLogFile } from './log-file.js';
import { createOutcomeReader, documentToEntry, entryToDocument, type OutcomeRow, outcomeToRow } from './log-rows.js';
import { DamagedRow, LogReader, textOf, WRONG_CHECKSUM } from './read-log.js';

type Text = Uint8Array;

/** As the columns held it, which its checksum is over: JSON in texts. */
type ColumnsOfVersion2 = readonly [
  candidate: number,
  setting: string,
  status: string,
  loss: number | string,
  metrics: string | null,
  lossPerEpoch: string | null,
  seconds: number,
  failures: string | null,
  files: string | null,
  question: number,
  stretch: number | null,
  code: number | null,
];

const SELECT_OUTCOMES = `SELECT sequence, candidate, CAST(setting AS BLOB), CAST(status AS BLOB),
  CASE typeof(loss) WHEN 'text' THEN CAST(loss AS BLOB) ELSE loss END, CAST(metrics AS BLOB), CAST(loss_per_epoch AS BLOB),
  seconds, CAST(failure AS BLOB), CAST(artifacts AS BLOB), question, stretch, code, checksum
  FROM outcome ORDER BY sequence`;

/** The entries of a log of version 2, in an order that a log of today could have. Throws a {@link DamagedRow}. */
export function* readVersion2(connection: Connection): Generator<LogEntry> {
  const ids: string[] = [];
  const readOutcome = createOutcomeReader((place) => ids[place]);
  for (const table of TABLES_OF_VERSION_2) {
    if (table === 'outcome') {
      for (const [sequence, ...stored] of iterateRows<[number, ...(number | null | Text)[]]>(
        connection,
        SELECT_OUTCOMES,
      )) {
        yield readOutcome(rowOf(sequence, stored));
      }
      continue;
    }
    const query = `SELECT sequence, CAST(content AS BLOB), checksum FROM ${table} ORDER BY sequence`;
    for (const [sequence, content, checksum] of iterateRows<[number, Text, number]>(connection, query)) {
      const entry = documentOfVersion2(table, sequence, content, checksum);
      if (entry.table === 'candidate') ids[sequence - 1] = entry.id;
      yield entry;
    }
  }
}

/** Throws a {@link DamagedRow}. */
export function documentOfVersion2(table: DocumentTable, sequence: number, content: Text, checksum: number): LogEntry {
  if (crc32(content) !== checksum) throw new DamagedRow(table, sequence, WRONG_CHECKSUM);
  try {
    return documentToEntry(table, textOf(content));
  } catch (error) {
    throw new DamagedRow(table, sequence, (error as Error).message);
  }
}

/** A row of today of stored columns and their checksum. Throws a {@link DamagedRow}. */
export function rowOf(sequence: number, stored: readonly (number | null | Text)[]): OutcomeRow {
  const values = stored.map((value) => (value instanceof Uint8Array ? textOf(value) : value));
  const checksum = values.pop();
  if (crc32(JSON.stringify(values)) !== checksum) throw new DamagedRow('outcome', sequence, WRONG_CHECKSUM);
  try {
    return columnsToRow(values as unknown as ColumnsOfVersion2);
  } catch (error) {
    throw new DamagedRow('outcome', sequence, (error as Error).message);
  }
}

function columnsToRow(columns: ColumnsOfVersion2): OutcomeRow {
  const [candidate, setting, status, loss, metrics, epochs, seconds, failures, files, question, stretch, code] =
    columns;
  return [
    candidate,
    setting,
    status,
    loss,
    parsed<OutcomeRow[4]>(metrics),
    parsed<OutcomeRow[5]>(epochs),
    seconds,
    parsed<OutcomeRow[7]>(failures),
    parsed<OutcomeRow[8]>(files),
    question,
    stretch,
    code,
  ];
}

function parsed<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T);
}

/**
 * Puts a log of today in the place of one of version 2; the old file stays beside it as `log.sqlite.v2`. Only for who holds the lock.
 * Wherever it is cut off, the log at `path` is the old one or the new one, whole. Gives where the outcomes end.
 */
export function migrateLog(path: string): LogEnd {
  // Into the main file first: a WAL beside it would be taken for the new one's.
  foldLogFile(path);
  const kept = freeName(path);
  const told = readLogFile(path, ({ connection }) => [...withClaim(readVersion2(connection), basename(kept))]);
  const unfinished = buildLogFile(path, told);
  const end = readLogFile(unfinished, ({ connection }) => {
    const reader = new LogReader(connection);
    const isEqual = areEqual(told, [...reader.read()]);
    return isEqual ? reader.end : undefined;
  });
  if (end === undefined) {
    rmSync(unfinished);
    throw migrationFailed(path);
  }
  keep(path, kept);
  renameSync(unfinished, path);
  syncFolder(dirname(path));
  return end;
}

/** Every entry as it was, table by table. */
function areEqual(told: readonly LogEntry[], read: readonly LogEntry[]): boolean {
  const sum = (entries: readonly LogEntry[]): string => {
    const texts = TABLES_OF_VERSION_2.map((table) => entries.filter((entry) => entry.table === table).map(textFor));
    return hashJson(texts as JsonValue);
  };
  return told.length === read.length && sum(told) === sum(read);
}

function migrationFailed(path: string): RunError {
  return new RunError({
    code: 'migration-failed',
    what: `The log ${path} could not be written in the current format: it read back differently.`,
    fix: 'Nothing was changed. Check the disk, then run the same command again.',
  });
}

function textFor(entry: LogEntry): string {
  if (entry.table === 'outcome') return JSON.stringify(outcomeToRow(entry));
  return `${placeOf(entry)} ${entryToDocument(entry)}`;
}

function freeName(path: string): string {
  let kept = `${path}.v2`;
  for (let number = 2; existsSync(kept); number++) kept = `${path}.v2-${number}`;
  return kept;
}

function keep(path: string, kept: string): void {
  try {
    linkSync(path, kept);
  } catch {
    // Not every file system has hard links.
    copyFileSync(path, kept, constants.COPYFILE_EXCL);
  }
}

function* withClaim(entries: Iterable<LogEntry>, name: string): Generator<LogEntry> {
  for (const entry of entries) {
    yield entry;
    if (entry.table === 'head') yield { table: 'claim', name };
  }
}
