/**
 * @file Executor over a transport: offers trials to workers on any machine, and gives what they deliver. A delivery stays at
 * the transport until the log has its outcome, so that a coordinator may be killed at any moment.
 */
import {
  attemptOf,
  type CoordinatorEnd,
  type Delivery,
  type Executor,
  type ExecutorListener,
  isPoison,
  type LostOffer,
  type Offer,
  type Outcome,
  offerId,
  type Resources,
  type SentFile,
  SurefootError,
  type Trial,
  type TrialSource,
  trialKey,
} from '../core/index.js';
import { type Clock, type FailurePolicy, failedOutcome, failureOf, shouldRetry } from '../execution/index.js';
import { type OpenTrial, OpenTrials } from './open-trials.js';
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
  /** Puts what came with an outcome into the run's artifact folder. */
  readonly keepFiles: (files: readonly SentFile[]) => Promise<void>;
  readonly onEvent: ExecutorListener;
  /** Offers that are open at the same time, at most. */
  readonly mostOpen?: number;
  /** How often deliveries are listed though no news came. */
  readonly pollMs?: number;
}

const MOST_OPEN = 100_000;
const POLL_MS = 1000;
/** Deliveries that are listed at a time. */
const MOST_LISTED = 1000;
const MOST_PATIENCE_MS = 30_000;
/** What a caller waits for once it has said to stop. */
const LEAVE_MS = 1500;

export function createTransportExecutor(options: TransportExecutorOptions): Executor {
  return new TransportExecutor(options);
}

class TransportExecutor implements Executor {
  readonly #options: TransportExecutorOptions;
  readonly #open = new OpenTrials();
  /** Deliveries whose outcomes were given, by the key of their trial, until the log has them. */
  readonly #given = new Map<string, Delivery[]>();
  readonly #givenTokens = new Set<string>();
  /** Keys of trials that the log has had since this executor began. */
  readonly #loggedKeys = new Set<string>();
  #toAcknowledge: Delivery[] = [];
  /** Attempts that an earlier coordinator had come to, by the key of their trial. */
  #attempts: ReadonlyMap<string, number> | undefined;
  readonly #lossesTold = new Map<string, number>();
  readonly #wake: Wake;
  #workers = 0;
  #toldNoWorkers = false;
  #unreachableSince: number | undefined;

  constructor(options: TransportExecutorOptions) {
    this.#options = options;
    this.#wake = new Wake(options.clock);
  }

  get workers(): number {
    return this.#workers;
  }

  async execute(source: TrialSource, onOutcome: (outcome: Outcome) => void, signal: AbortSignal): Promise<void> {
    const { end } = this.#options;
    const stopNews = end.onNews(() => this.#wake.ring());
    const stop = () => this.#wake.ring();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await this.#serve(source, onOutcome, signal);
      if (signal.aborted) await this.#withdrawAll();
    } finally {
      stopNews();
      signal.removeEventListener('abort', stop);
      this.#open.clear();
    }
  }

  logged(trials: readonly Trial[]): void {
    for (const trial of trials) {
      const key = trialKey(trial);
      this.#loggedKeys.add(key);
      const deliveries = this.#given.get(key);
      if (deliveries === undefined) continue;
      this.#given.delete(key);
      this.#toAcknowledge.push(...deliveries);
    }
    this.#wake.ring();
  }

  async close(): Promise<void> {
    await this.#acknowledge();
  }

  get #isFull(): boolean {
    return this.#open.size >= (this.#options.mostOpen ?? MOST_OPEN);
  }

  async #serve(source: TrialSource, onOutcome: (outcome: Outcome) => void, signal: AbortSignal): Promise<void> {
    let isListening = false;
    let isEnded = false;
    while (!signal.aborted) {
      const { pollMs = POLL_MS } = this.#options;
      const isIdle = await this.#reaching(() => this.#turn(source, onOutcome, signal));
      if (signal.aborted) return;
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
      await this.#wake.wait(isIdle === undefined ? this.#patienceMs() : pollMs);
    }
  }

  /** True when nothing is open. */
  async #turn(source: TrialSource, onOutcome: (outcome: Outcome) => void, signal: AbortSignal): Promise<boolean> {
    this.#attempts ??= attemptsOf(await this.#options.end.offers());
    await this.#offer(this.#take(source, this.#attempts));
    await this.#acknowledge();
    await this.#collect(onOutcome, signal);
    if (this.#wake.isDue('losses', this.#options.pollMs ?? POLL_MS)) {
      await this.#settleLost(onOutcome, signal);
      await this.#countWorkers();
    }
    return this.#open.size === 0;
  }

  #take(source: TrialSource, attempts: ReadonlyMap<string, number>): OpenTrial[] {
    const taken: OpenTrial[] = [];
    while (!this.#isFull) {
      const trial = source.take();
      if (trial === undefined) break;
      taken.push(this.#open.add(trial, attempts.get(trialKey(trial)) ?? 1));
    }
    return taken;
  }

  /** Those as well whose offer an earlier turn could not bring to the transport. */
  async #offer(fresh: readonly OpenTrial[]): Promise<void> {
    for (const open of fresh) this.#open.toOffer.add(open);
    if (this.#open.toOffer.size === 0) return;
    const waiting = [...this.#open.toOffer];
    await this.#options.end.offer(waiting.map((open) => this.#offerOf(open)));
    for (const open of waiting) this.#open.toOffer.delete(open);
  }

  #offerOf({ trial, attempt }: OpenTrial): Offer {
    return { trial, attempt, needs: this.#options.needsOf(trial, attempt) };
  }

  async #acknowledge(): Promise<void> {
    const done = this.#toAcknowledge;
    if (done.length === 0) return;
    this.#toAcknowledge = [];
    try {
      await this.#options.end.acknowledge(done);
      for (const { token } of done) this.#givenTokens.delete(token);
    } catch (error) {
      this.#toAcknowledge = [...done, ...this.#toAcknowledge];
      throw error;
    }
  }

  async #collect(onOutcome: (outcome: Outcome) => void, signal: AbortSignal): Promise<void> {
    const { end, isLogged } = this.#options;
    for (const delivery of await end.deliveries(MOST_LISTED + this.#givenTokens.size)) {
      if (signal.aborted) return;
      if (this.#givenTokens.has(delivery.token)) continue;
      const { outcome } = delivery;
      const open = this.#open.get(outcome.trial);
      if (open !== undefined) await this.#deliver(open, delivery, onOutcome);
      else if (isLogged(outcome.trial) || this.#loggedKeys.has(trialKey(outcome.trial))) this.#discard(delivery);
    }
  }

  /** The first outcome wins; a failure of an earlier attempt has had its answer. */
  async #deliver(open: OpenTrial, delivery: Delivery, onOutcome: (outcome: Outcome) => void): Promise<void> {
    const { outcome } = delivery;
    const failure = failureOf(outcome);
    const isCurrent = delivery.id === offerId(open);
    if (failure !== undefined && attemptOf(delivery.id) < open.attempt) {
      this.#discard(delivery);
      return;
    }
    if (failure !== undefined && shouldRetry(this.#options.failurePolicy, failure, open.attempt)) {
      this.#discard(delivery);
      this.#tryAgain(open, outcome);
      await this.#offer([open]);
      return;
    }
    await this.#options.keepFiles(await this.#options.end.files(delivery));
    if (!isCurrent) await this.#options.end.withdraw([offerId(open)]);
    this.#give(open, outcome, delivery, onOutcome);
  }

  #tryAgain(open: OpenTrial, failed: Outcome): void {
    const failure = failureOf(failed);
    if (failure === undefined) return;
    open.retried.push(failure);
    open.attempt++;
    this.#options.onEvent({ kind: 'retry', trial: open.trial, failure, attempt: open.attempt });
  }

  #give(
    open: OpenTrial,
    outcome: Outcome,
    delivery: Delivery | undefined,
    onOutcome: (outcome: Outcome) => void,
  ): void {
    this.#open.remove(open);
    if (delivery !== undefined) {
      const key = trialKey(open.trial);
      this.#given.set(key, [...(this.#given.get(key) ?? []), delivery]);
      this.#givenTokens.add(delivery.token);
    }
    onOutcome(open.retried.length === 0 ? outcome : { ...outcome, retried: open.retried });
  }

  /** Nobody wants it, now or later. */
  #discard(delivery: Delivery): void {
    this.#givenTokens.add(delivery.token);
    this.#toAcknowledge.push(delivery);
  }

  /** Poison becomes a failure, about which the policy decides. */
  async #settleLost(onOutcome: (outcome: Outcome) => void, signal: AbortSignal): Promise<void> {
    const { end, failurePolicy } = this.#options;
    for (const lost of await end.lost()) {
      const open = this.#open.byId(lost.id);
      if (open === undefined || signal.aborted) continue;
      this.#tellLoss(open, lost);
      if (!isPoison(lost)) continue;
      await end.withdraw([lost.id]);
      const message = `Each of ${new Set(lost.workers).size} workers was lost while it trained this trial: ${lost.workers.join(', ')}.`;
      const outcome = failedOutcome(open.trial, { kind: 'lost-worker', message }, 0);
      if (!shouldRetry(failurePolicy, { kind: 'lost-worker', message }, open.attempt)) {
        this.#give(open, outcome, undefined, onOutcome);
        continue;
      }
      this.#tryAgain(open, outcome);
      await this.#offer([open]);
    }
  }

  #tellLoss({ trial }: OpenTrial, { id, workers }: LostOffer): void {
    if ((this.#lossesTold.get(id) ?? 0) >= workers.length) return;
    this.#lossesTold.set(id, workers.length);
    this.#options.onEvent({ kind: 'trial-lost', trial, workers });
  }

  async #countWorkers(): Promise<void> {
    const { end, onEvent } = this.#options;
    const workers = (await end.workers()).reduce((sum, { places }) => sum + places, 0);
    if (workers !== this.#workers) onEvent({ kind: 'workers', workers });
    this.#workers = workers;
    const isAlone = workers === 0 && this.#open.size > 0;
    if (isAlone && !this.#toldNoWorkers) onEvent({ kind: 'no-workers', open: this.#open.size });
    this.#toldNoWorkers = isAlone;
  }

  /** Undefined where the transport could not be reached: it is tried again, for as long as it takes. */
  async #reaching(turn: () => Promise<boolean>): Promise<boolean | undefined> {
    const { clock, onEvent } = this.#options;
    try {
      const answer = await turn();
      if (this.#unreachableSince !== undefined) onEvent({ kind: 'transport-reached' });
      this.#unreachableSince = undefined;
      return answer;
    } catch (error) {
      if (!(error instanceof SurefootError)) throw error;
      if (this.#unreachableSince === undefined) onEvent({ kind: 'transport-unreachable', message: error.message });
      this.#unreachableSince ??= clock.nowMs();
      return undefined;
    }
  }

  /** Longer, the longer the transport is away. */
  #patienceMs(): number {
    const { clock, pollMs = POLL_MS } = this.#options;
    const awayMs = clock.nowMs() - (this.#unreachableSince ?? clock.nowMs());
    return Math.min(MOST_PATIENCE_MS, Math.max(pollMs, awayMs / 4));
  }

  async #withdrawAll(): Promise<void> {
    const ids = this.#open.ids();
    const leaving = this.#reaching(async () => {
      await this.#acknowledge();
      if (ids.length > 0) await this.#options.end.withdraw(ids);
      return true;
    });
    await this.#wake.atMost(leaving, LEAVE_MS);
  }
}

/** The latest attempt of each trial, by its key. */
function attemptsOf(ids: readonly string[]): ReadonlyMap<string, number> {
  const attempts = new Map<string, number>();
  for (const id of ids) {
    const key = id.slice(0, id.lastIndexOf('|'));
    attempts.set(key, Math.max(attempts.get(key) ?? 1, attemptOf(id)));
  }
  return attempts;
}
