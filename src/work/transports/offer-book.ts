/** @file Offers with their leases and losses, as the contract of transports has them, for transports that keep them in memory. */
import {
  type Claim,
  fitsInto,
  isPoison,
  type LostOffer,
  lossBackoffMs,
  type Offer,
  offerId,
  type Resources,
} from '../../core/index.js';

interface Entry {
  readonly id: string;
  readonly offer: Offer;
  /** Workers that lost it, in order. */
  readonly workers: string[];
  /** No worker may claim it earlier. */
  notBeforeMs: number;
  isSettled: boolean;
}

interface Lease {
  readonly entry: Entry;
  readonly worker: string;
  keptMs: number;
}

export class OfferBook {
  readonly #leaseMs: number;
  readonly #nowMs: () => number;
  readonly #entries = new Map<string, Entry>();
  /** Those that nobody holds, in order; what came back goes first. */
  readonly #returned = new Map<string, Entry>();
  readonly #waiting = new Map<string, Entry>();
  /** By token; the one that was kept longest ago comes first. */
  readonly #leases = new Map<string, Lease>();

  constructor(leaseMs: number, nowMs: () => number) {
    this.#leaseMs = leaseMs;
    this.#nowMs = nowMs;
  }

  add(offers: readonly Offer[]): void {
    for (const offer of offers) {
      const id = offerId(offer);
      if (this.#entries.has(id)) continue;
      const entry: Entry = { id, offer, workers: [], notBeforeMs: 0, isSettled: false };
      this.#entries.set(id, entry);
      this.#waiting.set(id, entry);
    }
  }

  ids(): string[] {
    return [...this.#entries.keys()];
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) {
      for (const entries of [this.#entries, this.#returned, this.#waiting]) entries.delete(id);
    }
  }

  clear(): void {
    for (const one of [this.#entries, this.#returned, this.#waiting, this.#leases]) one.clear();
  }

  claim(free: Resources, worker: string, newToken: () => string): Claim | undefined {
    this.#expire();
    for (const entries of [this.#returned, this.#waiting]) {
      for (const entry of entries.values()) {
        if (entry.notBeforeMs > this.#nowMs() || isPoison(entry) || !fitsInto(entry.offer.needs, free)) continue;
        entries.delete(entry.id);
        const token = newToken();
        this.#leases.set(token, { entry, worker, keptMs: this.#nowMs() });
        return { offer: entry.offer, token };
      }
    }
    return undefined;
  }

  /** Those that are still held and wanted. */
  renew(tokens: readonly string[]): ReadonlySet<string> {
    this.#expire();
    const kept = new Set<string>();
    for (const token of tokens) {
      const lease = this.#leases.get(token);
      if (lease === undefined || !this.#isWanted(lease.entry)) continue;
      lease.keptMs = this.#nowMs();
      this.#leases.delete(token);
      this.#leases.set(token, lease);
      kept.add(token);
    }
    return kept;
  }

  /** Settles an offer, so that no worker trains it any more. */
  settle({ offer, token }: Claim): { readonly id: string; readonly isLate: boolean } {
    this.#expire();
    const id = offerId(offer);
    const isLate = !this.#leases.delete(token);
    const entry = this.#entries.get(id);
    if (entry !== undefined) entry.isSettled = true;
    for (const entries of [this.#returned, this.#waiting]) entries.delete(id);
    return { id, isLate };
  }

  handBack(token: string): void {
    this.#expire();
    const lease = this.#leases.get(token);
    if (lease === undefined) return;
    this.#leases.delete(token);
    if (this.#isWanted(lease.entry)) this.#returned.set(lease.entry.id, lease.entry);
  }

  lost(): LostOffer[] {
    this.#expire();
    return [...this.#entries.values()]
      .filter(({ workers, isSettled }) => workers.length > 0 && !isSettled)
      .map(({ id, workers }) => ({ id, workers: [...workers] }));
  }

  heldBy(): ReadonlyMap<string, number> {
    this.#expire();
    const held = new Map<string, number>();
    for (const { worker } of this.#leases.values()) held.set(worker, (held.get(worker) ?? 0) + 1);
    return held;
  }

  #isWanted(entry: Entry): boolean {
    return this.#entries.get(entry.id) === entry && !entry.isSettled;
  }

  #expire(): void {
    for (const [token, { entry, worker, keptMs }] of this.#leases) {
      if (this.#nowMs() - keptMs <= this.#leaseMs) return;
      this.#leases.delete(token);
      if (!this.#isWanted(entry)) continue;
      entry.workers.push(worker);
      entry.notBeforeMs = this.#nowMs() + lossBackoffMs(entry.workers.length, this.#leaseMs);
      this.#returned.set(entry.id, entry);
    }
  }
}
