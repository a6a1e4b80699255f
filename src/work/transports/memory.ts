/**
 * @file Transport within one process: the reference for what the contract means, and what coordinators and workers are tested
 * with. Time is the exchange's own, as a server's would be.
 */
import { randomUUID } from 'node:crypto';
import {
  type Clock,
  type CoordinatorEnd,
  type Delivery,
  type OfferedRun,
  offerId,
  type RunError,
  runError,
  type SentFile,
  type WorkerEnd,
  type WorkerReport,
} from '../../core/index.js';
import { OfferBook } from './offer-book.js';
import { Listeners } from './wake.js';
import { sealed } from './wire.js';

interface MemoryExchangeOptions {
  readonly leaseMs: number;
  readonly clock: Clock;
  /** A text that was never given before. */
  readonly newToken?: () => string;
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
  const exchange = new Exchange(options);
  return {
    coordinator: (run) => exchange.coordinator(run),
    worker: () => exchange.worker(),
    remains: () => exchange.remains(),
  };
}

/** An outcome that waits for its acknowledgement, with what came with it. */
interface Kept {
  readonly delivery: Delivery;
  readonly files: readonly SentFile[];
}

class Exchange {
  readonly #options: MemoryExchangeOptions;
  readonly #newToken: () => string;
  readonly #book: OfferBook;
  readonly #kept = new Map<string, Kept>();
  readonly #workers = new Map<string, { readonly report: WorkerReport; heardMs: number }>();
  readonly #listeners = new Listeners();
  #run: OfferedRun | undefined;
  /** The one that coordinates, and when it was last heard of. */
  #coordinator: { heardMs: number } | undefined;

  constructor(options: MemoryExchangeOptions) {
    const { leaseMs, clock, newToken = randomUUID } = options;
    this.#options = options;
    this.#newToken = newToken;
    this.#book = new OfferBook(leaseMs, () => clock.nowMs());
  }

  coordinator(run: OfferedRun): CoordinatorEnd {
    const { leaseMs } = this.#options;
    if (this.#isCoordinated || (this.#run !== undefined && this.#run.id !== run.id))
      throw coordinatorThere(this.#run?.name ?? '');
    const me = { heardMs: this.#now };
    this.#coordinator = me;
    this.#run = run;
    this.#tell();
    const book = this.#book;
    /** A coordinator that was replaced may change nothing, as long as the other one is there. */
    const asMe =
      <Arguments extends readonly unknown[], Answer>(call: (...given: Arguments) => Answer) =>
      async (...given: Arguments): Promise<Answer> => {
        if (this.#coordinator !== me && (this.#run?.id !== run.id || this.#isCoordinated))
          throw coordinatorThere(run.name);
        this.#coordinator = me;
        me.heardMs = this.#now;
        return call(...given);
      };
    let isEnded = false;
    const endRun = asMe(() => {
      this.#run = undefined;
      this.#coordinator = undefined;
      book.clear();
      this.#kept.clear();
      this.#tell();
    });
    return {
      leaseMs,
      offer: asMe((offers) => {
        book.add(offers);
        this.#tell();
      }),
      offers: asMe(() => book.ids()),
      withdraw: asMe((ids) => book.remove(ids)),
      deliveries: asMe((most) => [...this.#kept.values()].slice(0, most).map(({ delivery }) => delivery)),
      // Only our own workers write here.
      unusable: asMe(() => []),
      setAside: asMe(({ token }) => {
        const kept = this.#kept.get(token);
        this.#kept.delete(token);
        if (kept !== undefined) book.remove([kept.delivery.id]);
        return 'forgotten';
      }),
      files: asMe(({ token }) => this.#kept.get(token)?.files ?? []),
      acknowledge: asMe((deliveries) => {
        for (const { token } of deliveries) this.#kept.delete(token);
        book.remove(deliveries.map(({ id }) => id));
      }),
      lost: asMe(() => book.lost()),
      workers: asMe(() => this.#seen()),
      onNews: (listener) => this.#listen(listener),
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
    const book = this.#book;
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
      claim: async (free) => (this.#run === undefined ? undefined : book.claim(free, id, this.#newToken)),
      renew: async (claims) => book.renew(claims.map(({ token }) => token)),
      settle: async (claim, outcome, files, seal) => {
        // A run that is over has nobody who would take it.
        if (this.#run === undefined || (served !== undefined && served !== this.#run.id)) return;
        const { id: offer, isLate } = book.settle(claim);
        const delivery = { id: offer, token: claim.token, worker: id, outcome, isLate, ...sealed(seal) };
        this.#kept.set(claim.token, { delivery, files });
        this.#tell();
      },
      handBack: async ({ token }) => {
        book.handBack(token);
        this.#tell();
      },
      refuse: async ({ offer }) => {
        book.remove([offerId(offer)]);
        this.#tell();
      },
      onNews: (listener) => this.#listen(listener),
      close: async () => {
        this.#workers.delete(id);
      },
    };
  }

  remains(): string[] {
    const offers = this.#book.ids().map((id) => `offer ${id}`);
    return [...offers, ...[...this.#kept.keys()].map((token) => `outcome ${token}`)];
  }

  get #isCoordinated(): boolean {
    return this.#coordinator !== undefined && this.#now - this.#coordinator.heardMs <= this.#options.leaseMs;
  }

  get #now(): number {
    return this.#options.clock.nowMs();
  }

  #seen() {
    for (const [id, { heardMs }] of this.#workers) {
      if (this.#now - heardMs > this.#options.leaseMs) this.#workers.delete(id);
    }
    const held = this.#book.heldBy();
    return [...this.#workers.values()].map(({ report, heardMs }) => ({
      ...report,
      holds: held.get(report.id) ?? 0,
      silentMs: this.#now - heardMs,
    }));
  }

  #listen(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Never within the call that brought the news. */
  #tell(): void {
    this.#listeners.tell((listener) => this.#options.clock.after(0, listener));
  }
}

function coordinatorThere(name: string): RunError {
  return runError`coordinator-there: Another process coordinates "${name}".
    Allowed: one coordinator of a run at a time
    Fix: Wait for it to end, or end it.`;
}
