/** @file Verifies a log file row by row, and reads around what is damaged. */
import { type Outcome, trialKey } from '../core/index.js';
import { LOG_TABLES, type LogEntry, type LogTable } from './log-entry.js';
import { type Connection, readLogFile, readRows, textOf } from './log-file.js';
import { type DamagedRow, LogReader } from './read-log.js';
import { readVersion1 } from './version-1.js';

export interface LogCheck {
  /** Of the file's tables. */
  readonly version: number;
  /** What could be read, by table. */
  readonly rows: Readonly<Partial<Record<LogTable, number>>>;
  /** The outcomes that could be read and count, one per trial. */
  readonly outcomes: readonly Outcome[];
  /** What is wrong, one line each; empty for a sound log. */
  readonly damages: readonly string[];
  /** False for a log of version 1, which has no checksums. */
  readonly verified: boolean;
}

/** Reads all of the log. Throws an InputError for a file that is no log at all. */
export function checkLog(path: string): LogCheck {
  const { entries, damages, version } = readWhatIsThere(path);
  const rows: Partial<Record<LogTable, number>> = {};
  const outcomes = new Map<string, Outcome>();
  for (const entry of entries) {
    rows[entry.table] = (rows[entry.table] ?? 0) + 1;
    if (entry.table === 'outcome') outcomes.set(trialKey(entry.outcome.trial), entry.outcome);
  }
  return { version, rows, outcomes: [...outcomes.values()], damages, verified: version > 1 };
}

export interface ReadableLog {
  readonly entries: LogEntry[];
  readonly damages: string[];
  readonly version: number;
  /** Of all but outcomes: their numbers (1, 2, ...) in their tables, lost rows counted. */
  readonly numbers: Map<LogEntry, number>;
}

/** All that can be read of a log. Throws an InputError for a file that is no log at all. */
export function readWhatIsThere(path: string): ReadableLog {
  return readLogFile(path, ({ connection, version }) => {
    const log: ReadableLog = { entries: [], damages: integrityOf(connection), version, numbers: new Map() };
    if (version === 1) takeAll(readVersion1(connection), log);
    else readTables(connection, log);
    return log;
  });
}

/** Each table by itself: one that cannot be read costs no other. */
function readTables(connection: Connection, log: ReadableLog): void {
  const reader = new LogReader(connection);
  const onDamage = (damage: DamagedRow) => void log.damages.push(damage.message);
  const onRow = (entry: LogEntry, sequence: number) => void log.numbers.set(entry, sequence);
  const isWhole = log.damages.length === 0;
  for (const table of LOG_TABLES) {
    if (table === 'outcome' && !isWhole) readAround(connection, reader, log);
    else takeAll(reader.read([table], onDamage, onRow), log, table);
  }
}

const BLOCK = 256;

/** Outcomes before, between and after pages that cannot be read. */
function readAround(connection: Connection, reader: LogReader, { entries, damages }: ReadableLog): void {
  const onDamage = (damage: DamagedRow) => void damages.push(damage.message);
  let lost = 0;
  const take = (after: number, until: number): void => {
    try {
      entries.push(...reader.readOutcomes(onDamage, after, until));
    } catch {
      if (until - after === 1) {
        lost++;
        return;
      }
      const middle = after + Math.ceil((until - after) / 2);
      take(after, middle);
      take(middle, until);
    }
  };
  const last = lastOutcome(connection, damages);
  for (let after = 0; after < last; after += BLOCK) take(after, Math.min(after + BLOCK, last));
  if (lost > 0) damages.push(`table outcome: ${lost} rows cannot be read`);
}

function lastOutcome(connection: Connection, damages: string[]): number {
  try {
    return readRows<[number | null]>(connection, 'SELECT max(sequence) FROM outcome')[0]?.[0] ?? 0;
  } catch (error) {
    damages.push(`table outcome: ${textOf(error)}`);
    return 0;
  }
}

function takeAll(source: Iterable<LogEntry>, { entries, damages }: ReadableLog, table = 'log'): void {
  try {
    for (const entry of source) entries.push(entry);
  } catch (error) {
    damages.push(`table ${table}: ${textOf(error)}`);
  }
}

/** What SQLite finds wrong with the file itself. */
function integrityOf(connection: Connection): string[] {
  try {
    const lines = readRows<[string]>(connection, 'PRAGMA integrity_check(20)').map(([line]) => line);
    return lines.length === 1 && lines[0] === 'ok' ? [] : lines.map((line) => `the file: ${line}`);
  } catch (error) {
    return [`the file: ${textOf(error)}`];
  }
}
