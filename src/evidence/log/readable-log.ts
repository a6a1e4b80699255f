/**
 * @file All that can be read of a log file, whatever became of its bytes. Rows are taken from the pages themselves: first along the
 * trees of the tables, as SQLite would, then from every page that holds rows still. What is not what was written is told as a damage.
 */

import type { PageImage } from './bytes/page-image.js';
import { type CellValue, carveRows, type TableRow, walkTable } from './bytes/table-cells.js';
import { beginChain, CHAINED_TABLES, type ChainedTable, ChainWalk, isChained, type Link } from './log-chain.js';
import { type DocumentTable, GROWING_TABLES, LOG_TABLES, type LogEntry } from './log-entry.js';
import { checksumOf, createOutcomeReader, type OutcomeRow } from './log-rows.js';
import { readDocument, textOf, WRONG_CHAIN, WRONG_CHECKSUM } from './read-log.js';
import type { StoredChain } from './witness.js';

export interface ReadableLog {
  /** In an order in which nothing comes before what it refers to, unless that is lost; without what was forgotten. */
  readonly entries: readonly LogEntry[];
  /** What is wrong, one line each. */
  readonly damages: readonly string[];
  /** Their numbers (1, 2, ...) in their tables, lost rows counted. */
  readonly numbers: ReadonlyMap<LogEntry, number>;
  /** What its tables tell. */
  readonly stored: StoredChain;
}

/** Rows by table and number. */
class Findings {
  readonly documents = new Map<DocumentTable, Map<number, LogEntry>>();
  readonly outcomes = new Map<number, OutcomeRow>();
  readonly links = new Map<ChainedTable, Map<number, Link>>(CHAINED_TABLES.map((table) => [table, new Map()]));
  id: number | undefined;

  /** False where it has one already. */
  addDocument(table: DocumentTable, sequence: number, entry: LogEntry): boolean {
    const rows = this.documents.get(table) ?? new Map<number, LogEntry>();
    this.documents.set(table, rows);
    if (rows.has(sequence)) return false;
    rows.set(sequence, entry);
    return true;
  }

  addOutcome(sequence: number, row: OutcomeRow): boolean {
    if (this.outcomes.has(sequence)) return false;
    this.outcomes.set(sequence, row);
    return true;
  }

  addLink(table: ChainedTable, sequence: number, checksum: number, chain: CellValue | undefined): void {
    if (typeof chain === 'number') this.links.get(table)?.set(sequence, { sequence, checksum, chain });
  }
}

/** `searches`: also where no damage is known, for what was written last and never came to its end. */
export function readableLog(image: PageImage, searches = false): ReadableLog {
  const damages: string[] = [];
  const findings = new Findings();
  const roots = rootsOf(image);
  for (const table of LOG_TABLES) {
    const root = roots.get(table);
    if (root === undefined) {
      damages.push(`table ${table}: its definition cannot be read`);
      continue;
    }
    let broken = 0;
    for (const row of walkTable(image, root, () => broken++)) {
      const detail = takeRow(findings, row);
      if (detail !== undefined && detail !== '') damages.push(`row ${row.rowid} of table ${table}: ${detail}`);
    }
    if (broken > 0) damages.push(`table ${table}: ${broken} pages or rows cannot be read`);
  }
  const stored = storedOf(findings);
  // Of a table in which rows are damaged, those are the ones that are missing.
  if (damages.length === 0) damages.push(...gapsOf(findings));
  if (searches || damages.length > 0 || image.wal === 'broken') {
    for (const row of carveRows(image)) takeRow(findings, row);
  }
  return { ...entriesOf(findings, damages), damages, stored };
}

/**
 * Takes a row for what it says that it is. Gives '' for one that is new, undefined for one that is known or none of a log's, and in
 * words what is wrong with one.
 */
function takeRow(findings: Findings, { rowid, values }: TableRow): string | undefined {
  const [, kind, content, checksum, chain] = values;
  if (values.length <= 5 && Buffer.isBuffer(kind) && Buffer.isBuffer(content) && typeof checksum === 'number') {
    const table = kind.toString('latin1') as DocumentTable;
    if (!LOG_TABLES.includes(table)) return WRONG_CHECKSUM;
    try {
      const isNew = findings.addDocument(table, rowid, readDocument(table, rowid, content, checksum));
      if (isNew && table === 'head') findings.id = beginChain(checksum);
      if (isNew && isChained(table)) findings.addLink(table, rowid, checksum, chain);
      return isNew ? '' : undefined;
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
  const isNew = findings.addOutcome(rowid, JSON.parse(textOf(content)) as OutcomeRow);
  if (isNew) findings.addLink('outcome', rowid, checksum, chain);
  return isNew ? '' : undefined;
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

/** What the trees lead to, before anything is looked for elsewhere. */
function storedOf({ id, links }: Findings): StoredChain {
  const chains = new Map([...links].map(([table, rows]) => [table, new Map(rows)]));
  return {
    id,
    last: (table) => maxOf(chains.get(table)?.keys() ?? []),
    after: (table, sequence) => chains.get(table)?.get(sequence)?.chain,
  };
}

/** Rows are numbered without gaps, and those that are chained follow one another. */
function gapsOf({ documents, outcomes, links, id }: Findings): string[] {
  const gaps: string[] = [];
  for (const [table, rows] of [...documents, ['outcome', outcomes] as const]) {
    if (GROWING_TABLES.includes(table)) continue;
    const missing = maxOf(rows.keys()) - rows.size;
    if (missing > 0) gaps.push(`table ${table}: ${missing} rows are missing`);
  }
  if (gaps.length > 0 || id === undefined) return gaps;
  const walk = new ChainWalk(id);
  const inOrder = (table: ChainedTable) =>
    [...(links.get(table)?.values() ?? [])].sort((a, b) => a.sequence - b.sequence);
  for (const table of CHAINED_TABLES) if (table !== 'outcome') walk.wait(table, inOrder(table));
  const lost = inOrder('outcome').find((row) => !walk.follow(row));
  const broken = lost === undefined ? walk.finish() : { table: 'outcome', sequence: lost.sequence };
  return broken === undefined ? [] : [`row ${broken.sequence} of table ${broken.table}: ${WRONG_CHAIN}`];
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
      for (const [sequence, row] of [...findings.outcomes].sort(([a], [b]) => a - b)) {
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
