/**
 * @file The chain of a log: a hash over the checksums of its head, then of its outcomes, decisions and conclusions in the order in which they
 * were written. It begins with a head that no other log has, so what belongs to another log does not fit. What is said of a log elsewhere
 * carries it.
 */
import type { LogExtent } from '../../core/index.js';
import type { LogTable } from './log-entry.js';

/** The tables whose rows are links, each with the chain after it. */
export const CHAINED_TABLES = ['outcome', 'decision', 'conclusion'] as const satisfies readonly LogTable[];
export type ChainedTable = (typeof CHAINED_TABLES)[number];

export function isChained(table: LogTable): table is ChainedTable {
  return (CHAINED_TABLES as readonly LogTable[]).includes(table);
}

/** Before the head. */
const NOTHING = 0;

/** Of the 52 bits of a chain, those that the second lane gives. */
const LOW = 2 ** 20;

/**
 * The chain after a row with this checksum: a hash of 52 bits that fits an SQLite integer and a JavaScript number. Two multiplying
 * lanes (constants of MurmurHash3's finaliser). It finds accidents, not forgery.
 */
export function link(chain: number, checksum: number): number {
  let high = Math.imul(Math.floor(chain / LOW) ^ checksum, 0x85ebca6b);
  let low = Math.imul((chain % LOW) + checksum + high, 0xc2b2ae35);
  high ^= high >>> 13;
  low ^= low >>> 16;
  return (high >>> 0) * LOW + ((low >>> 0) % LOW);
}

/** The chain after the head, whose checksum this is: it names the log. */
export function beginChain(checksum: number): number {
  return link(NOTHING, checksum);
}

/** The chain as files have it. */
export function chainText(chain: number): string {
  return chain.toString(16).padStart(13, '0');
}

/** Where a log ends. */
export interface LogEnd {
  /** The number of the last row of each table; of those that grow in place it does not matter. */
  readonly rows: ReadonlyMap<LogTable, number>;
  /** After the head. */
  readonly id: number;
  readonly chain: number;
}

export function extentOf({ rows, id, chain }: LogEnd): LogExtent {
  const count = (table: ChainedTable) => rows.get(table) ?? 0;
  return {
    id: chainText(id),
    outcomes: count('outcome'),
    decisions: count('decision'),
    conclusions: count('conclusion'),
    chain: chainText(chain),
  };
}

/** A row as the chain knows it. */
export interface Link {
  readonly sequence: number;
  readonly checksum: number;
  /** What the row says that the chain is after it. */
  readonly chain: number;
}

/** Follows the chain over rows that stand in several tables: which one comes next, the chain itself says. */
export class ChainWalk {
  #chain: number;
  /** Rows that were not yet reached, by table, in the order of their numbers. */
  readonly #waiting = new Map<ChainedTable, Iterator<Link>>();
  readonly #next = new Map<ChainedTable, Link>();

  constructor(chain: number) {
    this.#chain = chain;
  }

  get chain(): number {
    return this.#chain;
  }

  /** Rows that stand somewhere between those that `follow` is given. */
  wait(table: ChainedTable, links: Iterable<Link>): void {
    this.#waiting.set(table, links[Symbol.iterator]());
    this.#advance(table);
  }

  /** Goes on to this row, over those that wait before it; false where it does not follow. */
  follow({ checksum, chain }: Omit<Link, 'sequence'>): boolean {
    while (link(this.#chain, checksum) !== chain) if (!this.#pass()) return false;
    this.#chain = chain;
    return true;
  }

  /** Goes on to the end; gives a row that does not follow. */
  finish(): { readonly table: ChainedTable; readonly sequence: number } | undefined {
    while (this.#pass());
    for (const [table, { sequence }] of this.#next) return { table, sequence };
    return undefined;
  }

  #pass(): boolean {
    for (const [table, { checksum, chain }] of this.#next) {
      if (link(this.#chain, checksum) !== chain) continue;
      this.#chain = chain;
      this.#advance(table);
      return true;
    }
    return false;
  }

  #advance(table: ChainedTable): void {
    const { value, done } = this.#waiting.get(table)?.next() ?? {};
    if (done === false) this.#next.set(table, value as Link);
    else this.#next.delete(table);
  }
}
