/** @file Clocks, the budget of a run, and its wall time over all of its stretches, kept in the log, with its limit. */
import type { Clock, Elapsed, JsonObject, Question } from '../../core/index.js';

/** How much wall time a killed process may leave unrecorded. */
const RECORD_EVERY_MS = 1000;

interface StopwatchOptions {
  readonly question: Question;
  readonly clock: Clock;
  readonly workers: number;
  readonly environment: JsonObject;
  /** Over all stretches; Infinity = no limit. */
  readonly limitSeconds: number;
  /** Trainings under way now. */
  readonly underWay: () => number;
}

/** A stretch of the log begins with {@link Stopwatch.start}, so a run that only reads its log leaves no trace in it. */
export class Stopwatch {
  readonly #options: StopwatchOptions;
  readonly #secondsBefore: number;
  #running: { readonly startedMs: number; readonly record: ReturnType<Question['beginStretch']> } | undefined;
  #recordedMs = 0;
  #cancelTimer = () => {};
  #onExpiry = () => {};

  constructor(options: StopwatchOptions) {
    this.#options = options;
    this.#secondsBefore = options.question.stretches().reduce((sum, stretch) => sum + stretch.seconds, 0);
  }

  /** Begins the stretch; further calls do nothing. */
  start(): void {
    if (this.#running !== undefined) return;
    const { question, clock, workers, environment } = this.#options;
    const startedMs = clock.nowMs();
    const record = question.beginStretch({ startedAt: new Date(startedMs).toISOString(), workers, environment });
    this.#running = { startedMs, record };
    this.#recordedMs = startedMs;
    this.#tick();
  }

  /** Calls back when the limit is reached; replaces the callback before. */
  onExpiry(callback: () => void): void {
    this.#onExpiry = callback;
  }

  elapsed(): Elapsed {
    const elapsedMs = this.#running === undefined ? 0 : this.#options.clock.nowMs() - this.#running.startedMs;
    return { elapsedSeconds: elapsedMs / 1000, totalSeconds: this.#secondsBefore + elapsedMs / 1000 };
  }

  get expired(): boolean {
    return this.elapsed().totalSeconds >= this.#options.limitSeconds;
  }

  /** To be called whenever something happened: timers rest while trials keep the process busy. */
  check(): void {
    if (this.#options.clock.nowMs() - this.#recordedMs >= RECORD_EVERY_MS) this.#record();
    if (this.expired) this.#onExpiry();
  }

  /** Ends the stretch. */
  stop(): void {
    this.#cancelTimer();
    if (this.#running !== undefined) this.#record();
  }

  #tick(): void {
    const leftMs = (this.#options.limitSeconds - this.elapsed().totalSeconds) * 1000;
    const delayMs = Math.max(1, Math.min(RECORD_EVERY_MS, leftMs));
    this.#cancelTimer = this.#options.clock.after(delayMs, () => {
      try {
        this.check();
      } catch {
        // A log that cannot be written is reported with the next outcome.
      }
      this.#tick();
    });
  }

  #record(): void {
    this.#recordedMs = this.#options.clock.nowMs();
    this.#running?.record(this.elapsed().elapsedSeconds, this.#options.underWay());
  }
}

/** Its timers do not keep a process alive. */
export const systemClock: Clock = {
  // Adjustments of the wall clock during a run must not change its duration.
  nowMs: () => performance.timeOrigin + performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** For callers that have nothing else to wait for: its timers keep a process alive. */
export const waitingClock: Clock = {
  nowMs: systemClock.nowMs,
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

export interface Budget {
  /** Trainings begun, now or before, however they ended; no limit when absent. One that died and is tried again counts once. */
  readonly trials?: number;
  /** Wall time; no limit when absent. */
  readonly minutes?: number;
}
