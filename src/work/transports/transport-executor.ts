/**
 * @file Executor over a transport: offers trials to workers on any machine, and gives what they deliver. A delivery stays at
 * the transport until the log has its outcome, so that a coordinator may be killed at any moment.
 */
import {
  attemptOf,
  type Clock,
  type CoordinatorEnd,
  defined,
  type Executor,
  type JsonObject,
  type Needs,
  type Outcome,
  offerId,
  type Trial,
  type TrialSource,
  trialKeyOf,
} from '../../core/index.js';
import { type AnsweredRun, Answers, type Ask } from './answers.js';
import { type OpenTrial, OpenTrials, Settled, Staff } from './open-trials.js';
import { CALL_MS, Reach, within } from './reach.js';
import { Wake } from './wake.js';

interface TransportExecutorOptions extends AnsweredRun {
  /** The caller ends or closes it. */
  readonly end: CoordinatorEnd;
  readonly clock: Clock;
  /** What a trial needs at its nth attempt (1, 2, ...). */
  readonly needsOf: (trial: Trial, attempt: number) => Needs;
  /** Whether the log had an outcome of the trial before this stretch, so that nobody waits for another. */
  readonly isLogged: (trial: Trial) => boolean;
  /** What the log had of a trial before this stretch, as `Offer.past` names it; nothing by default. */
  readonly pastOf?: (trial: Trial) => string | undefined;
  /** The configuration of a candidate that the run was not offered with; undefined for all others. */
  readonly joinedOf?: (trial: Trial) => JsonObject | undefined;
  /** Offers that are open at the same time, at most. */
  readonly mostOpen?: number;
  /** How often deliveries are listed though no news came. */
  readonly pollMs?: number;
}

const MOST_OPEN = 100_000;
const POLL_MS = 1000;
const MOST_PATIENCE_MS = 30_000;
/** How often it is seen to that the transport still has what was offered. */
const REVIEW_MS = 30_000;
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
  /** Not waited for without an end. */
  readonly #ask: Ask = (call, mostMs = CALL_MS) => within(call(this.#options.end), mostMs, this.#options.clock);
  /** Attempts that an earlier coordinator had come to, by what they are attempts at. */
  #attempts: Map<string, number> | undefined;
  readonly #staff: Staff;
  readonly #answers: Answers;
  #awaySinceMs: number | undefined;
  /** An `execute` that was told to stop may still wait for an answer: the next one begins after it. */
  #serving: Promise<void> = Promise.resolve();

  constructor(options: TransportExecutorOptions) {
    const { clock, onEvent, isLogged } = options;
    this.#options = options;
    this.#settled = new Settled(isLogged);
    this.#staff = new Staff(onEvent);
    this.#answers = new Answers({
      ...{ ask: this.#ask, open: this.#open, settled: this.#settled, staff: this.#staff },
      run: options,
    });
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
    await this.#answers.collect(serving);
    if (this.#wake.isDue('review', REVIEW_MS) || this.#answers.wantsReview) await this.#review();
    await this.#offer(serving);
    await this.#clear();
    const isDue = this.#wake.isDue('losses', this.#options.pollMs ?? POLL_MS);
    if (isDue) {
      await this.#answers.settleLost(serving);
      await this.#offer(serving);
    }
    if (isDue || this.#staff.hasStranger) {
      this.#staff.count(await this.#ask((end) => end.workers()), this.#open.size);
    }
    return this.#open.size === 0;
  }

  /** Whether a place has nothing to take, or nothing that it can train. */
  get #isAnyIdle(): boolean {
    return this.#staff.isAnyIdle(this.#open);
  }

  #take(source: TrialSource, attempts: Map<string, number>): void {
    while (!this.#isFull) {
      // Ahead only where a place would stand idle: what is offered first is claimed first.
      const trial = source.take() ?? (this.#isAnyIdle ? source.takeAhead?.() : undefined);
      if (trial === undefined) return;
      const past = this.#options.pastOf?.(trial);
      const first = { trial, attempt: 1, ...(past === undefined ? {} : { past }) };
      const stem = stemOf(offerId(first));
      const offer = { ...first, attempt: attempts.get(stem) ?? 1 };
      const { model } = this.#options.needsOf(trial, offer.attempt);
      attempts.delete(stem);
      this.#settled.keep(offerId(offer));
      this.#open.add({ ...offer, ...defined({ model }) });
    }
  }

  /** Those as well whose offer an earlier turn could not bring to the transport. */
  async #offer({ signal }: Serving): Promise<void> {
    const { toOffer } = this.#open;
    if (toOffer.size === 0 || signal.aborted) return;
    const { needsOf } = this.#options;
    const offers = [...toOffer].map((open) => {
      const { trial, past, attempt, retried } = open;
      const earlier = retried.length === 0 ? {} : { earlier: [...retried] };
      const known = defined({ past, configuration: this.#options.joinedOf?.(trial) });
      return { open, offer: { trial, attempt, needs: needsOf(trial, attempt), ...known, ...earlier } };
    });
    await this.#ask((end) => end.offer(offers.map(({ offer }) => offer)));
    for (const { open } of offers) toOffer.delete(open);
  }

  /** A server that broke down may have lost what it was told last, and a call may have come through long after it was made. */
  async #review(): Promise<void> {
    const offers = new Set(await this.#ask((end) => end.offers()));
    this.#answers.reviewed();
    for (const open of this.#open.all()) if (!offers.has(offerId(open))) this.#open.toOffer.add(open);
    for (const id of offers) {
      const key = trialKeyOf(id);
      const open = this.#open.byKey(key);
      const isOver = open === undefined ? this.#settled.isOver(key) : isBefore(id, open);
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

  /** Longer, the longer the transport is away. */
  #patienceMs(): number {
    const { clock, pollMs = POLL_MS } = this.#options;
    const awayMs = clock.nowMs() - (this.#awaySinceMs ?? clock.nowMs());
    return Math.min(MOST_PATIENCE_MS, Math.max(pollMs, awayMs / 4));
  }

  /** Says as much as it can in a moment; the next coordinator finds the rest. */
  async #leave(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#settled.withdraw(id);
    const leaving = this.#reach.try(() => this.#clear());
    await this.#wake.atMost(leaving, LEAVE_MS);
  }
}

/** The latest attempt at each trial, by the rest of the id. */
function attemptsOf(ids: readonly string[]): Map<string, number> {
  const attempts = new Map<string, number>();
  for (const id of ids) {
    const stem = stemOf(id);
    attempts.set(stem, Math.max(attempts.get(stem) ?? 1, attemptOf(id)));
  }
  return attempts;
}

/** What an offer is an attempt at. */
function stemOf(id: string): string {
  return id.slice(0, id.lastIndexOf('|'));
}

/** An attempt before the one that is open, or at what the log had less of. */
function isBefore(id: string, open: OpenTrial): boolean {
  return attemptOf(id) < open.attempt || stemOf(id) !== stemOf(offerId(open));
}
