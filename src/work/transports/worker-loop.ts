/**
 * @file A worker's work: claims what fits, has it trained at its places, keeps the leases beside the training, and brings
 * outcomes back. What it holds no more, it drops: somebody else may be at it.
 */
import {
  type Claim,
  type Clock,
  type Executor,
  failedOutcome,
  InputError,
  type Outcome,
  type Resources,
  type SentFile,
  sourceOf,
  type Trial,
  type WorkerEnd,
  type WorkerReport,
} from '../../core/index.js';
import { Reach, within } from './reach.js';
import { Wake } from './wake.js';

export type WorkerEvent =
  | { readonly kind: 'claimed'; readonly trial: Trial; readonly attempt: number }
  | { readonly kind: 'settled'; readonly outcome: Outcome }
  /** `withdrawn`: nobody waits for it, or another worker has it; `handed-back`: this worker has to end. */
  | { readonly kind: 'dropped'; readonly trial: Trial; readonly why: 'withdrawn' | 'lease' | 'handed-back' }
  | { readonly kind: 'unreachable'; readonly message: string }
  | { readonly kind: 'reached' }
  /** Nothing to train for so long; told once in {@link SAY_MS}. */
  | { readonly kind: 'idle'; readonly seconds: number };

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
/** A holder takes its lease for lost earlier than others do: it looks once in a beat only, and needs time to end a training. */
const LEASE_SHARE = 0.8;
/** How long an outcome may be on its way, with its files. */
const SETTLE_LEASES = 10;
/** What is waited for once there is nothing more to do: trainings that end, outcomes and trials that are brought back. */
const LEAVE_MS = 5000;

/** Serves one run until it is over, or until it is told to end. Rejects where a place cannot train at all, with its error. */
export async function serveRun(options: WorkerLoopOptions): Promise<WorkerEndReason> {
  return new WorkerLoop(options).run();
}

type DropReason = 'withdrawn' | 'lease' | 'handed-back';

interface Held {
  readonly claim: Claim;
  readonly dropping: AbortController;
  /** Rung when it is dropped. */
  readonly wake: Wake;
  /** When the lease was last kept, on this machine's clock. */
  keptMs: number;
  /** Why it is not wanted here any more. */
  why?: DropReason;
  /** Its training has ended. */
  isTrained: boolean;
}

class WorkerLoop {
  readonly #options: WorkerLoopOptions;
  readonly #wake: Wake;
  readonly #reach: Reach;
  readonly #free: Executor[];
  /** By token. */
  readonly #held = new Map<string, Held>();
  readonly #trainings = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;
  #isAnnounced = false;
  /** When it said so last. */
  #saidMs: number;
  /** When it last held a trial, or began. An outcome that is still to be brought back is held. */
  #idleSinceMs: number;
  #callOffSupervision = () => {};
  #isDone = false;

  constructor(options: WorkerLoopOptions) {
    const { clock, places, onEvent } = options;
    this.#options = options;
    this.#wake = new Wake(clock);
    this.#free = [...places];
    this.#idleSinceMs = clock.nowMs();
    this.#saidMs = clock.nowMs();
    this.#reach = new Reach((trouble) => {
      onEvent(trouble === undefined ? { kind: 'reached' } : { kind: 'unreachable', message: trouble });
    });
  }

  async run(): Promise<WorkerEndReason> {
    const { end, finish, stop } = this.#options;
    let leave = (_: WorkerEndReason) => {};
    // Whoever has to end does not wait for an answer.
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
      await this.#leave(reason === 'ended' ? 'withdrawn' : 'handed-back');
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
    while (this.#free.length > 0 && this.#goesOn) {
      const startedMs = clock.nowMs();
      const asked = end.claim(this.#room());
      const claim = await this.#ask(() => asked);
      // What comes after all is not waited for by then.
      if (claim === undefined) void asked.then((late) => late && this.#handBack(late), noHope);
      else if (!this.#goesOn || clock.nowMs() - startedMs > end.leaseMs * LEASE_SHARE) await this.#handBack(claim);
      else this.#begin(claim, startedMs);
      if (claim === undefined) return;
    }
  }

  get #goesOn(): boolean {
    const { finish, stop } = this.#options;
    return !finish.aborted && !stop.aborted && this.#failure === undefined;
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

  #begin(claim: Claim, keptMs: number): void {
    const { clock, onEvent } = this.#options;
    const held: Held = { claim, dropping: new AbortController(), wake: new Wake(clock), keptMs, isTrained: false };
    this.#held.set(claim.token, held);
    onEvent({ kind: 'claimed', trial: claim.offer.trial, attempt: claim.offer.attempt });
    const training = this.#train(held, this.#free.pop() as Executor);
    this.#trainings.add(training);
    void training.finally(() => this.#trainings.delete(training));
  }

  /** Never rejects. */
  async #train(held: Held, place: Executor): Promise<void> {
    try {
      let outcome: Outcome | undefined;
      const source = sourceOf([held.claim.offer.trial]);
      await place.execute(source, (given) => (outcome = given), held.dropping.signal);
      held.isTrained = true;
      if (outcome !== undefined) await this.#settle(held, outcome);
      // Only now is nobody at it any more.
      else if (held.why === undefined || held.why === 'handed-back') await this.#handBack(held.claim);
    } catch (error) {
      this.#failure ??= { error };
      await this.#handBack(held.claim);
    } finally {
      this.#held.delete(held.claim.token);
      this.#idleSinceMs = this.#options.clock.nowMs();
      this.#free.push(place);
      this.#wake.ring();
    }
  }

  /** Until the transport has it, or nobody waits for it; once this worker has to end, it is tried once more. */
  async #settle(held: Held, outcome: Outcome): Promise<void> {
    const { filesOf, onEvent, pollMs = POLL_MS } = this.#options;
    const { earlier } = held.claim.offer;
    const told = earlier === undefined ? {} : { retried: earlier };
    let sent: Outcome = { ...outcome, ...told };
    let files = await filesOf(outcome);
    while (held.why !== 'withdrawn') {
      const isLast = held.why === 'handed-back';
      const answer = await this.#send(held, sent, files);
      if (answer === true) {
        onEvent({ kind: 'settled', outcome: sent });
        return;
      }
      if (answer !== undefined) {
        const failure = { kind: 'outcome-refused', message: answer.message };
        sent = { ...failedOutcome(outcome.trial, failure, outcome.seconds), ...told };
        files = [];
      } else if (isLast) {
        await this.#handBack(held.claim);
        return;
      } else await held.wake.wait(pollMs);
    }
  }

  /** True when it is settled, the error where the transport will never take it, undefined where it may the next time. */
  #send({ claim }: Held, outcome: Outcome, files: readonly SentFile[]): Promise<true | InputError | undefined> {
    const { end } = this.#options;
    return this.#ask(
      () =>
        end.settle(claim, outcome, files).then(
          () => true as const,
          (error) => {
            if (error instanceof InputError) return error;
            throw error;
          },
        ),
      end.leaseMs * SETTLE_LEASES,
    );
  }

  /** Beside the training, on timers of its own: tells that the worker is there, keeps leases, drops what is lost. */
  #supervise(): void {
    const { clock, end } = this.#options;
    let beats = 0;
    const beat = () => {
      this.#dropExpired();
      // A call that is not answered keeps neither the next one from being made nor expired leases from being noticed.
      if (beats++ % BEATS_PER_RENEWAL === 0)
        for (const keeping of [this.#announce(), this.#keepLeases()]) this.#mind(keeping);
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

  #dropExpired(): void {
    const { clock, end } = this.#options;
    for (const one of this.#held.values()) {
      if (clock.nowMs() - one.keptMs > end.leaseMs * LEASE_SHARE) this.#drop(one, 'lease');
    }
  }

  /** Whether the transport knows this worker. */
  async #announce(): Promise<boolean> {
    const { end, report } = this.#options;
    const isDone = await this.#ask(() => end.announce(report).then(() => true));
    this.#isAnnounced ||= isDone === true;
    return this.#isAnnounced;
  }

  async #keepLeases(): Promise<void> {
    const { clock, end } = this.#options;
    const held = [...this.#held.values()];
    if (held.length === 0) return;
    const startedMs = clock.nowMs();
    const kept = await this.#ask(() => end.renew(held.map(({ claim }) => claim)));
    if (kept === undefined) return;
    for (const one of held) {
      if (kept.has(one.claim.token)) one.keptMs = Math.max(one.keptMs, startedMs);
      else this.#drop(one, 'withdrawn');
    }
  }

  /** An outcome that is there is brought back all the same, where anybody waits for it. */
  #drop(held: Held, why: DropReason): void {
    const { token, offer } = held.claim;
    if (!this.#held.has(token) || held.why !== undefined) return;
    if (held.isTrained && why === 'lease') return;
    held.why = why;
    held.dropping.abort();
    held.wake.ring();
    if (!held.isTrained) this.#options.onEvent({ kind: 'dropped', trial: offer.trial, why });
  }

  async #leave(why: DropReason): Promise<void> {
    for (const held of this.#held.values()) this.#drop(held, why);
    await this.#wake.atMost(Promise.all(this.#trainings), LEAVE_MS);
  }

  /** Where it cannot be said, the lease runs out by itself. */
  async #handBack(claim: Claim): Promise<void> {
    await this.#ask(() => this.#options.end.handBack(claim));
  }

  /** Undefined where no answer comes in time, or before this worker has to end. */
  #ask<Answer>(call: () => Promise<Answer>, mostMs = this.#options.end.leaseMs): Promise<Answer | undefined> {
    return this.#reach.try(() => within(call(), mostMs, this.#options.clock));
  }
}

/** Nobody waits for an answer that did not come in time. */
function noHope(): void {}
