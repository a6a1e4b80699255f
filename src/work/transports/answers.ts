/**
 * @file What comes back of offers: deliveries are judged and given, what cannot be used is set aside, and what was lost too often becomes a
 * failure. The failure policy is asked here.
 */
import {
  attemptOf,
  type CoordinatorEnd,
  type Delivery,
  type ExecutorListener,
  type Failure,
  type FailurePolicy,
  failedOutcome,
  failureOf,
  isPoison,
  type LostOffer,
  type Outcome,
  offerId,
  RunError,
  type SentFile,
  shouldRetry,
  type Trial,
  trialKey,
  trialKeyOf,
  type UnusableDelivery,
} from '../../core/index.js';
import type { OpenTrial, OpenTrials, Settled, Staff } from './open-trials.js';
import { CALL_MS } from './reach.js';

/** Calls the transport, for so long at most. */
export type Ask = <Answer>(call: (end: CoordinatorEnd) => Promise<Answer>, mostMs?: number) => Promise<Answer>;

/** A caller that waits for outcomes, and until when. */
interface Waiting {
  readonly onOutcome: (outcome: Outcome) => void;
  readonly signal: AbortSignal;
}

/** What judging takes of a run. */
export interface AnsweredRun {
  readonly failurePolicy: FailurePolicy;
  /** Whether the run has a candidate for it; by default it has one for each. */
  readonly isOfRun?: (trial: Trial) => boolean;
  /** Why the files of an outcome cannot be kept, as a clause; undefined where they can, as by default. */
  readonly filesFlaw?: (outcome: Outcome, files: readonly SentFile[]) => string | undefined;
  /** Puts what came with an outcome into the run's artifact folder. */
  readonly keepFiles: (outcome: Outcome, files: readonly SentFile[]) => Promise<void>;
  readonly onEvent: ExecutorListener;
  /** Told of what was delivered and cannot be used. */
  readonly warn?: (text: string) => void;
}

interface AnswersOptions {
  readonly ask: Ask;
  readonly open: OpenTrials;
  readonly settled: Settled;
  readonly staff: Staff;
  readonly run: AnsweredRun;
}

/** New deliveries that are listed at a time. */
const MOST_LISTED = 1000;
/** At most this many that were set aside are named one by one. */
const MOST_NAMED = 3;
/** How long files are waited for, which may be large: twice as long each time that it was not enough. */
const MOST_FILES_MS = 3_600_000;

export class Answers {
  readonly #ask: Ask;
  readonly #open: OpenTrials;
  readonly #settled: Settled;
  readonly #staff: Staff;
  readonly #run: AnsweredRun;
  /** Deliveries that were set aside so far. */
  #setAsideCount = 0;
  /** Deliveries of trials that nobody has asked for so far. */
  #unasked = 0;
  #filesMs = CALL_MS;
  #hasSetAside = false;

  constructor({ ask, open, settled, staff, run }: AnswersOptions) {
    this.#ask = ask;
    this.#open = open;
    this.#settled = settled;
    this.#staff = staff;
    this.#run = run;
  }

  /** Whether something was set aside since the offers were reviewed: its own may be gone. */
  get wantsReview(): boolean {
    return this.#hasSetAside;
  }

  reviewed(): void {
    this.#hasSetAside = false;
  }

  /** Gives what was delivered to those that wait for it. */
  async collect(waiting: Waiting): Promise<void> {
    const most = MOST_LISTED + this.#settled.size + this.#unasked;
    let unasked = 0;
    for (const delivery of await this.#ask((end) => end.deliveries(most))) {
      if (waiting.signal.aborted) return;
      this.#staff.hear(delivery.worker);
      if (this.#settled.has(delivery)) continue;
      const flaw = this.#flawOf(delivery);
      if (flaw !== undefined) {
        await this.#setAside({ token: delivery.token, flaw });
        continue;
      }
      const open = this.#open.get(delivery.outcome.trial);
      // What was trained before the log had what it has is no answer.
      if (open !== undefined && !isOfNow(delivery, open)) this.#settled.discard(delivery);
      else if (open !== undefined) await this.#deliver(open, delivery, waiting);
      else if (this.#settled.isLogged(delivery.outcome.trial)) this.#settled.discard(delivery);
      else unasked++;
    }
    this.#unasked = unasked;
    for (const unusable of await this.#ask((end) => end.unusable())) await this.#setAside(unusable);
  }

  /** Why nobody can ever want it. */
  #flawOf({ id, outcome: { trial } }: Delivery): string | undefined {
    if (trialKeyOf(id) !== trialKey(trial)) return 'it belongs to another training than the offer that it answers';
    return this.#run.isOfRun?.(trial) === false ? 'its training is not in this run' : undefined;
  }

  /** Names each once; where another program sends thousands, a count stands for the rest. */
  async #setAside(delivery: UnusableDelivery): Promise<void> {
    const { flaw } = delivery;
    const place = await this.#ask((end) => end.setAside(delivery));
    this.#hasSetAside = true;
    const count = ++this.#setAsideCount;
    if (count <= MOST_NAMED)
      this.#run.warn?.(
        `a delivery cannot be used: ${flaw}. It was set aside (${place}); its training is offered again`,
      );
    else if (Number.isInteger(Math.log10(count)))
      this.#run.warn?.(`${count} deliveries could not be used and were set aside so far; the last: ${flaw}`);
  }

  /** The first outcome wins; a failure of an earlier attempt has had its answer. */
  async #deliver(open: OpenTrial, delivery: Delivery, waiting: Waiting): Promise<void> {
    const failure = failureOf(delivery.outcome);
    if (attemptOf(delivery.id) === open.attempt) this.#open.learn(open, delivery.outcome.retried ?? []);
    const isEarlier = failure !== undefined && attemptOf(delivery.id) < open.attempt;
    if (isEarlier || (failure !== undefined && this.#tryAgain(open, failure))) {
      this.#settled.discard(delivery);
      return;
    }
    const { outcome, token } = delivery;
    const files = await this.#filesOf(delivery);
    const flaw = typeof files === 'string' ? files : this.#run.filesFlaw?.(outcome, files);
    if (typeof files === 'string' || flaw !== undefined) {
      await this.#setAside({ token, flaw: flaw ?? '' });
      return;
    }
    await this.#run.keepFiles(outcome, files);
    if (!waiting.signal.aborted) this.#give(open, outcome, delivery, waiting);
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
    if (!shouldRetry(this.#run.failurePolicy, failure, open.attempt)) return false;
    const id = offerId(open);
    this.#open.tryAgain(open, failure);
    // Until then the transport says where it stands.
    this.#settled.withdraw(id);
    this.#run.onEvent({ kind: 'retry', trial: open.trial, failure, attempt: open.attempt });
    return true;
  }

  #give(open: OpenTrial, outcome: Outcome, delivery: Delivery | undefined, { onOutcome }: Waiting): void {
    this.#open.remove(open);
    this.#settled.give(open, delivery);
    onOutcome(open.retried.length === 0 ? outcome : { ...outcome, retried: open.retried });
  }

  /** Poison becomes a failure, about which the policy decides. */
  async settleLost(waiting: Waiting): Promise<void> {
    const losses = await this.#ask((end) => end.lost());
    for (const lost of losses) {
      const open = this.#open.byId(lost.id);
      if (waiting.signal.aborted) return;
      if (open === undefined) continue;
      // The offer itself was damaged, and taken out.
      if (lost.workers.length === 0) this.#open.toOffer.add(open);
      this.#tellLoss(open, lost);
      if (!isPoison(lost)) continue;
      const workers = [...new Set(lost.workers)];
      const message = `Each of ${workers.length} workers was lost during this training: ${workers.join(', ')}.`;
      const failure = { kind: 'lost-worker', message };
      if (!this.#tryAgain(open, failure)) this.#give(open, failedOutcome(open.trial, failure, 0), undefined, waiting);
    }
  }

  #tellLoss(open: OpenTrial, { workers }: LostOffer): void {
    if (open.lossesTold >= workers.length) return;
    open.lossesTold = workers.length;
    this.#run.onEvent({ kind: 'trial-lost', trial: open.trial, workers });
  }
}

/** Whether the log had as much of its trial when it was offered as it has now. */
function isOfNow({ id }: Delivery, open: OpenTrial): boolean {
  return offerId({ ...open, attempt: attemptOf(id) }) === id;
}
