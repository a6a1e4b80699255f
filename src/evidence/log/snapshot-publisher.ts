/**
 * @file Publishes snapshots of a log on a shared file system: copies that are put in place whole now and then. The log itself is locked
 * all the time, and locks of another machine may mean nothing here.
 */
import { renameSync, rmSync } from 'node:fs';
import { type Connection, prepareStatement } from './log-connection.js';
import { dropSnapshot, snapshotOf } from './snapshot-file.js';

/** No more of the time goes into snapshots than one part in so many. */
const SHARE_OF_TIME = 20;
const LEAST_PAUSE_MS = 2000;

/** Publishes what is committed, soon and not too often. */
export class SnapshotPublisher {
  readonly #connection: Connection;
  readonly #path: string;
  #pauseMs = LEAST_PAUSE_MS;
  #timer: NodeJS.Timeout | undefined;

  /** The first snapshot is there before anything is written. */
  constructor(connection: Connection, path: string) {
    this.#connection = connection;
    this.#path = path;
    this.#publish();
  }

  committed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      try {
        this.#publish();
      } catch {
        // The snapshot of before stays, and the log has all: where no room is left for that, it says so itself.
        this.committed();
      }
    }, this.#pauseMs).unref();
  }

  /** The log is about to be left: readers read it itself. */
  end(): void {
    clearTimeout(this.#timer);
    dropSnapshot(this.#path);
  }

  #publish(): void {
    const startedMs = performance.now();
    const unfinished = `${snapshotOf(this.#path)}.new`;
    rmSync(unfinished, { force: true });
    prepareStatement(this.#connection, 'VACUUM INTO ?').run(unfinished);
    renameSync(unfinished, snapshotOf(this.#path));
    this.#pauseMs = Math.max(LEAST_PAUSE_MS, (performance.now() - startedMs) * SHARE_OF_TIME);
  }
}
