/** @file A worker's search for an offer that it may claim: what came back first, then what nobody has claimed, in order. */
import { fitsInto, type Offer, type Room } from '../../../core/index.js';
import { MOST_IN_BATCH } from '../offer-book.js';
import { batchName, batchNumber, type ClaimName, standOf, UNTOUCHED } from '../offer-state.js';
import type { ExchangeFolder } from './exchange-folder.js';
import { RUN_PARTS, readBatchNames } from './layout.js';
import { ObservedRun, type OpenedRun } from './observed-run.js';
import { MOST_RECORD_BYTES, type News, read } from './records.js';

/** A batch as this worker knows it. */
interface KnownBatch {
  offers: readonly Offer[];
  /** Numbers of offers that nobody has claimed, as far as is known, in order. */
  fresh: number[];
}

/** True where the claim is ours; false where somebody else was first; undefined where the batch is gone. */
type TryClaim = (name: ClaimName) => Promise<boolean | undefined>;

/** Batches whose offers are kept, beside those with fresh ones. */
const MOST_KEPT = 32;

export class OfferFinder {
  readonly #exchange: ExchangeFolder;
  readonly #epoch: string;
  readonly #random: () => number;
  readonly #batches = new Map<number, KnownBatch>();
  /** Nothing is fresh in batches before this one. */
  #from = 0;

  /** `exchange`: of the run. */
  constructor(exchange: ExchangeFolder, epoch: string, random: () => number) {
    this.#exchange = exchange.inside(RUN_PARTS.batches);
    this.#epoch = epoch;
    this.#random = random;
  }

  /** What was read of this batch, by its name. */
  forget(batch: string): void {
    const number = batchNumber(this.#epoch, batch);
    if (number === undefined) return;
    this.#batches.delete(number);
    this.#from = Math.min(this.#from, number);
  }

  async find(news: News, free: Room, tryClaim: TryClaim): Promise<{ offer: Offer; name: ClaimName } | undefined> {
    for (const [number, offer, generation] of news.again) {
      const known = await this.#known(number, offer + 1);
      const wanted = known?.offers[offer];
      if (wanted === undefined || !fitsInto(wanted.needs, free)) continue;
      const name = { batch: batchName(this.#epoch, number), offer, generation };
      if (!(await this.#isFree(name))) continue;
      if ((await tryClaim(name)) === true) return { offer: wanted, name };
    }
    return this.#findFresh(news, free, tryClaim);
  }

  /** It may have come to an outcome since it was told of. */
  async #isFree({ batch, offer, generation }: ClaimName): Promise<boolean> {
    const names = readBatchNames((await this.#exchange.list(batch)) ?? []).get(offer) ?? UNTOUCHED;
    return standOf(names) === 'free' && names.generation === generation - 1;
  }

  async #findFresh({ first, last, inLast }: News, free: Room, tryClaim: TryClaim) {
    for (const number of this.#batches.keys()) if (number < first) this.#batches.delete(number);
    this.#from = Math.max(this.#from, first);
    for (let number = this.#from; number <= last; number++) {
      const known = await this.#known(number, number === last ? inLast : MOST_IN_BATCH);
      const found = known === undefined ? undefined : await this.#claimIn(number, known, free, tryClaim);
      if (found !== undefined) return found;
      const isDone = known === undefined || known.fresh.length === 0;
      // The last one grows; those before are full.
      if (isDone && number === this.#from && number < last) this.#from++;
    }
    return undefined;
  }

  async #claimIn(number: number, known: KnownBatch, free: Room, tryClaim: TryClaim) {
    const batch = batchName(this.#epoch, number);
    let collisions = 0;
    for (;;) {
      const fitting = known.fresh.filter((one) => fitsInto((known.offers[one] as Offer).needs, free));
      // Where many ask at the same time, they spread out.
      const offer = fitting[Math.floor(this.#random() * Math.min(fitting.length, 1 + 4 * collisions))];
      if (offer === undefined) return undefined;
      const name = { batch, offer, generation: 1 };
      const isOurs = await tryClaim(name);
      known.fresh = known.fresh.filter((one) => one !== offer);
      if (isOurs === true) return { offer: known.offers[offer] as Offer, name };
      if (isOurs === undefined) {
        known.fresh = [];
        return undefined;
      }
      if (collisions++ === 0) await this.#prune(batch, known);
    }
  }

  /** Takes out what others have claimed. */
  async #prune(batch: string, known: KnownBatch): Promise<void> {
    const names = readBatchNames((await this.#exchange.list(batch)) ?? []);
    known.fresh = known.fresh.filter((offer) => standOf(names.get(offer) ?? UNTOUCHED) === 'offered');
  }

  /** With `least` offers or more; undefined where the batch is gone. */
  async #known(number: number, least: number): Promise<KnownBatch | undefined> {
    const known = this.#batches.get(number);
    if (known !== undefined && known.offers.length >= least) return known;
    const batch = batchName(this.#epoch, number);
    const path = this.#exchange.at(batch, 'offers');
    const bytes = await this.#exchange.reach(() => this.#exchange.files.read(path, 0, MOST_RECORD_BYTES));
    if (bytes === undefined) return undefined;
    const offers = read.offers(bytes);
    const fresh = [
      ...(known?.fresh ?? []),
      ...Array.from({ length: offers.length }, (_, one) => one).slice(known?.offers.length ?? 0),
    ];
    const now: KnownBatch = { offers, fresh };
    this.#batches.set(number, now);
    if (known === undefined) await this.#prune(batch, now);
    this.#forgetOld();
    return now;
  }

  #forgetOld(): void {
    let spare = [...this.#batches.values()].filter(({ fresh }) => fresh.length === 0).length - MOST_KEPT;
    for (const [number, { fresh }] of this.#batches) {
      if (spare <= 0) return;
      if (fresh.length > 0 || number >= this.#from) continue;
      this.#batches.delete(number);
      spare--;
    }
  }
}

/** In a lease: so often. */
const LOOKS = 4;

/** A worker's own look for leases that ran out, while nobody coordinates: workers go on with what is offered, whichever of them is lost meanwhile. */
export class LostLeases {
  readonly #run: OpenedRun;
  /** Since the coordinator is silent: nothing is offered meanwhile. */
  #view: ObservedRun | undefined;
  #beat = -1;
  #beatMs: number;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #again: News['again'] = [];

  constructor(run: OpenedRun) {
    this.#run = run;
    this.#beatMs = run.clock.nowMs();
  }

  /** What may be claimed again by this worker's own observation; nothing as long as there is a coordinator, who says it. */
  async look({ beat }: News): Promise<News['again']> {
    const { clock, leaseMs } = this.#run;
    const now = clock.nowMs();
    if (beat !== this.#beat) {
      this.#beat = beat;
      this.#beatMs = now;
      this.#view = undefined;
      this.#again = [];
    }
    if (now - this.#beatMs <= leaseMs || now - this.#lookedMs < leaseMs / LOOKS) return this.#again;
    this.#lookedMs = now;
    const view = this.#view ?? (await ObservedRun.open(this.#run));
    this.#view = view;
    await view.look();
    await view.hear();
    await view.judge();
    this.#again = view.again();
    return this.#again;
  }
}
