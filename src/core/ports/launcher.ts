/**
 * @file Port: a launcher has workers started on machines that somebody else manages. It knows what one worker takes and how it is
 * run, and nothing of trials; how trials reach workers is a transport's business.
 *
 * ## The contract
 *
 * **Start.** `start(count)` asks for so many workers and resolves once the manager has taken the order; when they run is up to it.
 * It rejects with an InputError for an order that the manager refuses, of which nothing is left then. The name that it gives is
 * all that a later process needs to look after the order: names are kept, launchers are not.
 *
 * **Look.** `look(orders)` tells of each worker of these orders once: it waits, it runs, or how it ended. What the manager has forgotten
 * has ended. A worker that its manager starts again by itself waits again. Rejects with a RunError where the manager cannot be asked.
 *
 * **Stop.** `stop(orders)` ends all that is left of them, running or waiting; those that have ended, or that nobody knows, are no
 * error. It may be called again.
 */

/** `done`: by itself, with success. `time`: its time was over, or was told to go. `lost`: with its machine. */
export type WorkerEnding = 'done' | 'time' | 'lost' | 'stopped' | 'failed';

export interface LaunchedWorker {
  /** Unique for each worker that was ever ordered. */
  readonly id: string;
  readonly state: 'waiting' | 'running' | WorkerEnding;
  /** In the manager's own words: what it waits for, how it ended. */
  readonly reason: string;
}

export interface Launcher {
  /** Of the manager, as people call it. */
  readonly name: string;
  start(count: number): Promise<string>;
  look(orders: readonly string[]): Promise<readonly LaunchedWorker[]>;
  stop(orders: readonly string[]): Promise<void>;
}
