/**
 * @file A worker's work: claims what fits, has it trained at its places, keeps the leases beside the training, and brings
 * outcomes back. What it holds no more, it drops: somebody else may be at it.
 */
import {
  type Claim,
  type Executor,
  type Outcome,
  type Resources,
  type SentFile,
  SurefootError,
  type Trial,
  type WorkerEnd,
  type WorkerReport,
} from '../core/index.js';
import { type Clock, sourceOf } from '../execution/index.js';
import { Wake } from './wake.js';

export type WorkerEvent =
  | { readonly kind: 'claimed'; readonly trial: Trial; readonly attempt: number }
  | { readonly kind: 'settled'; readonly outcome: Outcome }
  /** `withdrawn`: nobody waits for it, or another worker has it; `handed-back`: this worker has to end. */
  | { readonly kind: 'dropped'; readonly trial: Trial; readonly why: 'withdrawn' | 'lease' | 'handed-back' }
  | { readonly kind: 'unreachable'; readonly message: string }
  | { readonly kind: 'reached' };

export interface WorkerLoopOptions {
  readonly end: WorkerEnd;
  readonly report: WorkerReport;
  /** Each trains one trial at a time; they are neither retried here nor closed. */
  readonly places: readonly Executor[];
  readonly clock: Clock;
  /** Files that came of a trial. */
  readonly filesOf: (outcome: Outcome) => Promise<readonly SentFile[]>;
  /** Wall time that is left, where it has an end. */
  readonly minutesLeft?: () => number;
  /** Nothing more is claimed; ends when what is under way is done. */
  readonly finish: AbortSignal;
  /** What is under way is dropped and handed back. */
  readonly stop: AbortSignal;
  readonly onEvent: (event: WorkerEvent) => void;
  /** How often it looks for work though no news came. */
  readonly pollMs?: number;
}

/** `ended`: the run is over. `stopped`: this worker was told to end. */
export type WorkerEndReason = 'ended' | 'stopped';

const POLL_MS = 1000;
const BEATS_PER_LEASE = 12;
const BEATS_PER_RENEWAL = 4;
/** A holder takes its lease for lost earlier than others do: it looks once in a beat only, and needs time to end a training. */
const LEASE_SHARE = 0.8;

/** Serves one run until it is over, or until it is told to end. Rejects where a place cannot train at all, with its error. */
export async function serveRun(options: WorkerLoopOptions): Promise<WorkerEndReason> {
  return new WorkerLoop(options).run();
}

interface Held {
  readonly claim: Claim;
  readonly dropping: AbortController;
  /** When the lease was last kept, on this machine's clock. */
  keptMs: number;
}

class WorkerLoop {
  readonly #options: WorkerLoopOptions;
  readonly #wake: Wake;
  readonly #free: Executor[];
  readonly #held = new Map<string, Held>();
  #isUnreachable = false;
  #failure: { readonly error: unknown } | undefined;
  #callOffSupervision = () => {};
  #isDone = false;

  constructor(options: WorkerLoopOptions) {
    this.#options = options;
    this.#wake = new Wake(options.clock);
    this.#free = [...options.places];
  }

  async run(): Promise<WorkerEndReason> {
    const { end, finish, stop } = this.#options;
    const ring = () => this.#wake.ring();
    const stopNews = end.onNews(ring);
    for (const signal of [finish, stop]) signal.addEventListener('abort', ring, { once: true });
    this.#supervise();
    try {
      return await this.#serve();
    } finally {
      this.#isDone = true;
      this.#callOffSupervision();
      stopNews();
      for (const signal of [finish, stop]) signal.removeEventListener('abort', ring);
    }
  }

  async #serve(): Promise<WorkerEndReason> {
    const { end, finish, stop, pollMs = POLL_MS } = this.#options;
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.error;
      if (stop.aborted) {
        await this.#handBackAll();
        return 'stopped';
      }
      if (finish.aborted) {
        if (this.#held.size === 0) return 'stopped';
      } else {
        const state = await this.#reaching(() => end.state());
        if (state?.kind === 'ended') {
          this.#dropAll();
          return 'ended';
        }
        if (state?.kind === 'open') await this.#claim();
      }
      await this.#wake.wait(pollMs);
    }
  }

  async #claim(): Promise<void> {
    const { end, finish, stop } = this.#options;
    while (this.#free.length > 0 && !finish.aborted && !stop.aborted) {
      const startedMs = this.#options.clock.nowMs();
      const claim = await this.#reaching(() => end.claim(this.#room()));
      if (claim === undefined) return;
      const held: Held = { claim, dropping: new AbortController(), keptMs: startedMs };
      this.#held.set(claim.token, held);
      void this.#train(held, this.#free.pop() as Executor);
    }
  }

  /** What the machine has, less what its trials take. */
  #room(): Resources {
    const { report, minutesLeft } = this.#options;
    const taken = (name: 'cpus' | 'gpus' | 'memoryMiB') =>
      [...this.#held.values()].reduce((sum, { claim }) => sum + (claim.offer.needs[name] ?? 0), 0);
    const { cpus, gpus, memoryMiB } = report.has;
    return {
      ...(cpus === undefined ? {} : { cpus: cpus - taken('cpus') }),
      ...(gpus === undefined ? {} : { gpus: gpus - taken('gpus') }),
      ...(memoryMiB === undefined ? {} : { memoryMiB: memoryMiB - taken('memoryMiB') }),
      ...(minutesLeft === undefined ? {} : { minutes: minutesLeft() }),
    };
  }

  async #train(held: Held, place: Executor): Promise<void> {
    const { onEvent } = this.#options;
    const { trial, attempt } = held.claim.offer;
    onEvent({ kind: 'claimed', trial, attempt });
    try {
      let outcome: Outcome | undefined;
      await place.execute(sourceOf([trial]), (given) => (outcome = given), held.dropping.signal);
      if (outcome !== undefined && !held.dropping.signal.aborted) await this.#settle(held, outcome);
    } catch (error) {
      this.#failure ??= { error };
      await this.#handBack(held);
    } finally {
      this.#held.delete(held.claim.token);
      this.#free.push(place);
      this.#wake.ring();
    }
  }

  /** Until the transport has it, or nobody waits for it. */
  async #settle(held: Held, outcome: Outcome): Promise<void> {
    const { end, filesOf, onEvent, pollMs = POLL_MS } = this.#options;
    const files = await filesOf(outcome);
    const patience = new Wake(this.#options.clock);
    while (!this.#options.stop.aborted) {
      const done = await this.#reaching(async () => {
        await end.settle(held.claim, outcome, files);
        return true;
      });
      if (done === true) {
        onEvent({ kind: 'settled', outcome });
        return;
      }
      await patience.wait(pollMs);
    }
  }

  /** Beside the training, on timers of its own: tells that the worker is there, keeps leases, drops what is lost. */
  #supervise(): void {
    const { clock, end } = this.#options;
    let beats = 0;
    let isKeeping = false;
    const beat = () => {
      this.#dropExpired();
      // A call that is not answered must not keep expired leases from being noticed.
      if (beats++ % BEATS_PER_RENEWAL === 0 && !isKeeping) {
        isKeeping = true;
        void this.#keepLeases().finally(() => {
          isKeeping = false;
        });
      }
      if (!this.#isDone) this.#callOffSupervision = clock.after(end.leaseMs / BEATS_PER_LEASE, beat);
    };
    beat();
  }

  #dropExpired(): void {
    const { clock, end } = this.#options;
    for (const one of this.#held.values()) {
      if (clock.nowMs() - one.keptMs > end.leaseMs * LEASE_SHARE) this.#drop(one, 'lease');
    }
  }

  async #keepLeases(): Promise<void> {
    const { clock, end, report } = this.#options;
    await this.#reaching(() => end.announce(report));
    const held = [...this.#held.values()];
    if (held.length === 0) return;
    const startedMs = clock.nowMs();
    const kept = await this.#reaching(() => end.renew(held.map(({ claim }) => claim)));
    if (kept === undefined) return;
    for (const one of held) {
      if (kept.has(one.claim.token)) one.keptMs = startedMs;
      else this.#drop(one, 'withdrawn');
    }
  }

  #drop(held: Held, why: 'withdrawn' | 'lease' | 'handed-back'): void {
    const { token, offer } = held.claim;
    if (held.dropping.signal.aborted || !this.#held.has(token)) return;
    held.dropping.abort();
    this.#options.onEvent({ kind: 'dropped', trial: offer.trial, why });
  }

  #dropAll(): void {
    for (const held of this.#held.values()) this.#drop(held, 'withdrawn');
  }

  async #handBackAll(): Promise<void> {
    const held = [...this.#held.values()];
    for (const one of held) this.#drop(one, 'handed-back');
    await Promise.all(held.map((one) => this.#handBack(one)));
  }

  /** Where it cannot be said, the lease runs out by itself. */
  async #handBack({ claim }: Held): Promise<void> {
    await this.#reaching(() => this.#options.end.handBack(claim));
  }

  async #reaching<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
    const { onEvent } = this.#options;
    try {
      const answer = await call();
      if (this.#isUnreachable) onEvent({ kind: 'reached' });
      this.#isUnreachable = false;
      return answer;
    } catch (error) {
      if (!(error instanceof SurefootError)) throw error;
      if (!this.#isUnreachable) onEvent({ kind: 'unreachable', message: error.message });
      this.#isUnreachable = true;
      return undefined;
    }
  }
}
