/** @file What a run has launched beside itself, and an executor whose workers are launched with the first trial, and ended when it is closed. */
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type {
  Executor,
  ExecutorListener,
  LaunchedWorker,
  Launcher,
  Outcome,
  TransportAccess,
  Trial,
  TrialSource,
} from '../../core/index.js';
import { systemClock } from '../../evidence/drive/index.js';
import { type OrderBook, WorkerKeeper } from '../../work/launchers/index.js';
import { RUN_FILES } from '../folder/run-files.js';
import { writeRunFile } from '../folder/run-folder.js';
import { alteredExecutor } from './outcome-gate.js';

export interface LaunchPlan {
  readonly launcher: Launcher;
  /** Workers at the same time. */
  readonly workers: number;
  /** Trials at the same time in each. */
  readonly trialsPerWorker: number;
  /** They meet in the run folder, where a place is made for it. */
  readonly meetsInRunFolder: boolean;
  /** Throws an InputError where the launcher cannot be used here. */
  readonly check: () => Promise<void>;
}

/** Absolute where the run folder is. */
interface LaunchFolders {
  /** Where run and workers meet. */
  readonly exchange: string;
  /** What each worker printed, by its id. */
  readonly logs: string;
  /** Names of orders that may still be there. */
  readonly book: string;
  /** The book of a run that had to make room for this one. */
  readonly earlierBook: string;
}

export function launchFolders(runFolder: string): LaunchFolders {
  const of = (...parts: readonly string[]) => join(runFolder, ...parts);
  const { workers, previous } = RUN_FILES;
  return {
    exchange: of(workers, 'exchange'),
    logs: of(workers),
    book: of(workers, 'jobs.json'),
    earlierBook: of(previous, workers, 'jobs.json'),
  };
}

/** Where the workers of a run are. */
export interface WorkersAt {
  readonly address: string;
  /** Further trainings at the same time in this process. */
  readonly localPlaces: number;
  /** How long a silent worker keeps its trials; the transport's own by default. */
  readonly leaseMs?: number;
  /** How one is let in where a server asks. */
  readonly access?: TransportAccess;
  /** Workers that are launched for the run, and end with it. */
  readonly launch?: LaunchPlan;
}

/** `runFolder` is absolute. Nothing is launched where nothing is left to be trained. */
export function withLaunchedWorkers(
  executor: Executor,
  { launcher, workers, trialsPerWorker }: LaunchPlan,
  runFolder: string,
  onEvent: ExecutorListener,
): Executor {
  const folders = launchFolders(runFolder);
  const failed = new AbortController();
  /** Trials that were taken and have no outcome. */
  let open = 0;
  const keeper = new WorkerKeeper({
    launcher,
    wanted: workers,
    needed: () => Math.ceil(open / trialsPerWorker),
    book: bookOf(runFolder),
    after: systemClock.after,
    onNote: (text) => onEvent({ kind: 'note', text }),
    onGivenUp: (error) => failed.abort(error),
    printedBy: ({ id }: LaunchedWorker) => lastPrinted(join(folders.logs, `${id}.log`)),
  });
  let beginning: Promise<void> | undefined;
  const take = () => {
    open++;
    beginning ??= keeper.begin().catch((error: unknown) => failed.abort(error));
  };
  return alteredExecutor(executor, {
    execute: async (source, onOutcome, signal) => {
      open = 0;
      const give = (outcome: Outcome) => {
        open--;
        onOutcome(outcome);
      };
      await executor.execute(whenTaken(source, take), give, AbortSignal.any([signal, failed.signal]));
      await beginning;
      if (failed.signal.aborted) throw failed.signal.reason;
    },
    close: async () => {
      await beginning;
      // Where nothing was left to be trained, those of an earlier start have nothing to wait for.
      await keeper.end();
      await executor.close();
    },
  });
}

const bookSchema = z.array(z.string().regex(/^\d+$/));

/** A book that cannot be read names nothing. */
function bookOf(runFolder: string): OrderBook {
  const { book, earlierBook, logs } = launchFolders(runFolder);
  const readFrom = (path: string): readonly string[] => {
    if (!existsSync(path)) return [];
    try {
      return bookSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch {
      return [];
    }
  };
  return {
    read: () => [...readFrom(book), ...readFrom(earlierBook)],
    write: (orders) => {
      mkdirSync(logs, { recursive: true, mode: 0o700 });
      writeRunFile(logs, 'jobs.json', `${JSON.stringify(orders)}\n`);
    },
  };
}

const TAIL_BYTES = 4096;
const MOST_SHOWN = 300;

/** The last line that is not empty. */
function lastPrinted(path: string): string {
  if (!existsSync(path)) return '';
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(file, bytes, 0, bytes.length, size - bytes.length);
    const lines = bytes
      .toString('utf8')
      .split('\n')
      .map((line) => line.trim());
    return (
      lines
        .filter((line) => line !== '')
        .at(-1)
        ?.slice(0, MOST_SHOWN) ?? ''
    );
  } finally {
    closeSync(file);
  }
}

export function whenTaken(source: TrialSource, onTaken: () => void): TrialSource {
  const told = (trial: Trial | undefined): Trial | undefined => {
    if (trial !== undefined) onTaken();
    return trial;
  };
  return {
    take: () => told(source.take()),
    takeAhead: () => told(source.takeAhead?.()),
    more: () => source.more(),
  };
}
