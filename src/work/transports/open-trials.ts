/**
 * @file The books of an executor over a transport: trials that it has offered and waits for, and what it has taken from the transport, until
 * the log has it and the transport has been told; and the workers of its run.
 */
import {
  type Delivery,
  type ExecutorListener,
  type Failure,
  groupBy,
  type Offer,
  offerId,
  type SeenWorker,
  type Trial,
  trialKey,
  trialKeyOf,
} from '../../core/index.js';

export interface OpenTrial extends Pick<Offer, 'trial' | 'past'> {
  /** Of several models the one that it trains; a worker may lack it. */
  readonly model?: string;
  /** Of the offer that is waited for: 1, 2, ... */
  attempt: number;
  /** Why earlier attempts failed, in order. */
  readonly retried: Failure[];
  /** Losses of this attempt that were told. */
  lossesTold: number;
}

/** By trial and by offer. */
export class OpenTrials {
  readonly #byKey = new Map<string, OpenTrial>();
  /** Those whose offer has not reached the transport. */
  readonly toOffer = new Set<OpenTrial>();

  get size(): number {
    return this.#byKey.size;
  }

  add(offer: Pick<OpenTrial, 'trial' | 'past' | 'attempt' | 'model'>): void {
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

/** A trial whose outcome was given and is not in the log yet. */
interface Given {
  readonly deliveries: readonly Delivery[];
  /** The offer that was open when it was given. */
  readonly id: string;
}

/** From when it is taken until it is told: then nothing is left of it here. */
export class Settled {
  readonly #wasLogged: (trial: Trial) => boolean;
  readonly #given = new Map<string, Given>();
  /** Of deliveries that were taken, and that the transport still has. */
  readonly #tokens = new Set<string>();
  /** Keys of trials that the log has had since. */
  readonly #loggedKeys = new Set<string>();
  readonly #toAcknowledge = new Set<Delivery>();
  readonly #toWithdraw = new Set<string>();

  /** `wasLogged`: whether the log had an outcome of the trial before. */
  constructor(wasLogged: (trial: Trial) => boolean) {
    this.#wasLogged = wasLogged;
  }

  /** Deliveries that were taken, and that the transport still has. */
  get size(): number {
    return this.#tokens.size;
  }

  has({ token }: Delivery): boolean {
    return this.#tokens.has(token);
  }

  isLogged(trial: Trial): boolean {
    return this.#loggedKeys.has(trialKey(trial)) || this.#wasLogged(trial);
  }

  /** Whether the log has it, and the transport need not keep anything of it. */
  isOver(key: string): boolean {
    return this.#loggedKeys.has(key);
  }

  /** Its outcome is on its way to the log; without a delivery where nobody sent one. */
  give(open: OpenTrial, delivery: Delivery | undefined): void {
    if (delivery !== undefined) this.#tokens.add(delivery.token);
    const deliveries = delivery === undefined ? [] : [delivery];
    this.#given.set(trialKey(open.trial), { deliveries, id: offerId(open) });
  }

  /** Drops a delivery that is not wanted, now or later. */
  discard(delivery: Delivery): void {
    this.#tokens.add(delivery.token);
    this.#toAcknowledge.add(delivery);
  }

  withdraw(id: string): void {
    this.#toWithdraw.add(id);
  }

  /** It is offered again before the transport was told. */
  keep(id: string): void {
    this.#toWithdraw.delete(id);
  }

  logged(trials: readonly Trial[]): void {
    for (const trial of trials) {
      const key = trialKey(trial);
      this.#loggedKeys.add(key);
      const given = this.#given.get(key);
      if (given === undefined) continue;
      this.#given.delete(key);
      for (const delivery of given.deliveries) this.#toAcknowledge.add(delivery);
      // Another attempt than the one that was delivered, or one that was lost for good.
      if (given.deliveries.every(({ id }) => id !== given.id)) this.#toWithdraw.add(given.id);
    }
  }

  /** Tells the transport; what it could not be told is told the next time. */
  async clear(
    acknowledge: (deliveries: readonly Delivery[]) => Promise<void>,
    withdraw: (ids: readonly string[]) => Promise<void>,
  ): Promise<void> {
    const deliveries = [...this.#toAcknowledge];
    const ids = [...this.#toWithdraw];
    if (deliveries.length > 0) {
      await acknowledge(deliveries);
      for (const delivery of deliveries) {
        this.#toAcknowledge.delete(delivery);
        this.#tokens.delete(delivery.token);
      }
    }
    if (ids.length === 0) return;
    await withdraw(ids);
    for (const id of ids) this.#toWithdraw.delete(id);
  }
}

/** For workers that lack models no more trials are open than so many times the places. */
const MOST_FOR_SOME = 4;

/** Tells when there are others than before, and when there are none. */
export class Staff {
  readonly #onEvent: ExecutorListener;
  /** Ids of workers that were counted, or that sent something. */
  readonly #known = new Set<string>();
  #hasStranger = false;
  #places = 0;
  /** Places of the workers that have some models alone, together where these are the same. */
  #placesOfSome: readonly { readonly models: readonly string[]; readonly places: number }[] = [];
  #isAlone = false;

  constructor(onEvent: ExecutorListener) {
    this.#onEvent = onEvent;
  }

  /** Places for trials, when they were counted last. */
  get places(): number {
    return this.#places;
  }

  /** Whether there are fewer of these trials than places that can train them. */
  isAnyIdle(open: OpenTrials): boolean {
    if (open.size < this.#places) return true;
    if (this.#placesOfSome.length === 0 || open.size >= MOST_FOR_SOME * this.#places) return false;
    const models = [...open.all()].map(({ model = '' }) => model);
    return this.#placesOfSome.some(({ models: own, places }) => {
      return models.filter((model) => own.includes(model)).length < places;
    });
  }

  /** Whether somebody has sent something who was not there when they were counted: one who is quick may be done before the next time. */
  get hasStranger(): boolean {
    return this.#hasStranger;
  }

  hear(worker: string): void {
    this.#hasStranger ||= !this.#known.has(worker);
    this.#known.add(worker);
  }

  /** `open`: trials that are waited for. */
  count(seen: readonly SeenWorker[], open: number): void {
    this.#hasStranger = false;
    for (const { id } of seen) this.#known.add(id);
    const workers = seen.reduce((sum, { places }) => sum + places, 0);
    if (workers !== this.#places) this.#onEvent({ kind: 'workers', workers });
    this.#places = workers;
    const ofSome = seen.flatMap(({ has: { models }, places }) => (models === undefined ? [] : [{ models, places }]));
    this.#placesOfSome = [...groupBy(ofSome, ({ models }) => [...models].sort().join()).values()].map((alike) => ({
      models: alike[0]?.models ?? [],
      places: alike.reduce((sum, { places }) => sum + places, 0),
    }));
    const isAlone = workers === 0 && open > 0;
    if (isAlone && !this.#isAlone) this.#onEvent({ kind: 'no-workers', open });
    this.#isAlone = isAlone;
  }
}
