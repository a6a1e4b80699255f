/** @file Verifies a log file row by row, and rescues what can be read of a damaged one. */

import { renameSync } from 'node:fs';
import { InputError, isFailure, type Outcome, trialKey } from '../core/index.js';
import { LogContent } from './log-content.js';
import { LOG_TABLES, type LogEntry, type LogTable } from './log-entry.js';
import { buildLogFile, type Connection, openLogFile, readRows, textOf } from './log-file.js';
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

/**
 * Writes every readable trial of a damaged log into a new one. Questions and what was decided are left out: they follow
 * again from the trials when they are asked again. Gives the number of trials.
 * @throws InputError (`log-lost`) where not even the head can be read.
 */
export function salvageLog(path: string, target: string, claims: readonly string[]): number {
  const { entries } = readWhatIsThere(path);
  const head = entries.find(({ table }) => table === 'head');
  if (head?.table !== 'head') throw lost(path);
  const content = new LogContent(head);
  const kept: LogEntry[] = [head, ...claims.map((name): LogEntry => ({ table: 'claim', name }))];
  let trials = 0;
  for (const entry of entries) {
    const taken = takeOver(entry, content);
    if (taken === undefined) continue;
    content.add(taken);
    kept.push(taken);
    if (taken.table === 'outcome') trials++;
  }
  const text = `${trials} trials were rescued from a damaged log`;
  kept.push({ table: 'notice', kind: 'salvaged', text, at: new Date().toISOString(), question: null });
  renameSync(buildLogFile(target, kept), target);
  return trials;
}

/** The entry as the new log takes it: outcomes refer to the places of their candidates there. */
function takeOver(entry: LogEntry, { placeById, outcomes }: LogContent): LogEntry | undefined {
  if (entry.table === 'candidate') return entry;
  if (entry.table !== 'outcome') return undefined;
  const { code: _, ...outcome } = entry.outcome;
  const place = placeById.get(outcome.trial.candidate);
  if (place === undefined) return undefined;
  const present = outcomes.at(outcomes.slotOf(place, outcome.trial) ?? -1);
  if (present !== undefined && !isFailure(present)) return undefined;
  return { ...entry, outcome, place, question: 0, stretch: null };
}

function readWhatIsThere(path: string): { entries: LogEntry[]; damages: string[]; version: number } {
  const { connection, version } = openLogFile(path, 'read-only');
  const entries: LogEntry[] = [];
  const damages = integrityOf(connection);
  try {
    if (version === 1) takeAll(readVersion1(connection), entries, damages);
    else readTables(connection, entries, damages);
  } finally {
    connection.close();
  }
  return { entries, damages, version };
}

/** Each table by itself: one that cannot be read costs no other. */
function readTables(connection: Connection, entries: LogEntry[], damages: string[]): void {
  const reader = new LogReader(connection);
  const onDamage = (damage: DamagedRow) => void damages.push(damage.message);
  const isWhole = damages.length === 0;
  for (const table of LOG_TABLES) {
    if (table === 'outcome' && !isWhole) readAround(connection, reader, entries, damages);
    else takeAll(reader.read([table], onDamage), entries, damages, table);
  }
}

const BLOCK = 256;

/** Outcomes before, between and after pages that cannot be read. */
function readAround(connection: Connection, reader: LogReader, entries: LogEntry[], damages: string[]): void {
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

function takeAll(source: Iterable<LogEntry>, entries: LogEntry[], damages: string[], table = 'log'): void {
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

function lost(path: string): InputError {
  return new InputError({
    code: 'log-lost',
    what: `Nothing can be rescued from ${path}: not even its head can be read.`,
    allowed: 'a log of which the first page is whole',
    fix: 'Restore the file from a backup, or begin the run anew.',
  });
}
