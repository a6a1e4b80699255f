/**
 * @file A worker's work: says that it is there, claims what fits into what is free, and ends with the run, when it is told to, or when
 * there was nothing to train for too long. What it has claimed is up to `held-trials.ts`.
 */
import type { Clock, Executor, Outcome, Room, SentFile, WorkerEnd, WorkerReport } from '../../core/index.js';
import { type HeldEvent, HeldTrials, LEASE_SHARE } from './held-trials.js';
import { Reach, within } from './reach.js';
import { Wake } from './wake.js';

export type WorkerEvent =
  | HeldEvent
  | { readonly kind: 'unreachable'; readonly message: string }
  | { readonly kind: 'reached' }
  /** Nothing to train for so long; told once in {@link SAY_MS}. */
  | { readonly kind: 'idle'; readonly seconds: number };

interface WorkerLoopOptions {
  readonly end: WorkerEnd;
  readonly report: WorkerReport;
  /** Each trains one trial at a time; they are neither retried here nor closed. */
  readonly places: readonly Executor[];
  readonly clock: Clock;
  /** Files that came of a trial. */
  readonly filesOf: (outcome: Outcome) => Promise<readonly SentFile[]>;
  /** Wall time that is left, where it has an end. */
  readonly minutesLeft?: () => number;
  /** It ends once it has trained nothing for so long, and there is nothing that it could claim; never by default. */
  readonly idleMs?: number;
  /** Nothing more is claimed; ends when what is under way is done. */
  readonly finish: AbortSignal;
  /** What is under way is dropped and handed back. */
  readonly stop: AbortSignal;
  readonly onEvent: (event: WorkerEvent) => void;
  /** How often it looks for work though no news came. */
  readonly pollMs?: number;
}

/** `ended`: the run is over. `stopped`: this worker was told to end. `idle`: there was nothing to train for too long. */
export type WorkerEndReason = 'ended' | 'stopped' | 'idle';

const POLL_MS = 1000;
/** How often a worker without work says so. */
export const SAY_MS = 60_000;
const BEATS_PER_LEASE = 12;
const BEATS_PER_RENEWAL = 4;
/** Serves one run until it is over, or until it is told to end. Rejects where a place cannot train at all, with its error. */
export async function serveRun(options: WorkerLoopOptions): Promise<WorkerEndReason> {
  return new WorkerLoop(options).run();
}

class WorkerLoop {
  readonly #options: WorkerLoopOptions;
  readonly #wake: Wake;
  readonly #reach: Reach;
  readonly #held: HeldTrials;
  #failure: { readonly error: unknown } | undefined;
  #isAnnounced = false;
  /** When it said so last. */
  #saidMs: number;
  /** When it last held a trial, or began. */
  #idleSinceMs: number;
  #callOffSupervision = () => {};
  #isDone = false;

  constructor(options: WorkerLoopOptions) {
    const { end, places, clock, filesOf, onEvent, pollMs = POLL_MS } = options;
    this.#options = options;
    this.#wake = new Wake(clock);
    this.#idleSinceMs = clock.nowMs();
    this.#saidMs = clock.nowMs();
    this.#reach = new Reach((trouble) => {
      onEvent(trouble === undefined ? { kind: 'reached' } : { kind: 'unreachable', message: trouble });
    });
    this.#held = new HeldTrials({
      ...{ end, places, clock, filesOf, onEvent, pollMs },
      ask: (call, mostMs) => this.#ask(call, mostMs),
      onFree: () => {
        this.#idleSinceMs = clock.nowMs();
        this.#wake.ring();
      },
      onFailure: (error) => {
        this.#failure ??= { error };
      },
    });
  }

  async run(): Promise<WorkerEndReason> {
    const { end, finish, stop } = this.#options;
    let leave = (_: WorkerEndReason) => {};
    // A worker that has to end does not wait for an answer.
    const told = new Promise<WorkerEndReason>((resolve) => {
      leave = resolve;
    });
    const ring = () => {
      if (stop.aborted) leave('stopped');
      this.#wake.ring();
    };
    const stopNews = end.onNews(ring);
    for (const signal of [finish, stop]) signal.addEventListener('abort', ring, { once: true });
    this.#supervise();
    try {
      const reason = await Promise.race([this.#serve(), told]);
      await this.#held.leave(reason === 'ended' ? 'withdrawn' : 'handed-back');
      if (this.#failure !== undefined) throw this.#failure.error;
      return reason;
    } finally {
      this.#isDone = true;
      this.#callOffSupervision();
      stopNews();
      for (const signal of [finish, stop]) signal.removeEventListener('abort', ring);
    }
  }

  async #serve(): Promise<WorkerEndReason> {
    const { end, finish, stop, pollMs = POLL_MS } = this.#options;
    while (this.#failure === undefined && !stop.aborted) {
      if (finish.aborted) {
        if (this.#held.size === 0) break;
      } else {
        const state = await this.#ask(() => end.state());
        if (state?.kind === 'ended') return 'ended';
        if (state?.kind === 'open' && (this.#isAnnounced || (await this.#announce()))) await this.#claim();
        // Only now: it has just looked, however long it was suspended before.
        if (this.#goesOn && this.#idleLeftMs <= 0) return 'idle';
        this.#sayIdle();
      }
      await this.#wake.wait(Math.min(pollMs, this.#idleLeftMs));
    }
    return 'stopped';
  }

  #sayIdle(): void {
    const { clock, onEvent } = this.#options;
    const now = clock.nowMs();
    if (this.#held.size > 0 || now - Math.max(this.#saidMs, this.#idleSinceMs) < SAY_MS) return;
    this.#saidMs = now;
    onEvent({ kind: 'idle', seconds: Math.round((now - this.#idleSinceMs) / 1000) });
  }

  get #idleLeftMs(): number {
    const { clock, idleMs = Number.POSITIVE_INFINITY } = this.#options;
    return this.#held.size > 0 ? Number.POSITIVE_INFINITY : this.#idleSinceMs + idleMs - clock.nowMs();
  }

  async #claim(): Promise<void> {
    const { end, clock } = this.#options;
    while (this.#held.hasFreePlace && this.#goesOn) {
      const startedMs = clock.nowMs();
      const asked = end.claim(this.#room());
      const claim = await this.#ask(() => asked);
      // What comes after all is not waited for by then.
      if (claim === undefined) void asked.then((late) => late && this.#held.handBack(late), noHope);
      else if (!this.#goesOn || clock.nowMs() - startedMs > end.leaseMs * LEASE_SHARE) await this.#held.handBack(claim);
      else this.#held.begin(claim, startedMs);
      if (claim === undefined) return;
    }
  }

  get #goesOn(): boolean {
    const { finish, stop } = this.#options;
    return !finish.aborted && !stop.aborted && this.#failure === undefined;
  }

  /** What the machine has, less what its trials take. */
  #room(): Room {
    const { report, minutesLeft } = this.#options;
    const { cpus, gpus, memoryMiB, models } = report.has;
    return {
      ...(models === undefined ? {} : { models }),
      ...(cpus === undefined ? {} : { cpus: cpus - this.#held.taken('cpus') }),
      ...(gpus === undefined ? {} : { gpus: gpus - this.#held.taken('gpus') }),
      ...(memoryMiB === undefined ? {} : { memoryMiB: memoryMiB - this.#held.taken('memoryMiB') }),
      ...(minutesLeft === undefined ? {} : { minutes: minutesLeft() }),
    };
  }

  /** Beside the training, on timers of its own: tells that the worker is there, keeps leases, drops what is lost. */
  #supervise(): void {
    const { clock, end } = this.#options;
    let beats = 0;
    const beat = () => {
      this.#held.dropExpired();
      // A call that is not answered keeps neither the next one from being made nor expired leases from being noticed.
      if (beats++ % BEATS_PER_RENEWAL === 0)
        for (const keeping of [this.#announce(), this.#held.keepLeases()]) this.#mind(keeping);
      if (!this.#isDone) this.#callOffSupervision = clock.after(end.leaseMs / BEATS_PER_LEASE, beat);
    };
    beat();
  }

  /** What goes wrong in it ends the worker. */
  #mind(work: Promise<unknown>): void {
    work.catch((error) => {
      this.#failure ??= { error };
      this.#wake.ring();
    });
  }

  /** Whether the transport knows this worker. */
  async #announce(): Promise<boolean> {
    const { end, report } = this.#options;
    const isDone = await this.#ask(() => end.announce(report).then(() => true));
    this.#isAnnounced ||= isDone === true;
    return this.#isAnnounced;
  }

  /** Undefined where no answer comes in time, or before this worker has to end. */
  #ask<Answer>(call: () => Promise<Answer>, mostMs = this.#options.end.leaseMs): Promise<Answer | undefined> {
    return this.#reach.try(() => within(call(), mostMs, this.#options.clock));
  }
}

/** An answer that did not come in time is not waited for. */
function noHope(): void {}
