/** @file Trials that a coordinator has offered and waits for, by trial and by offer. */
import { type Failure, type Offer, offerId, type Trial, trialKey, trialKeyOf } from '../../core/index.js';

export interface OpenTrial extends Pick<Offer, 'trial' | 'past'> {
  /** Of the offer that is waited for: 1, 2, ... */
  attempt: number;
  /** Why earlier attempts failed, in order. */
  readonly retried: Failure[];
  /** Losses of this attempt that were told. */
  lossesTold: number;
}

export class OpenTrials {
  readonly #byKey = new Map<string, OpenTrial>();
  /** Those whose offer has not reached the transport. */
  readonly toOffer = new Set<OpenTrial>();

  get size(): number {
    return this.#byKey.size;
  }

  add(offer: Pick<Offer, 'trial' | 'past' | 'attempt'>): void {
    const open: OpenTrial = { ...offer, retried: [], lossesTold: 0 };
    this.#byKey.set(trialKey(open.trial), open);
    this.toOffer.add(open);
  }

  /** What a coordinator that was killed knew of earlier attempts, as the answer to its offer says it. */
  learn(open: OpenTrial, retried: readonly Failure[]): void {
    if (open.retried.length === 0) open.retried.push(...retried);
  }

  /** The next attempt, to be offered. */
  tryAgain(open: OpenTrial, failure: Failure): void {
    open.retried.push(failure);
    open.attempt++;
    open.lossesTold = 0;
    this.toOffer.add(open);
  }

  get(trial: Trial): OpenTrial | undefined {
    return this.#byKey.get(trialKey(trial));
  }

  byKey(key: string): OpenTrial | undefined {
    return this.#byKey.get(key);
  }

  /** Undefined for an attempt that nobody waits for any more. */
  byId(id: string): OpenTrial | undefined {
    const open = this.#byKey.get(trialKeyOf(id));
    return open !== undefined && offerId(open) === id ? open : undefined;
  }

  remove(open: OpenTrial): void {
    this.#byKey.delete(trialKey(open.trial));
    this.toOffer.delete(open);
  }

  all(): Iterable<OpenTrial> {
    return this.#byKey.values();
  }

  ids(): string[] {
    return [...this.#byKey.values()].map((open) => offerId(open));
  }

  clear(): void {
    this.#byKey.clear();
    this.toOffer.clear();
  }
}
