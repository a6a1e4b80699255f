/** @file The offers of a run as its coordinator knows them: by id, and by the batch that they stand in. */
import { type Offer, offerId } from '../../../core/index.js';
import { claimToken, MOST_IN_BATCH, type OfferNames, standOf, UNTOUCHED } from './layout.js';

export interface Entry {
  readonly id: string;
  readonly batch: Batch;
  /** In its batch. */
  readonly number: number;
  names: OfferNames;
  /** The workers that lost it, in order. */
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

export class BatchBook {
  readonly #byId = new Map<string, Entry>();
  readonly #batches = new Map<number, Batch>();
  #last: Batch | undefined;

  get openIds(): readonly string[] {
    return [...this.#byId.keys()];
  }

  get last(): Batch | undefined {
    return this.#last;
  }

  /** The batch that takes more offers; undefined where there is none with room. */
  get growing(): Batch | undefined {
    const last = this.#last;
    const hasRoom = last !== undefined && this.#batches.has(last.number) && !isFull(last);
    return hasRoom ? last : undefined;
  }

  get first(): number {
    for (const number of this.#batches.keys()) return number;
    return this.#last === undefined ? 0 : this.#last.number + 1;
  }

  batches(): Iterable<Batch> {
    return this.#batches.values();
  }

  batch(number: number): Batch | undefined {
    return this.#batches.get(number);
  }

  open(id: string): Entry | undefined {
    return this.#byId.get(id);
  }

  /** In order of their numbers. */
  begin(number: number, name: string): Batch {
    const batch: Batch = { number, name, offers: [], entries: [], isTouched: false, isSealed: false };
    this.#batches.set(number, batch);
    this.#last = batch;
    return batch;
  }

  add(batch: Batch, offer: Offer, names: OfferNames = UNTOUCHED): Entry {
    const entry: Entry = {
      id: offerId(offer),
      batch,
      number: batch.entries.length,
      names,
      workers: [],
      late: new Set(),
    };
    batch.offers.push(offer);
    batch.entries.push(entry);
    batch.isTouched ||= names !== UNTOUCHED;
    if (!names.isClosed) this.#byId.set(entry.id, entry);
    return entry;
  }

  close(entry: Entry): void {
    entry.names = { ...entry.names, isClosed: true };
    if (this.#byId.get(entry.id) === entry) this.#byId.delete(entry.id);
  }

  /** Nothing of it can be claimed, delivered, or added to. */
  isOver(batch: Batch): boolean {
    return isFull(batch) && batch.entries.every(({ names }) => names.isClosed && names.settled.length === 0);
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
        for (const generation of entry.names.settled) yield { token: tokenOf(entry, generation), entry, generation };
    }
  }

  *standing(stand: ReturnType<typeof standOf>): Generator<Entry> {
    for (const batch of this.#batches.values()) {
      if (stand !== 'fresh' && !batch.isTouched) continue;
      for (const entry of batch.entries) if (standOf(entry.names) === stand) yield entry;
    }
  }
}

function isFull({ entries, isSealed }: Batch): boolean {
  return isSealed || entries.length >= MOST_IN_BATCH;
}

export function tokenOf({ batch, number }: Entry, generation: number): string {
  return claimToken({ batch: batch.name, offer: number, generation });
}
