/** @file The offers of a run as one observer knows them: by id, by the batch that they stand in, by their claims, and by how they stand. */
import { isPoison, type LostOffer, type Offer, offerId } from '../../core/index.js';
import {
  batchName,
  claimToken,
  type LeaseWatch,
  type OfferState,
  readToken,
  standOf,
  UNTOUCHED,
} from './offer-state.js';

/** Offers of one batch, at most. */
export const MOST_IN_BATCH = 128;

export interface Entry {
  readonly id: string;
  readonly batch: Batch;
  /** In its batch. */
  readonly number: number;
  state: OfferState;
  /** Workers that lost it, in order. */
  workers: readonly string[];
  /** Generations whose outcomes came after their lease had run out. */
  readonly late: Set<number>;
}

export interface Batch {
  readonly number: number;
  readonly name: string;
  readonly offers: Offer[];
  readonly entries: Entry[];
  /** Something of it was claimed. */
  isTouched: boolean;
  /** It takes no more offers: names in it are taken by offers that never came to be. */
  isSealed: boolean;
}

export class OfferBook {
  readonly watch: LeaseWatch;
  readonly #epoch: string;
  readonly #byId = new Map<string, Entry>();
  readonly #batches = new Map<number, Batch>();
  #last: Batch | undefined;

  constructor(epoch: string, watch: LeaseWatch) {
    this.#epoch = epoch;
    this.watch = watch;
  }

  get openIds(): readonly string[] {
    return [...this.#byId.keys()];
  }

  get last(): Batch | undefined {
    return this.#last;
  }

  get first(): number {
    for (const number of this.#batches.keys()) return number;
    return this.#last === undefined ? 0 : this.#last.number + 1;
  }

  batches(): Iterable<Batch> {
    return this.#batches.values();
  }

  open(id: string): Entry | undefined {
    return this.#byId.get(id);
  }

  /** What was claimed by this token; undefined where it is done with. */
  claimed(token: string): { readonly entry: Entry; readonly generation: number } | undefined {
    const name = readToken(token);
    if (name === undefined) return undefined;
    const batch = this.#batches.get(Number(name.batch.slice(name.batch.lastIndexOf('-') + 1)));
    const entry = batch?.name === name.batch ? batch.entries[name.offer] : undefined;
    return entry && { entry, generation: name.generation };
  }

  /** In order of their numbers. */
  begin(number: number): Batch {
    const batch: Batch = {
      ...{ number, name: batchName(this.#epoch, number), offers: [], entries: [] },
      ...{ isTouched: false, isSealed: false },
    };
    this.#batches.set(number, batch);
    this.#last = batch;
    return batch;
  }

  /** To the last batch by default, or to a new one where that has no room. */
  add(offer: Offer, batch = this.#growing(), state = UNTOUCHED): Entry {
    const number = batch.entries.length;
    const entry: Entry = { id: offerId(offer), batch, number, state, workers: [], late: new Set() };
    batch.offers.push(offer);
    batch.entries.push(entry);
    batch.isTouched ||= state !== UNTOUCHED;
    if (!state.isClosed) this.#byId.set(entry.id, entry);
    return entry;
  }

  #growing(): Batch {
    const last = this.#last;
    const hasRoom = last !== undefined && this.#batches.has(last.number) && !isFull(last);
    return hasRoom ? last : this.begin((last?.number ?? -1) + 1);
  }

  change(entry: Entry, change: Partial<OfferState>): void {
    entry.state = { ...entry.state, ...change };
    entry.batch.isTouched = true;
  }

  close(entry: Entry): void {
    for (const token of claimTokens(entry)) this.watch.forget(token);
    entry.state = { ...entry.state, isClosed: true };
    if (this.#byId.get(entry.id) === entry) this.#byId.delete(entry.id);
  }

  /** Nothing of it can be claimed, delivered, or added to. */
  isOver(batch: Batch): boolean {
    return isFull(batch) && batch.entries.every(({ state }) => state.isClosed && state.settled.length === 0);
  }

  remove(batch: Batch): void {
    this.#batches.delete(batch.number);
    for (const entry of batch.entries) this.close(entry);
  }

  /** Of every generation that has an outcome. */
  *outcomes(): Generator<{ readonly token: string; readonly entry: Entry; readonly generation: number }> {
    for (const batch of this.#batches.values()) {
      if (!batch.isTouched) continue;
      for (const entry of batch.entries)
        for (const generation of entry.state.settled) yield { token: tokenOf(entry, generation), entry, generation };
    }
  }

  *standing(stand: ReturnType<typeof standOf>): Generator<Entry> {
    for (const batch of this.#batches.values()) {
      if (stand !== 'offered' && !batch.isTouched) continue;
      for (const entry of batch.entries) if (standOf(entry.state) === stand) yield entry;
    }
  }

  /** Those whose lease has run out, as far as is known. */
  overdue(): Entry[] {
    return [...this.standing('leased')].filter((entry) => {
      const token = tokenOf(entry);
      this.watch.see(token);
      return this.watch.isOver(token);
    });
  }

  /** Those that were lost or handed back and may be claimed again, now. */
  *again(): Generator<Entry> {
    for (const entry of this.standing('free')) {
      const losses = entry.state.isBack ? 0 : entry.state.lost.length;
      if (this.watch.mayFollow(tokenOf(entry), losses) && !isPoison(entry)) yield entry;
    }
  }

  /** Those with losses that are not settled. */
  lost(): LostOffer[] {
    return (['free', 'leased'] as const).flatMap((stand) =>
      [...this.standing(stand)].flatMap(({ id, workers }) => (workers.length > 0 ? [{ id, workers }] : [])),
    );
  }

  /** Whether an outcome of this claim comes after its lease has run out, or was made needless. */
  isLate(entry: Entry, generation: number, { isClosed, lost, generation: latest } = entry.state): boolean {
    return (
      isClosed || lost.includes(generation) || generation < latest || this.watch.isOver(tokenOf(entry, generation))
    );
  }
}

function isFull({ entries, isSealed }: Batch): boolean {
  return isSealed || entries.length >= MOST_IN_BATCH;
}

/** Of the latest claim by default. */
export function tokenOf({ batch, number, state }: Entry, generation = state.generation): string {
  return claimToken({ batch: batch.name, offer: number, generation });
}

/** Of all claims. */
export function claimTokens(entry: Entry): string[] {
  return Array.from({ length: entry.state.generation }, (_, before) => tokenOf(entry, before + 1));
}
