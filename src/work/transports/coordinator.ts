/**
 * @file Executor over a transport: offers trials to workers on any machine, and gives what they deliver. A delivery stays at
 * the transport until the log has its outcome, so that a coordinator may be killed at any moment.
 */
import {
  attemptOf,
  type Clock,
  type CoordinatorEnd,
  type Delivery,
  type Executor,
  type ExecutorListener,
  type Failure,
  type FailurePolicy,
  failedOutcome,
  failureOf,
  isPoison,
  type LostOffer,
  type Outcome,
  offerId,
  type Resources,
  RunError,
  type SentFile,
  shouldRetry,
  type Trial,
  type TrialSource,
  trialKey,
  type UnusableDelivery,
} from '../../core/index.js';
import { type OpenTrial, OpenTrials } from './open-trials.js';
import { Quarantine } from './quarantine.js';
import { Reach, within } from './reach.js';
import { Settled } from './settled.js';
import { Staff } from './staff.js';
import { Wake } from './wake.js';

export interface TransportExecutorOptions {
  /** The caller ends or closes it. */
  readonly end: CoordinatorEnd;
  readonly clock: Clock;
  readonly failurePolicy: FailurePolicy;
  /** What a trial needs at its nth attempt (1, 2, ...). */
  readonly needsOf: (trial: Trial, attempt: number) => Resources;
  /** Whether the log had an outcome of the trial before this stretch, so that nobody waits for another. */
  readonly isLogged: (trial: Trial) => boolean;
  /** Whether the run has a candidate for it; by default it has one for each. */
  readonly isOfRun?: (trial: Trial) => boolean;
  /** Why the files of an outcome cannot be kept, as a clause; undefined where they can, as by default. */
  readonly filesFlaw?: (outcome: Outcome, files: readonly SentFile[]) => string | undefined;
  /** Puts what came with an outcome into the run's artifact folder. */
  readonly keepFiles: (outcome: Outcome, files: readonly SentFile[]) => Promise<void>;
  readonly onEvent: ExecutorListener;
  /** Told of what was delivered and cannot be used. */
  readonly warn?: (text: string) => void;
  /** Offers that are open at the same time, at most. */
  readonly mostOpen?: number;
  /** How often deliveries are listed though no news came. */
  readonly pollMs?: number;
}

const MOST_OPEN = 100_000;
const POLL_MS = 1000;
/** New deliveries that are listed at a time. */
const MOST_LISTED = 1000;
const MOST_PATIENCE_MS = 30_000;
/** How often it is seen to that the transport still has what was offered. */
const REVIEW_MS = 30_000;
/** How long an answer is waited for. */
const CALL_MS = 60_000;
/** The same for files, which may be large: twice as long each time that it was not enough. */
const MOST_FILES_MS = 3_600_000;
/** What a caller waits for once it has said to stop. */
const LEAVE_MS = 1500;

export function createTransportExecutor(options: TransportExecutorOptions): Executor {
  return new TransportExecutor(options);
}

/** One `execute`: what it is given, and whether it still goes on. */
interface Serving {
  readonly source: TrialSource;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly signal: AbortSignal;
}

class TransportExecutor implements Executor {
  readonly #options: TransportExecutorOptions;
  readonly #open = new OpenTrials();
  readonly #settled: Settled;
  readonly #reach: Reach;
  readonly #wake: Wake;
  /** Attempts that an earlier coordinator had come to, by the key of their trial. */
  #attempts: Map<string, number> | undefined;
  /** Deliveries of trials that nobody has asked for so far. */
  #unasked = 0;
  #filesMs = CALL_MS;
  readonly #staff: Staff;
  readonly #quarantine: Quarantine;
  /** Something was set aside: its offer may be gone. */
  #hasSetAside = false;
  #awaySinceMs: number | undefined;
  /** An `execute` that was told to stop may still wait for an answer: the next one begins after it. */
  #serving: Promise<void> = Promise.resolve();

  constructor(options: TransportExecutorOptions) {
    const { clock, onEvent, isLogged } = options;
    this.#options = options;
    this.#settled = new Settled(isLogged);
    this.#staff = new Staff(onEvent);
    this.#quarantine = new Quarantine(
      (delivery) => this.#ask((end) => end.setAside(delivery)),
      (text) => options.warn?.(text),
    );
    this.#wake = new Wake(clock);
    this.#reach = new Reach((trouble) => {
      this.#awaySinceMs = trouble === undefined ? undefined : clock.nowMs();
      if (trouble === undefined) onEvent({ kind: 'transport-reached' });
      else onEvent({ kind: 'transport-unreachable', message: trouble });
    });
  }

  get workers(): number {
    return this.#staff.places;
  }

  async execute(source: TrialSource, onOutcome: (outcome: Outcome) => void, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const stopNews = this.#options.end.onNews(() => this.#wake.ring());
    let stop = () => {};
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    const ring = () => {
      stop();
      this.#wake.ring();
    };
    signal.addEventListener('abort', ring, { once: true });
    const before = this.#serving;
    const serving = before.then(() => this.#serve({ source, onOutcome, signal }));
    this.#serving = serving.catch(() => {});
    try {
      await Promise.race([serving, stopped]);
      if (signal.aborted) await this.#leave(this.#open.ids());
    } finally {
      stopNews();
      signal.removeEventListener('abort', ring);
      this.#open.clear();
    }
  }

  logged(trials: readonly Trial[]): void {
    this.#settled.logged(trials);
    this.#wake.ring();
  }

  async close(): Promise<void> {
    await this.#leave([]);
  }

  get #isFull(): boolean {
    return this.#open.size >= (this.#options.mostOpen ?? MOST_OPEN);
  }

  /** Until the source has ended and nothing is open, or it is told to stop. */
  async #serve(serving: Serving): Promise<void> {
    const { source, signal } = serving;
    const { pollMs = POLL_MS } = this.#options;
    let isListening = false;
    let isEnded = false;
    while (!signal.aborted) {
      const isIdle = await this.#reach.try(() => this.#turn(serving));
      if (isEnded && isIdle === true) return;
      // Where there is no room, there is nothing to be woken for: more() resolves at once as long as trials wait.
      if (!this.#isFull && !isEnded && !isListening) {
        isListening = true;
        void source.more().then((may) => {
          isEnded = !may;
          isListening = false;
          this.#wake.ring();
        });
      }
      if (!signal.aborted) await this.#wake.wait(isIdle === undefined ? this.#patienceMs() : pollMs);
    }
  }

  /**
   * True when nothing is open. What was delivered is looked at before anything is offered, and acknowledged after: so
   * nothing that is known is trained again, wherever a turn breaks off.
   */
  async #turn(serving: Serving): Promise<boolean> {
    this.#attempts ??= attemptsOf(await this.#ask((end) => end.offers()));
    if (serving.signal.aborted) return true;
    this.#take(serving.source, this.#attempts);
    await this.#collect(serving);
    if (this.#wake.isDue('review', REVIEW_MS) || this.#hasSetAside) await this.#review();
    await this.#offer(serving);
    await this.#clear();
    const isDue = this.#wake.isDue('losses', this.#options.pollMs ?? POLL_MS);
    if (isDue) {
      await this.#settleLost(serving);
      await this.#offer(serving);
    }
    if (isDue || this.#staff.hasStranger) {
      this.#staff.count(await this.#ask((end) => end.workers()), this.#open.size);
    }
    return this.#open.size === 0;
  }

  /** Not waited for without an end. */
  #ask<Answer>(call: (end: CoordinatorEnd) => Promise<Answer>, mostMs = CALL_MS): Promise<Answer> {
    return within(call(this.#options.end), mostMs, this.#options.clock);
  }

  #take(source: TrialSource, attempts: Map<string, number>): void {
    while (!this.#isFull) {
      // Ahead only where a place would stand idle: what is offered first is claimed first.
      const isIdle = this.#open.size < this.#staff.places;
      const trial = source.take() ?? (isIdle ? source.takeAhead?.() : undefined);
      if (trial === undefined) return;
      const key = trialKey(trial);
      const attempt = attempts.get(key) ?? 1;
      attempts.delete(key);
      this.#settled.keep(offerId({ trial, attempt }));
      this.#open.add(trial, attempt);
    }
  }

  /** Those as well whose offer an earlier turn could not bring to the transport. */
  async #offer({ signal }: Serving): Promise<void> {
    const { toOffer } = this.#open;
    if (toOffer.size === 0 || signal.aborted) return;
    const { needsOf } = this.#options;
    const offers = [...toOffer].map((open) => {
      const { trial, attempt, retried } = open;
      const earlier = retried.length === 0 ? {} : { earlier: [...retried] };
      return { open, offer: { trial, attempt, needs: needsOf(trial, attempt), ...earlier } };
    });
    await this.#ask((end) => end.offer(offers.map(({ offer }) => offer)));
    for (const { open } of offers) toOffer.delete(open);
  }

  /** A server that broke down may have lost what it was told last, and a call may have come through long after it was made. */
  async #review(): Promise<void> {
    const offers = new Set(await this.#ask((end) => end.offers()));
    this.#hasSetAside = false;
    for (const open of this.#open.all()) if (!offers.has(offerId(open))) this.#open.toOffer.add(open);
    for (const id of offers) {
      const key = keyOf(id);
      const open = this.#open.byKey(key);
      const isOver = open === undefined ? this.#settled.isOver(key) : attemptOf(id) < open.attempt;
      if (isOver) this.#settled.withdraw(id);
    }
  }

  /** Tells the transport what it need not keep. */
  async #clear(): Promise<void> {
    await this.#settled.clear(
      (deliveries) => this.#ask((end) => end.acknowledge(deliveries)),
      (ids) => this.#ask((end) => end.withdraw(ids)),
    );
  }

  async #collect(serving: Serving): Promise<void> {
    const most = MOST_LISTED + this.#settled.size + this.#unasked;
    let unasked = 0;
    for (const delivery of await this.#ask((end) => end.deliveries(most))) {
      if (serving.signal.aborted) return;
      this.#staff.hear(delivery.worker);
      if (this.#settled.has(delivery)) continue;
      const flaw = this.#flawOf(delivery);
      if (flaw !== undefined) {
        await this.#setAside({ token: delivery.token, flaw });
        continue;
      }
      const open = this.#open.get(delivery.outcome.trial);
      if (open !== undefined) await this.#deliver(open, delivery, serving);
      else if (this.#settled.isLogged(delivery.outcome.trial)) this.#settled.discard(delivery);
      else unasked++;
    }
    this.#unasked = unasked;
    for (const unusable of await this.#ask((end) => end.unusable())) await this.#setAside(unusable);
  }

  /** Why nobody can ever want it. */
  #flawOf({ id, outcome: { trial } }: Delivery): string | undefined {
    if (keyOf(id) !== trialKey(trial)) return 'it is of another trial than the offer that it answers';
    return this.#options.isOfRun?.(trial) === false ? 'its trial is none of this run' : undefined;
  }

  async #setAside(delivery: UnusableDelivery): Promise<void> {
    await this.#quarantine.take(delivery);
    this.#hasSetAside = true;
  }

  /** The first outcome wins; a failure of an earlier attempt has had its answer. */
  async #deliver(open: OpenTrial, delivery: Delivery, serving: Serving): Promise<void> {
    const failure = failureOf(delivery.outcome);
    if (attemptOf(delivery.id) === open.attempt) this.#open.learn(open, delivery.outcome.retried ?? []);
    const isEarlier = failure !== undefined && attemptOf(delivery.id) < open.attempt;
    if (isEarlier || (failure !== undefined && this.#tryAgain(open, failure))) {
      this.#settled.discard(delivery);
      return;
    }
    const { outcome, token } = delivery;
    const files = await this.#filesOf(delivery);
    const flaw = typeof files === 'string' ? files : this.#options.filesFlaw?.(outcome, files);
    if (typeof files === 'string' || flaw !== undefined) {
      await this.#setAside({ token, flaw: flaw ?? '' });
      return;
    }
    await this.#options.keepFiles(outcome, files);
    if (!serving.signal.aborted) this.#give(open, outcome, delivery, serving);
  }

  /** Or why they are not what was sent. */
  async #filesOf(delivery: Delivery): Promise<readonly SentFile[] | string> {
    const patienceMs = this.#filesMs;
    this.#filesMs = Math.min(2 * patienceMs, MOST_FILES_MS);
    try {
      const files = await this.#ask((end) => end.files(delivery), patienceMs);
      this.#filesMs = CALL_MS;
      return files;
    } catch (error) {
      if (error instanceof RunError && error.code === 'files-damaged') return error.what;
      throw error;
    }
  }

  /** Whether the policy lets it be tried again. */
  #tryAgain(open: OpenTrial, failure: Failure): boolean {
    if (!shouldRetry(this.#options.failurePolicy, failure, open.attempt)) return false;
    const id = offerId(open);
    this.#open.tryAgain(open, failure);
    // Until then the transport says where it stands.
    this.#settled.withdraw(id);
    this.#options.onEvent({ kind: 'retry', trial: open.trial, failure, attempt: open.attempt });
    return true;
  }

  #give(open: OpenTrial, outcome: Outcome, delivery: Delivery | undefined, { onOutcome }: Serving): void {
    this.#open.remove(open);
    this.#settled.give(open, delivery);
    onOutcome(open.retried.length === 0 ? outcome : { ...outcome, retried: open.retried });
  }

  /** Poison becomes a failure, about which the policy decides. */
  async #settleLost(serving: Serving): Promise<void> {
    const losses = await this.#ask((end) => end.lost());
    for (const lost of losses) {
      const open = this.#open.byId(lost.id);
      if (serving.signal.aborted) return;
      if (open === undefined) continue;
      // The offer itself was damaged, and taken out.
      if (lost.workers.length === 0) this.#open.toOffer.add(open);
      this.#tellLoss(open, lost);
      if (!isPoison(lost)) continue;
      const workers = [...new Set(lost.workers)];
      const message = `Each of ${workers.length} workers was lost while it trained this trial: ${workers.join(', ')}.`;
      const failure = { kind: 'lost-worker', message };
      if (!this.#tryAgain(open, failure)) this.#give(open, failedOutcome(open.trial, failure, 0), undefined, serving);
    }
  }

  #tellLoss(open: OpenTrial, { workers }: LostOffer): void {
    if (open.lossesTold >= workers.length) return;
    open.lossesTold = workers.length;
    this.#options.onEvent({ kind: 'trial-lost', trial: open.trial, workers });
  }

  /** Longer, the longer the transport is away. */
  #patienceMs(): number {
    const { clock, pollMs = POLL_MS } = this.#options;
    const awayMs = clock.nowMs() - (this.#awaySinceMs ?? clock.nowMs());
    return Math.min(MOST_PATIENCE_MS, Math.max(pollMs, awayMs / 4));
  }

  /** As much as can be said in a moment: what is not, is found by whoever comes next. */
  async #leave(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#settled.withdraw(id);
    const leaving = this.#reach.try(() => this.#clear());
    await this.#wake.atMost(leaving, LEAVE_MS);
  }
}

/** The latest attempt of each trial, by its key. */
function attemptsOf(ids: readonly string[]): Map<string, number> {
  const attempts = new Map<string, number>();
  for (const id of ids) {
    const key = keyOf(id);
    attempts.set(key, Math.max(attempts.get(key) ?? 1, attemptOf(id)));
  }
  return attempts;
}

/** Of the trial that an offer is for. */
function keyOf(id: string): string {
  return id.slice(0, id.lastIndexOf('|'));
}
