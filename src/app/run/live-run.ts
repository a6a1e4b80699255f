/**
 * @file A run that can be watched: keeps live.json at its time while trials are trained. Costs a small file four times a second at most;
 * where it cannot be written the run goes on without.
 */
import { readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  defined,
  InputError,
  type ProgressEvent,
  type Question,
  type Store,
  type Trial,
  trialKey,
} from '../../core/index.js';
import type { Budget } from '../../evidence/drive/index.js';
import { type ProgressFacts, ProgressFold } from '../../report/index.js';
import type { TrainingListener } from '../../work/here/index.js';
import { RUN_FILES } from '../folder/run-files.js';
import { writeRunFile } from '../folder/run-folder.js';
import { LIVE_FORMAT, LIVE_VERSION, type Live, readLive } from './live-file.js';

interface LiveRunOptions {
  readonly folder: string;
  readonly store: Store;
  readonly question: Question;
  readonly facts: ProgressFacts;
  readonly budget: Budget;
  /** Where workers train, as it may be shown. */
  readonly workersAt?: string | undefined;
}

const WRITE_EVERY_MS = 250;
/** Watchers can tell a run at work from one that is gone. */
const LONGEST_SILENCE_MS = 2000;

interface Running {
  readonly trial: Trial;
  readonly sinceMs: number;
  readonly curve: LiveCurve;
}

export class LiveRun {
  readonly #options: LiveRunOptions;
  readonly #fold: ProgressFold;
  readonly #running = new Map<string, Running>();
  readonly #startedAt = new Date().toISOString();
  #lastEventMs = performance.now();
  #writtenMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #isEnded = false;
  /** A name that the log does not claim is not written: a file of others may bear it. */
  #isClaimed: boolean;
  readonly #outcomesBefore: number;
  /** What was there before, to be put back; undefined while nothing was written. */
  #before: { readonly text: string | undefined } | undefined;

  constructor(options: LiveRunOptions) {
    this.#options = options;
    this.#fold = new ProgressFold(options.facts);
    this.#isClaimed = options.store.claims().includes(RUN_FILES.live);
    this.#outcomesBefore = options.store.outcomes().length;
  }

  /** Trials and their losses on the way. The first one begins it all: a run that only reads its log leaves no trace. */
  readonly training: TrainingListener = {
    began: (trial) => {
      this.#running.set(trialKey(trial), { trial, sinceMs: performance.now(), curve: new LiveCurve() });
      this.#begin();
      this.#touch();
    },
    reported: (trial, losses) => {
      this.#running.get(trialKey(trial))?.curve.add(losses);
      this.#touch();
    },
    ended: (trial) => {
      this.#running.delete(trialKey(trial));
      this.#touch();
    },
  };

  take(event: ProgressEvent): void {
    this.#lastEventMs = performance.now();
    this.#fold.take(event);
    // Where others train, this process begins no trial.
    const isElsewhere = event.kind === 'workers' || event.kind === 'no-workers';
    if (isElsewhere && !this.#isEnded) this.#begin();
    if (event.kind === 'outcome') this.#claim();
    this.#touch();
  }

  /** The last word; calling it again does nothing. */
  end(status: string, message: string | null = null): void {
    if (this.#isEnded) return;
    this.#close();
    if (this.#before === undefined && !this.#isOtherwiseEnded(status)) return;
    this.#running.clear();
    this.#writeAs({ state: 'ended', end: { status, message } });
  }

  /** A stop may leave nothing to train: the run that goes on then leaves no trace of its own, but ends otherwise than the file says. */
  #isOtherwiseEnded(status: string): boolean {
    const said = readLive(this.#options.folder);
    return said?.state === 'ended' && said.question === this.#options.question.number && said.end?.status !== status;
  }

  /** The last word where an error ended it: of bad input, found before anything was trained, there is none. */
  fail(error: unknown): void {
    const isWorthless = error instanceof InputError && this.#options.store.outcomes().length === this.#outcomesBefore;
    if (isWorthless) this.#forget();
    else this.end('failed', error instanceof Error ? error.message : String(error));
  }

  /** Ends it as if it had never been. */
  #forget(): void {
    if (this.#isEnded) return;
    this.#close();
    if (this.#before === undefined) return;
    const { text } = this.#before;
    if (text === undefined) rmSync(join(this.#options.folder, RUN_FILES.live), { force: true });
    else writeRunFile(this.#options.folder, RUN_FILES.live, text);
  }

  #begin(): void {
    this.#heartbeat ??= setInterval(() => this.#write(), LONGEST_SILENCE_MS).unref();
  }

  /** With the first outcome the log changes anyway. */
  #claim(): void {
    if (this.#isClaimed || this.#heartbeat === undefined) return;
    this.#options.store.claim([RUN_FILES.live]);
    this.#isClaimed = true;
  }

  #close(): void {
    this.#isEnded = true;
    clearTimeout(this.#timer);
    clearInterval(this.#heartbeat);
  }

  /** Something has changed: it is written now, or soon. A process that is kept busy has no time for timers. */
  #touch(): void {
    if (this.#isEnded || this.#heartbeat === undefined) return;
    const leftMs = this.#writtenMs + WRITE_EVERY_MS - performance.now();
    if (leftMs <= 0) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), leftMs).unref();
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isEnded || this.#heartbeat === undefined || !this.#isClaimed) return;
    this.#writtenMs = performance.now();
    this.#writeAs({ state: 'running', end: null });
  }

  #writeAs(stand: Pick<Live, 'state' | 'end'>): void {
    const { folder } = this.#options;
    try {
      this.#before ??= { text: readOr(join(folder, RUN_FILES.live)) };
      writeRunFile(folder, RUN_FILES.live, JSON.stringify(this.#content(stand)));
    } catch {
      // A full disk is told of by the log; trials do not wait for this file.
    }
  }

  #content(stand: Pick<Live, 'state' | 'end'>): object {
    const { budget, question, workersAt } = this.#options;
    const nowMs = performance.now();
    return {
      format: LIVE_FORMAT,
      version: LIVE_VERSION,
      // At the beginning, where the log looks for it.
      log: this.#options.store.extent(),
      pid: process.pid,
      host: hostname(),
      startedAt: this.#startedAt,
      writtenAt: new Date().toISOString(),
      question: question.number,
      ...stand,
      budget,
      progress: this.#fold.at((nowMs - this.#lastEventMs) / 1000),
      running: [...this.#running.values()].map(({ trial, sinceMs, curve }) => ({
        candidate: trial.candidate,
        replicate: trial.streams.init,
        seconds: (nowMs - sinceMs) / 1000,
        epochs: curve.epochs,
        losses: curve.points(),
      })),
      ...defined({ workersAt }),
    };
  }
}

function readOr(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** At most this many points; half of them are kept when there would be more. */
const MOST_POINTS = 200;

/** A loss curve of bounded size, however many epochs there are. */
export class LiveCurve {
  #points: number[] = [];
  #stride = 1;
  #epochs = 0;

  /** How many there were. */
  get epochs(): number {
    return this.#epochs;
  }

  add(losses: readonly number[]): void {
    for (const loss of losses) {
      if (this.#epochs++ % this.#stride === 0) this.#points.push(loss);
      if (this.#points.length <= MOST_POINTS) continue;
      this.#points = this.#points.filter((_, index) => index % 2 === 0);
      this.#stride *= 2;
    }
  }

  /** At even distances from the first on; null where one is not finite. */
  points(): (number | null)[] {
    return this.#points.map((loss) => (Number.isFinite(loss) ? Number(loss.toPrecision(6)) : null));
  }
}
