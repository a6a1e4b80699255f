/**
 * @file A run that can be watched: keeps live.json at its time while trials are trained, and takes commands by its socket. Costs a
 * small file four times a second at most; where it cannot be written the run goes on without.
 */
import { readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { given, type ProgressEvent, type Question, type Store, type Trial, trialKey } from '../../core/index.js';
import type { RunControl } from '../../evidence/drive/index.js';
import { type ProgressFacts, ProgressFold } from '../../report/index.js';
import type { TrainingListener } from '../../work/here/index.js';
import { RUN_FILES } from '../run-files.js';
import { writeRunFile } from '../run-folder.js';
import { type ControlAnswer, type ControlRequest, type ControlSocket, openControlSocket } from './control-socket.js';
import { LIVE_FORMAT, LIVE_VERSION, type Live, readLive } from './live-file.js';

interface LiveRunOptions {
  readonly folder: string;
  readonly store: Store;
  readonly question: Question;
  readonly facts: ProgressFacts;
  readonly control: RunControl;
  /** Where workers train, as it may be shown. */
  readonly workersAt?: string | undefined;
  /** Does what was asked for, and says what became of it. */
  readonly command: (request: ControlRequest) => ControlAnswer;
}

const WRITE_EVERY_MS = 250;
/** Watchers can tell a run at work from one that is gone. */
const LONGEST_SILENCE_MS = 2000;
const OWN_NAMES = [RUN_FILES.live, RUN_FILES.control];

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
  #socket: ControlSocket | undefined;
  #isStopping = false;
  #isEnded = false;
  /** Names that the log does not claim are not written: somebody else's file may bear them. */
  #isClaimed: boolean;
  /** What was there before, to be put back; undefined while nothing was written. */
  #before: { readonly text: string | undefined } | undefined;

  constructor(options: LiveRunOptions) {
    this.#options = options;
    this.#fold = new ProgressFold(options.facts);
    const claims = options.store.claims();
    this.#isClaimed = OWN_NAMES.every((name) => claims.includes(name));
  }

  /** Trials and their losses on the way. The first one begins it all: a run that only reads its log leaves no trace. */
  readonly training: TrainingListener = {
    began: (trial) => {
      this.#running.set(trialKey(trial), { trial, sinceMs: performance.now(), curve: new LiveCurve() });
      if (this.#heartbeat === undefined) this.#begin();
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
    // Where others train, nobody here begins a trial.
    const isElsewhere = event.kind === 'workers' || event.kind === 'no-workers';
    if (isElsewhere && this.#heartbeat === undefined && !this.#isEnded) this.#begin();
    if (event.kind === 'outcome') this.#claim();
    this.#touch();
  }

  /** Shows at once what was commanded. */
  show({ isStopping = this.#isStopping }: { readonly isStopping?: boolean } = {}): void {
    this.#isStopping = isStopping;
    this.#write();
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

  /** Ends it as if it had never been. */
  forget(): void {
    if (this.#isEnded) return;
    this.#close();
    if (this.#before === undefined) return;
    const { text } = this.#before;
    if (text === undefined) rmSync(join(this.#options.folder, RUN_FILES.live), { force: true });
    else writeRunFile(this.#options.folder, RUN_FILES.live, text);
  }

  #begin(): void {
    this.#heartbeat = setInterval(() => this.#write(), LONGEST_SILENCE_MS).unref();
    void this.#listen();
  }

  async #listen(): Promise<void> {
    if (!this.#isClaimed || this.#socket !== undefined) return;
    const { folder, command } = this.#options;
    const socket = await openControlSocket(folder, command);
    if (this.#isEnded) socket?.close();
    else this.#socket = socket;
    this.#touch();
  }

  /** With the first outcome the log changes anyway. */
  #claim(): void {
    if (this.#isClaimed || this.#heartbeat === undefined) return;
    this.#options.store.claim(OWN_NAMES);
    this.#isClaimed = true;
    void this.#listen();
  }

  #close(): void {
    this.#isEnded = true;
    clearTimeout(this.#timer);
    clearInterval(this.#heartbeat);
    this.#socket?.close();
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
    const running = this.#options.control.isPaused ? 'paused' : 'running';
    this.#writeAs({ state: this.#isStopping ? 'stopping' : running, end: null });
  }

  #writeAs(stand: Pick<Live, 'state' | 'end'>): void {
    const { folder } = this.#options;
    try {
      this.#before ??= { text: readOr(join(folder, RUN_FILES.live)) };
      writeRunFile(folder, RUN_FILES.live, JSON.stringify(this.#content(stand)));
    } catch {
      // A full disk is told of by the log; nobody's trials wait for this file.
    }
  }

  #content(stand: Pick<Live, 'state' | 'end'>): object {
    const { control, question, workersAt } = this.#options;
    const nowMs = performance.now();
    const rests = control.isPaused && this.#running.size === 0;
    return {
      format: LIVE_FORMAT,
      version: LIVE_VERSION,
      // At the beginning, where the log looks for it.
      log: this.#options.store.extent() ?? null,
      pid: process.pid,
      host: hostname(),
      startedAt: this.#startedAt,
      writtenAt: new Date().toISOString(),
      question: question.number,
      ...stand,
      budget: control.budget,
      progress: this.#fold.at(rests ? 0 : (nowMs - this.#lastEventMs) / 1000),
      running: [...this.#running.values()].map(({ trial, sinceMs, curve }) => ({
        candidate: trial.candidate,
        replicate: trial.streams.init,
        seconds: (nowMs - sinceMs) / 1000,
        epochs: curve.epochs,
        losses: curve.points(),
      })),
      control: this.#socket?.path ?? null,
      ...given({ workersAt }),
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

/** So many points at most; half of them when there would be more. */
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
