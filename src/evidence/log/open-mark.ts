/**
 * @file What the file of a log says of itself while it is written. The main file says that it is open; the newest first page in the WAL says
 * that it is not. So a copy of the main file alone knows that it lacks something, and whoever moves the WAL into the main file, if
 * only SQLite itself as the last connection closes, leaves a file that is whole and says so.
 */
import { type Connection, readRows } from './log-connection.js';
import { openedMark } from './log-schema.js';

/** A WAL of this size is moved into the main file. SQLite's own threshold, 1,000 pages, is as large. */
const LONGEST_WAL_BYTES = 4 * 2 ** 20;
/** What a commit writes beside its content, mostly: a leaf of the table and one of the index. */
const BYTES_OF_COMMIT = 2 * 4096;

export class OpenMark {
  readonly #connection: Connection;
  #walBytes = 0;
  /** What the newest first page says, and what it said before the transaction. */
  #saysOpen = false;
  #saidOpen = false;
  #isDue = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Before the first outcome: the main file itself says that it is open. */
  begin(): void {
    this.#connection.exec('PRAGMA wal_autocheckpoint = 0');
    this.#say(true);
    moveWal(this.#connection, 'FULL');
    this.#say(false);
  }

  /** To be called last in a transaction that writes so many bytes. */
  beforeCommit(bytes: number): void {
    this.#saidOpen = this.#saysOpen;
    this.#walBytes += bytes + BYTES_OF_COMMIT;
    this.#isDue = this.#walBytes > LONGEST_WAL_BYTES;
    if (this.#isDue !== this.#saysOpen) this.#say(this.#isDue);
  }

  /** To be called after it. What was committed is kept, whatever becomes of this; the next commit tries again. */
  committed(): void {
    if (!this.#isDue) return;
    this.#walBytes = 0;
    this.#isDue = false;
    try {
      // Without waiting for readers of an older state: what they keep is moved the next time.
      this.#connection.exec('PRAGMA wal_checkpoint(PASSIVE)');
      this.#say(false);
    } catch {
      // Where the disk has a fault, the next commit says so.
    }
  }

  /** To be called where the transaction was undone. */
  undone(): void {
    this.#saysOpen = this.#saidOpen;
  }

  #say(isOpen: boolean): void {
    say(this.#connection, isOpen);
    this.#saysOpen = isOpen;
  }
}

/** All that is in the WAL goes into the main file, which says that it is closed from then on. */
export function closeMark(connection: Connection): void {
  say(connection, false);
  moveWal(connection, 'TRUNCATE');
}

function say(connection: Connection, isOpen: boolean): void {
  const [row] = readRows<[number]>(connection, 'PRAGMA user_version');
  const told = row?.[0] ?? 0;
  const mark = openedMark(told, isOpen);
  if (mark !== told) connection.exec(`PRAGMA user_version = ${mark}`);
}

/** Others read for some milliseconds at a time. */
const ATTEMPTS = 500;
const PAUSE_MS = 10;

/** Gives up where somebody keeps reading an older state for long. */
function moveWal(connection: Connection, how: 'FULL' | 'TRUNCATE'): void {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const [row] = readRows<[busy: number]>(connection, `PRAGMA wal_checkpoint(${how})`);
    if (row?.[0] === 0) return;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  }
}
