/**
 * @file All that can be read of a log file, whatever became of its bytes. Rows are taken from the pages themselves: first along the
 * trees of the tables, as SQLite would, then from every page that holds rows still. What is not what was written is told as a damage.
 */

import type { PageImage } from './bytes/page-image.js';
import { type CellValue, carveRows, type TableRow, walkTable } from './bytes/table-cells.js';
import {
  type DocumentTable,
  GROWING_TABLES,
  LOG_TABLES,
  type LogEntry,
  type LogTable,
  TABLES_OF_VERSION_2,
} from './log-entry.js';
import { EMPTY_CHAIN, link } from './log-extent.js';
import { checksumOf, createOutcomeReader, type OutcomeRow } from './log-rows.js';
import { LOG_VERSION } from './log-schema.js';
import { readDocument, textOf, WRONG_CHAIN, WRONG_CHECKSUM } from './read-log.js';
import { documentOfVersion2, rowOf } from './version-2.js';

export interface ReadableLog {
  /** In an order in which nothing comes before what it refers to, unless that is lost; without what was forgotten. */
  readonly entries: readonly LogEntry[];
  /** What is wrong, one line each. */
  readonly damages: readonly string[];
  /** Their numbers (1, 2, ...) in their tables, lost rows counted. */
  readonly numbers: ReadonlyMap<LogEntry, number>;
  /** The chain that its tables tell after so many outcomes; undefined beyond their end. */
  readonly chainAt: (outcomes: number) => number | undefined;
}

interface FoundOutcome {
  readonly row: OutcomeRow;
  readonly checksum: number;
  /** Undefined in version 2. */
  readonly chain: number | undefined;
}

/** Rows by table and number. */
class Findings {
  readonly documents = new Map<DocumentTable, Map<number, LogEntry>>();
  readonly outcomes = new Map<number, FoundOutcome>();

  /** False where it has one already. */
  addDocument(table: DocumentTable, sequence: number, entry: LogEntry): boolean {
    const rows = this.documents.get(table) ?? new Map<number, LogEntry>();
    this.documents.set(table, rows);
    if (rows.has(sequence)) return false;
    rows.set(sequence, entry);
    return true;
  }

  addOutcome(sequence: number, found: FoundOutcome): boolean {
    if (this.outcomes.has(sequence)) return false;
    this.outcomes.set(sequence, found);
    return true;
  }
}

/** `searches`: also where no damage is known, for what was written last and never came to its end. */
export function readableLog(image: PageImage, version: number, searches = false): ReadableLog {
  const damages: string[] = [];
  const findings = new Findings();
  const take = version < LOG_VERSION ? takeOfVersion2 : takeRow;
  const roots = rootsOf(image);
  for (const table of version < LOG_VERSION ? TABLES_OF_VERSION_2 : LOG_TABLES) {
    const root = roots.get(table);
    if (root === undefined) {
      damages.push(`table ${table}: its definition cannot be read`);
      continue;
    }
    let broken = 0;
    for (const row of walkTable(image, root, () => broken++)) {
      const detail = take(findings, row, table);
      if (detail !== undefined && detail !== '') damages.push(`row ${row.rowid} of table ${table}: ${detail}`);
    }
    if (broken > 0) damages.push(`table ${table}: ${broken} pages or rows cannot be read`);
  }
  const known = new Set(findings.outcomes.keys());
  const chains = new Map([...findings.outcomes].map(([sequence, { chain }]) => [sequence, chain]));
  // Of a table in which rows are damaged, those are the ones that are missing.
  if (damages.length === 0) damages.push(...gapsOf(findings, known, version));
  if (searches || damages.length > 0 || image.wal === 'broken') {
    for (const row of carveRows(image)) take(findings, row);
  }
  return { ...entriesOf(findings, damages), damages, chainAt: (outcomes) => chains.get(outcomes) };
}

/**
 * Takes a row for what it says that it is. Gives '' for one that is new, undefined for one that is known or none of a log's, and in
 * words what is wrong with one.
 */
function takeRow(findings: Findings, { rowid, values }: TableRow): string | undefined {
  const [, kind, content, checksum] = values;
  if (values.length === 4 && Buffer.isBuffer(kind) && Buffer.isBuffer(content) && typeof checksum === 'number') {
    const table = kind.toString('latin1') as DocumentTable;
    if (!LOG_TABLES.includes(table)) return WRONG_CHECKSUM;
    try {
      return findings.addDocument(table, rowid, readDocument(table, rowid, content, checksum)) ? '' : undefined;
    } catch {
      return WRONG_CHECKSUM;
    }
  }
  return takeOutcome(findings, rowid, values);
}

function takeOutcome(findings: Findings, rowid: number, values: readonly CellValue[]): string | undefined {
  const [, , , , content, checksum, chain] = values;
  if (values.length !== 7 || !Buffer.isBuffer(content)) return WRONG_CHECKSUM;
  if (typeof checksum !== 'number' || checksumOf('outcome', rowid, content) !== checksum) return WRONG_CHECKSUM;
  const row = JSON.parse(textOf(content)) as OutcomeRow;
  const found = { row, checksum, chain: typeof chain === 'number' ? chain : undefined };
  return findings.addOutcome(rowid, found) ? '' : undefined;
}

/** Its documents do not say their table, so that only those that a tree leads to are known. */
function takeOfVersion2(findings: Findings, { rowid, values }: TableRow, table?: LogTable): string | undefined {
  const [, ...columns] = values;
  try {
    if (table !== undefined && table !== 'outcome') {
      const [content, checksum] = columns;
      if (!Buffer.isBuffer(content) || typeof checksum !== 'number') return WRONG_CHECKSUM;
      return findings.addDocument(table, rowid, documentOfVersion2(table, rowid, content, checksum)) ? '' : undefined;
    }
    if (columns.length !== 13) return table === undefined ? undefined : WRONG_CHECKSUM;
    return findings.addOutcome(rowid, { row: rowOf(rowid, columns), checksum: 0, chain: undefined }) ? '' : undefined;
  } catch {
    return WRONG_CHECKSUM;
  }
}

/** First pages of tables, from the schema that SQLite keeps in the first page. */
function rootsOf(image: PageImage): Map<string, number> {
  const roots = new Map<string, number>();
  for (const { values } of walkTable(image, 1)) {
    const [type, name, , root] = values;
    if (Buffer.isBuffer(type) && Buffer.isBuffer(name) && typeof root === 'number' && type.toString() === 'table')
      roots.set(name.toString(), root);
  }
  return roots;
}

/** Rows are numbered without gaps, and outcomes are chained; `known`: those that a tree leads to. */
function gapsOf({ documents, outcomes }: Findings, known: ReadonlySet<number>, version: number): string[] {
  const gaps: string[] = [];
  for (const [table, rows] of documents) {
    if (GROWING_TABLES.includes(table)) continue;
    const missing = maxOf(rows.keys()) - rows.size;
    if (missing > 0) gaps.push(`table ${table}: ${missing} rows are missing`);
  }
  const missing = maxOf(outcomes.keys()) - known.size;
  if (missing > 0) gaps.push(`table outcome: ${missing} rows are missing`);
  if (missing > 0 || version < LOG_VERSION) return gaps;
  let expected = EMPTY_CHAIN;
  for (const sequence of [...outcomes.keys()].sort((a, b) => a - b)) {
    const { checksum, chain } = outcomes.get(sequence) as FoundOutcome;
    expected = link(expected, checksum);
    if (chain !== expected) return [...gaps, `row ${sequence} of table outcome: ${WRONG_CHAIN}`];
  }
  return gaps;
}

function maxOf(numbers: Iterable<number>): number {
  let largest = 0;
  for (const number of numbers) largest = Math.max(largest, number);
  return largest;
}

function entriesOf(findings: Findings, damages: string[]): Pick<ReadableLog, 'entries' | 'numbers'> {
  const numbers = new Map<LogEntry, number>();
  const entries: LogEntry[] = [];
  const ids: string[] = [];
  const readOutcome = createOutcomeReader((place) => ids[place]);
  const forgotten = new Set<number>();
  for (const entry of findings.documents.get('forgotten')?.values() ?? [])
    if (entry.table === 'forgotten') forgotten.add(entry.outcome);
  for (const table of LOG_TABLES) {
    if (table === 'outcome') {
      let orphans = 0;
      for (const [sequence, { row }] of [...findings.outcomes].sort(([a], [b]) => a - b)) {
        if (forgotten.has(sequence)) continue;
        if (ids[row[0] - 1] === undefined) {
          orphans++;
          continue;
        }
        const entry = readOutcome(row);
        numbers.set(entry, sequence);
        entries.push(entry);
      }
      if (orphans > 0) damages.push(`table outcome: ${orphans} rows are of candidates that are lost`);
      continue;
    }
    for (const [sequence, entry] of [...(findings.documents.get(table) ?? [])].sort(([a], [b]) => a - b)) {
      if (entry.table === 'candidate') ids[sequence - 1] = entry.id;
      numbers.set(entry, sequence);
      entries.push(entry);
    }
  }
  return { entries, numbers };
}
