/**
 * @file Transport within one process: the reference for what the contract means, and what coordinators and workers are tested
 * with. Time is the exchange's own, as a server's would be.
 */
import {
  type Clock,
  type CoordinatorEnd,
  type Delivery,
  fitsInto,
  type Offer,
  type OfferedRun,
  offerId,
  type SentFile,
  type WorkerEnd,
  type WorkerReport,
} from '../../core/index.js';
import { type Entry, OfferBook, tokenOf } from './offer-book.js';
import { isLeased, LeaseWatch } from './offer-state.js';
import { coordinatorThere } from './transport.js';
import { Listeners } from './wake.js';
import { sealed } from './wire.js';

interface MemoryExchangeOptions {
  readonly leaseMs: number;
  readonly clock: Clock;
}

export interface MemoryExchange {
  /**
   * Opens a run, or goes on with it where its coordinator has closed, or was silent for a lease. Throws a RunError
   * (`coordinator-there`) where there is another one, or another run.
   */
  coordinator(run: OfferedRun): CoordinatorEnd;
  worker(): WorkerEnd;
  /** What it keeps at the moment, a word for each. */
  remains(): readonly string[];
}

export function createMemoryExchange(options: MemoryExchangeOptions): MemoryExchange {
  return new Exchange(options);
}

/** An outcome that waits for its acknowledgement, with what came with it. */
interface Kept {
  readonly delivery: Delivery;
  readonly files: readonly SentFile[];
}

class Exchange implements MemoryExchange {
  readonly #options: MemoryExchangeOptions;
  #book: OfferBook;
  /** Runs that were opened here. */
  #runs = 0;
  /** The worker of the latest claim. */
  readonly #holders = new WeakMap<Entry, string>();
  readonly #kept = new Map<string, Kept>();
  readonly #workers = new Map<string, { readonly report: WorkerReport; heardMs: number }>();
  readonly #listeners = new Listeners();
  #run: OfferedRun | undefined;
  /** The one that coordinates, and when it was last heard of. */
  #coordinator: { heardMs: number } | undefined;

  constructor(options: MemoryExchangeOptions) {
    this.#options = options;
    this.#book = this.#newBook();
  }

  coordinator(run: OfferedRun): CoordinatorEnd {
    const { leaseMs } = this.#options;
    if (this.#isCoordinated || (this.#run !== undefined && this.#run.id !== run.id))
      throw coordinatorThere(this.#run?.name ?? '');
    const me = { heardMs: this.#now };
    this.#coordinator = me;
    this.#run = run;
    this.#tell();
    /** A coordinator that was replaced may change nothing, as long as the other one is there. */
    const asMe =
      <Arguments extends readonly unknown[], Answer>(call: (...given: Arguments) => Answer) =>
      async (...given: Arguments): Promise<Answer> => {
        if (this.#coordinator !== me && (this.#run?.id !== run.id || this.#isCoordinated))
          throw coordinatorThere(run.name);
        this.#coordinator = me;
        me.heardMs = this.#now;
        this.#loseOverdue();
        return call(...given);
      };
    let isEnded = false;
    const endRun = asMe(() => {
      this.#run = undefined;
      this.#coordinator = undefined;
      this.#book = this.#newBook();
      this.#kept.clear();
      this.#tell();
    });
    return {
      leaseMs,
      offer: asMe((offers) => {
        for (const offer of offers) if (this.#book.open(offerId(offer)) === undefined) this.#book.add(offer);
        this.#tell();
      }),
      offers: asMe(() => this.#book.openIds),
      withdraw: asMe((ids) => this.#close(ids)),
      deliveries: asMe((most) => [...this.#kept.values()].slice(0, most).map(({ delivery }) => delivery)),
      // Only our own workers write here.
      unusable: asMe(() => []),
      setAside: asMe(({ token }) => {
        const kept = this.#kept.get(token);
        this.#kept.delete(token);
        if (kept !== undefined) this.#close([kept.delivery.id]);
        return 'forgotten';
      }),
      files: asMe(({ token }) => this.#kept.get(token)?.files ?? []),
      acknowledge: asMe((deliveries) => {
        for (const { token } of deliveries) this.#kept.delete(token);
        this.#close(deliveries.map(({ id }) => id));
      }),
      lost: asMe(() => this.#book.lost()),
      workers: asMe(() => this.#seen()),
      onNews: (listener) => this.#listeners.add(listener),
      end: async () => {
        if (isEnded) return;
        await endRun();
        isEnded = true;
      },
      close: async () => {
        if (this.#coordinator === me) this.#coordinator = undefined;
      },
    };
  }

  worker(): WorkerEnd {
    const { leaseMs } = this.#options;
    let served: string | undefined;
    let id = '';
    return {
      leaseMs,
      state: async () => {
        if (served !== undefined && served !== this.#run?.id) return { kind: 'ended' };
        if (this.#run === undefined) return { kind: 'none' };
        served = this.#run.id;
        return { kind: 'open', run: this.#run };
      },
      announce: async (report) => {
        id = report.id;
        this.#workers.set(id, { report, heardMs: this.#now });
      },
      claim: async (free) => {
        this.#loseOverdue();
        for (const entries of [this.#book.again(), this.#book.standing('offered')]) {
          for (const entry of entries) {
            const offer = entry.batch.offers[entry.number] as Offer;
            if (!fitsInto(offer.needs, free)) continue;
            this.#book.change(entry, { generation: entry.state.generation + 1, isBack: false });
            this.#holders.set(entry, id);
            this.#book.watch.renewed(tokenOf(entry));
            return { offer, token: tokenOf(entry) };
          }
        }
        return undefined;
      },
      renew: async (claims) => {
        const kept = claims.flatMap(({ token }) => (this.#heldBy(token) === undefined ? [] : [token]));
        for (const token of kept) this.#book.watch.renewed(token);
        return new Set(kept);
      },
      settle: async ({ token, offer }, outcome, files, seal) => {
        // A run that is over takes no outcomes.
        if (this.#run === undefined || (served !== undefined && served !== this.#run.id)) return;
        const isLate = this.#heldBy(token) === undefined;
        const open = this.#book.open(offerId(offer));
        if (open !== undefined) this.#book.change(open, { settled: [open.state.generation] });
        const delivery = { id: offerId(offer), token, worker: id, outcome, isLate, ...sealed(seal) };
        this.#kept.set(token, { delivery, files });
        this.#tell();
      },
      handBack: async ({ token }) => {
        const entry = this.#heldBy(token);
        if (entry !== undefined) this.#book.change(entry, { isBack: true });
        this.#tell();
      },
      refuse: async ({ offer }) => {
        this.#close([offerId(offer)]);
        this.#tell();
      },
      onNews: (listener) => this.#listeners.add(listener),
      close: async () => {
        this.#workers.delete(id);
      },
    };
  }

  remains(): string[] {
    const offers = this.#book.openIds.map((id) => `offer ${id}`);
    return [...offers, ...[...this.#kept.keys()].map((token) => `outcome ${token}`)];
  }

  get #isCoordinated(): boolean {
    return this.#coordinator !== undefined && this.#now - this.#coordinator.heardMs <= this.#options.leaseMs;
  }

  get #now(): number {
    return this.#options.clock.nowMs();
  }

  /** Looked at on the exchange's own clock, which neither sleeps nor jumps. */
  #newBook(): OfferBook {
    const { leaseMs, clock } = this.#options;
    const watch = new LeaseWatch(leaseMs, () => clock.nowMs(), Number.POSITIVE_INFINITY);
    return new OfferBook((this.#runs++).toString(16), watch);
  }

  #loseOverdue(): void {
    for (const entry of this.#book.overdue()) {
      entry.workers = [...entry.workers, this.#holders.get(entry) ?? ''];
      this.#book.watch.freed(tokenOf(entry));
      this.#book.change(entry, { lost: [...entry.state.lost, entry.state.generation] });
    }
  }

  /** The offer that is held by this token; undefined where it is held or wanted no more. */
  #heldBy(token: string): Entry | undefined {
    this.#loseOverdue();
    const { entry, generation } = this.#book.claimed(token) ?? {};
    return entry !== undefined && generation !== undefined && isLeased(entry.state, generation) ? entry : undefined;
  }

  #close(ids: readonly string[]): void {
    for (const id of ids) {
      const entry = this.#book.open(id);
      if (entry === undefined) continue;
      this.#book.change(entry, { settled: [] });
      this.#book.close(entry);
      if (this.#book.isOver(entry.batch)) this.#book.remove(entry.batch);
    }
  }

  #seen() {
    for (const [id, { heardMs }] of this.#workers) {
      if (this.#now - heardMs > this.#options.leaseMs) this.#workers.delete(id);
    }
    const holders = [...this.#book.standing('leased')].map((entry) => this.#holders.get(entry));
    return [...this.#workers.values()].map(({ report, heardMs }) => ({
      ...report,
      holds: holders.filter((id) => id === report.id).length,
      silentMs: this.#now - heardMs,
    }));
  }

  /** Never within the call that brought the news. */
  #tell(): void {
    this.#listeners.tell((listener) => this.#options.clock.after(0, listener));
  }
}
