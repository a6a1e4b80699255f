/**
 * @file The trials that a worker holds: each is trained at a place, its lease is kept beside the training, and its outcome is brought
 * back. What is held no more is dropped: somebody else may be at it.
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
  type Trial,
  trialSource,
  type WorkerEnd,
} from '../../core/index.js';
import { Wake } from './wake.js';

/** `withdrawn`: nobody waits for it, or another worker has it; `handed-back`: this worker has to end. */
type DropReason = 'withdrawn' | 'lease' | 'handed-back';

export type HeldEvent =
  | { readonly kind: 'claimed'; readonly trial: Trial; readonly attempt: number }
  | { readonly kind: 'settled'; readonly outcome: Outcome }
  | { readonly kind: 'dropped'; readonly trial: Trial; readonly why: DropReason };

interface HeldTrialsOptions {
  readonly end: WorkerEnd;
  readonly clock: Clock;
  /** Each trains one trial at a time; they are neither retried here nor closed. */
  readonly places: readonly Executor[];
  /** Files that came of a trial. */
  readonly filesOf: (outcome: Outcome) => Promise<readonly SentFile[]>;
  readonly pollMs: number;
  /** Undefined where no answer comes in time; a lease by default. */
  readonly ask: <Answer>(call: () => Promise<Answer>, mostMs?: number) => Promise<Answer | undefined>;
  readonly onEvent: (event: HeldEvent) => void;
  /** A place is free again. */
  readonly onFree: () => void;
  /** A place cannot train at all. */
  readonly onFailure: (error: unknown) => void;
}

/** A holder takes its lease for lost earlier than others do: it looks once in a beat only, and needs time to end a training. */
export const LEASE_SHARE = 0.8;
/** How long an outcome may be on its way, with its files. */
const SETTLE_LEASES = 10;
/** What is waited for once there is nothing more to do: trainings that end, outcomes and trials that are brought back. */
const LEAVE_MS = 5000;

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

export class HeldTrials {
  readonly #options: HeldTrialsOptions;
  readonly #free: Executor[];
  /** By token. */
  readonly #held = new Map<string, Held>();
  readonly #trainings = new Set<Promise<void>>();

  constructor(options: HeldTrialsOptions) {
    this.#options = options;
    this.#free = [...options.places];
  }

  /** An outcome that is still to be brought back is held. */
  get size(): number {
    return this.#held.size;
  }

  get hasFreePlace(): boolean {
    return this.#free.length > 0;
  }

  /** What these trials take of the machine. */
  taken(name: Exclude<keyof Resources, 'minutes'>): number {
    return [...this.#held.values()].reduce((sum, { claim }) => sum + (claim.offer.needs[name] ?? 0), 0);
  }

  /** A place that is free trains it; `keptMs`: from when on its lease counts. */
  begin(claim: Claim, keptMs: number): void {
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
      const source = trialSource([held.claim.offer.trial]);
      await place.execute(source, (given) => (outcome = given), held.dropping.signal);
      held.isTrained = true;
      if (outcome !== undefined) await this.#settle(held, outcome);
      // Only now is nobody at it any more.
      else if (held.why === undefined || held.why === 'handed-back') await this.handBack(held.claim);
    } catch (error) {
      this.#options.onFailure(error);
      await this.handBack(held.claim);
    } finally {
      this.#held.delete(held.claim.token);
      this.#free.push(place);
      this.#options.onFree();
    }
  }

  /** Until the transport has it, or nobody waits for it; once this worker has to end, it is tried once more. */
  async #settle(held: Held, outcome: Outcome): Promise<void> {
    const { filesOf, onEvent, pollMs } = this.#options;
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
        await this.handBack(held.claim);
        return;
      } else await held.wake.wait(pollMs);
    }
  }

  /** True when it is settled, the error where the transport will never take it, undefined where it may the next time. */
  #send({ claim }: Held, outcome: Outcome, files: readonly SentFile[]): Promise<true | InputError | undefined> {
    const { end } = this.#options;
    return this.#options.ask(
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

  dropExpired(): void {
    const { clock, end } = this.#options;
    for (const one of this.#held.values()) {
      if (clock.nowMs() - one.keptMs > end.leaseMs * LEASE_SHARE) this.#drop(one, 'lease');
    }
  }

  async keepLeases(): Promise<void> {
    const { clock, end } = this.#options;
    const held = [...this.#held.values()];
    if (held.length === 0) return;
    const startedMs = clock.nowMs();
    const kept = await this.#options.ask(() => end.renew(held.map(({ claim }) => claim)));
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

  /** Drops all of them, and waits a moment for them to end. */
  async leave(why: DropReason): Promise<void> {
    for (const held of this.#held.values()) this.#drop(held, why);
    await new Wake(this.#options.clock).atMost(Promise.all(this.#trainings), LEAVE_MS);
  }

  /** Where it cannot be said, the lease runs out by itself. */
  async handBack(claim: Claim): Promise<void> {
    await this.#options.ask(() => this.#options.end.handBack(claim));
  }
}
