/**
 * @file What files beside a log have said of it: how far it went, with the chain up to there. A log that holds less, or something else,
 * has lost what people were told, however sound the rest of it is.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type LogExtent, STUDY_KINDS } from '../../core/index.js';
import { beginChain, CHAINED_TABLES, type ChainedTable, chainText } from './log-chain.js';
import { type Connection, readRows } from './log-connection.js';

export interface Witness {
  readonly file: string;
  readonly extent: LogExtent;
  /** The run had ended when it was written: no training was logged after that. */
  readonly isFinal: boolean;
}

/** What a log holds, as far as witnesses can be held against it. */
export interface StoredChain {
  /** Undefined where the head cannot be read. */
  readonly id: number | undefined;
  /** The number of the last row. */
  last(table: ChainedTable): number;
  /** What the row with this number says of the chain; undefined where there is none. */
  after(table: ChainedTable, sequence: number): number | undefined;
}

/** Files of a run folder that say how far its log went when they were written, near their beginning. */
export const WITNESSES: readonly string[] = ['live.json', 'result.json', ...STUDY_KINDS.map((kind) => `${kind}.json`)];
const LOOKED_AT_BYTES = 4096;
const EXTENT = /"log":\s*(\{[^{}]*\})/;
const ENDED = /"state":\s*"ended"/;

/** To be read before the log: what goes on being written is ahead of what is said of it. */
export function readWitnesses(path: string): readonly Witness[] {
  return WITNESSES.flatMap((file) => {
    const text = beginningOf(join(dirname(path), file));
    const extent = extentIn(text);
    return extent === undefined ? [] : [{ file, extent, isFinal: ENDED.test(text) }];
  });
}

function extentIn(text: string): LogExtent | undefined {
  try {
    const extent = JSON.parse(EXTENT.exec(text)?.[1] ?? 'null') as LogExtent | null;
    const isWhole = extent !== null && typeof extent.id === 'string' && typeof extent.chain === 'string';
    return isWhole && CHAINED_TABLES.every((table) => Number.isSafeInteger(countIn(extent, table)))
      ? extent
      : undefined;
  } catch {
    return undefined;
  }
}

function countIn(extent: LogExtent, table: ChainedTable): number {
  return extent[`${table}s`];
}

/** What of that the log contradicts, in words; undefined where it holds all that was said, or more. `isForeign`: it is another log. */
export function contradiction(
  path: string,
  witnesses: readonly Witness[],
  stored: StoredChain,
): { readonly what: string; readonly isForeign: boolean } | undefined {
  const name = basename(path);
  for (const { file, extent } of witnesses) {
    if (stored.id !== undefined && chainText(stored.id) !== extent.id)
      return { what: `${file} beside it tells of another log`, isForeign: true };
    const lost = CHAINED_TABLES.find((table) => stored.last(table) < countIn(extent, table));
    if (lost !== undefined) {
      const held = `${countIn(extent, lost)} ${lost}s`;
      return { what: `${file} beside it was written when ${name} held ${held}; now it holds fewer`, isForeign: false };
    }
    if (!isOfChain(extent, stored))
      return {
        what: `${file} beside it was written when ${name} held others than it does now (among its first ${extent.outcomes} outcomes)`,
        isForeign: false,
      };
  }
  return undefined;
}

/** One of the rows that were the last of their tables was the last of all. */
function isOfChain(extent: LogExtent, stored: StoredChain): boolean {
  const ends = CHAINED_TABLES.map((table) => [table, countIn(extent, table)] as const).filter(([, count]) => count > 0);
  const chains = ends.length === 0 ? [stored.id] : ends.map(([table, count]) => stored.after(table, count));
  return chains.some((chain) => chain !== undefined && chainText(chain) === extent.chain);
}

/**
 * Whether a log that does not contradict them holds all that was ever written into it: the run has said that it ended, and the log ends where a
 * file says that it does.
 */
export function provesWhole(witnesses: readonly Witness[], stored: StoredChain): boolean {
  if (!witnesses.some(({ isFinal }) => isFinal)) return false;
  return witnesses.some(
    ({ extent }) =>
      CHAINED_TABLES.every((table) => countIn(extent, table) === stored.last(table)) && isOfChain(extent, stored),
  );
}

/** The id of the log, from its head; undefined where it has none. */
export function idIn(connection: Connection): number | undefined {
  const [row] = readRows<[number]>(connection, 'SELECT checksum FROM head WHERE sequence = 1');
  return row === undefined ? undefined : beginChain(row[0]);
}

export function storedIn(connection: Connection): StoredChain {
  return {
    id: idIn(connection),
    last: (table) => readRows<[number | null]>(connection, `SELECT max(sequence) FROM ${table}`)[0]?.[0] ?? 0,
    after: (table, sequence) =>
      readRows<[number]>(connection, `SELECT chain FROM ${table} WHERE sequence = ?`, sequence)[0]?.[0],
  };
}

/** Of a file as UTF-8 text; empty where there is none. */
export function beginningOf(path: string): string {
  // Of anything else than a file, opening it could take for ever.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return '';
  const bytes = Buffer.alloc(LOOKED_AT_BYTES);
  const descriptor = openSync(path, 'r');
  try {
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, LOOKED_AT_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
}
