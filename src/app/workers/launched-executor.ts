/** @file An executor whose workers are launched with the first trial, and ended when it is closed. */
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Executor, ExecutorListener, LaunchedWorker, Outcome, Trial, TrialSource } from '../../core/index.js';
import { systemClock } from '../../evidence/drive/index.js';
import { type OrderBook, WorkerKeeper } from '../../work/launchers/index.js';
import { writeRunFile } from '../folder/run-folder.js';
import { type LaunchPlan, launchFolders } from './launch-plan.js';
import { alteredExecutor } from './outcome-gate.js';

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
