/**
 * @file The coordinator's end of a run in a shared folder. It alone writes offers and news; it looks at what workers have made, judges
 * which leases ran out, and removes what is done.
 */
import {
  type CoordinatorEnd,
  type Delivery,
  type LostOffer,
  type Offer,
  offerId,
  type SeenWorker,
  type SentFile,
  type UnusableDelivery,
} from '../../../core/index.js';
import { type Batch, type Entry, type OfferBook, tokenOf } from '../offer-book.js';
import { type OfferState, standOf } from '../offer-state.js';
import { Listeners, LookInterval } from '../wake.js';
import { toWire } from '../wire.js';
import type { CoordinatorRole } from './coordinator-role.js';
import { type ExchangeFolder, inGroups } from './exchange-folder.js';
import { RUN_PARTS } from './layout.js';
import { NewsWriter } from './news-writer.js';
import type { ObservedRun } from './observed-run.js';
import { type News, write } from './records.js';

interface FolderCoordinatorOptions {
  readonly view: ObservedRun;
  readonly role: CoordinatorRole;
  /** What workers were told last. */
  readonly told: Pick<News, 'change' | 'beat'>;
  readonly newToken: () => string;
  /** Removes the run. */
  readonly remove: () => Promise<void>;
}

/** How often it looks for what was lost, at least, and says that it is there. */
const MOST_TICK_MS = 500;

export class FolderCoordinator implements CoordinatorEnd {
  readonly leaseMs: number;
  readonly #options: FolderCoordinatorOptions;
  readonly #exchange: ExchangeFolder;
  readonly #book: OfferBook;
  readonly #view: ObservedRun;
  readonly #newsWriter: NewsWriter;
  readonly #interval: LookInterval;
  readonly #listeners = new Listeners();
  readonly #removals = new Set<Promise<void>>();
  #unusable: readonly UnusableDelivery[] = [];
  /** What is known here and not on the disk, after an answer that did not come: it is written with what comes next. */
  readonly #grown = new Set<Batch>();
  readonly #touched = new Set<Batch>();
  readonly #unwritten = new Map<Entry, OfferState>();
  #isClosed = false;
  #callOff: readonly (() => void)[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: FolderCoordinatorOptions) {
    const { view, told } = options;
    const { exchange, clock, leaseMs } = view.run;
    this.leaseMs = leaseMs;
    this.#options = options;
    this.#exchange = exchange;
    this.#book = view.book;
    this.#view = view;
    view.onNews = () => this.#tell();
    this.#interval = new LookInterval(clock, { least: 10, most: 1000 });
    this.#newsWriter = new NewsWriter(view, told);
  }

  /** Tells the workers how things stand, and begins to look after them. */
  async begin(): Promise<void> {
    await this.#serially(() => this.#newsWriter.publish(true));
    const tickMs = Math.min(MOST_TICK_MS, this.leaseMs / 10);
    this.#every(
      () => tickMs,
      () => this.#tick(),
    );
    this.#every(
      () => this.#interval.nextMs(),
      () => (this.#listeners.size === 0 ? Promise.resolve() : this.#view.look()),
    );
  }

  offer(offers: readonly Offer[]): Promise<void> {
    return this.#serially(async () => {
      for (const offer of offers) {
        const known = this.#book.open(offerId(offer));
        if (known === undefined) this.#grown.add(this.#book.add(offer).batch);
        // An earlier coordinator offered it in this form, or another program has written it.
        else if (offer.seal !== undefined && toWire(known.batch.offers[known.number] as Offer) !== toWire(offer))
          this.#grown.add(replaceOffer(known, offer));
      }
      if (this.#grown.size === 0) return;
      await inGroups([...this.#grown], (batch) => this.#writeOffers(batch));
      await this.#newsWriter.publish(true);
      this.#grown.clear();
    });
  }

  async offers(): Promise<readonly string[]> {
    return this.#serially(async () => {
      await this.#mend();
      return this.#book.openIds;
    });
  }

  withdraw(ids: readonly string[]): Promise<void> {
    return this.#serially(async () => {
      const entries = ids.flatMap((id) => this.#book.open(id) ?? []);
      await this.#close(entries, []);
    });
  }

  deliveries(most: number): Promise<readonly Delivery[]> {
    return this.#serially(async () => {
      await this.#view.look();
      const found: Delivery[] = [];
      const unusable: UnusableDelivery[] = [];
      for (const { token, entry, generation } of [...this.#book.outcomes()]) {
        if (found.length >= most) break;
        const delivery = await this.#view.outcomes.delivery(token, entry.late.has(generation));
        if (delivery === undefined) forgetOutcome(entry, generation);
        else if ('flaw' in delivery) unusable.push(delivery);
        else found.push(delivery);
      }
      this.#unusable = unusable;
      return found;
    });
  }

  async unusable(): Promise<readonly UnusableDelivery[]> {
    return this.#unusable;
  }

  setAside({ token }: UnusableDelivery): Promise<string> {
    return this.#serially(async () => {
      const place = await this.#view.outcomes.setAside(token);
      const claimed = this.#book.claimed(token);
      if (claimed !== undefined) forgetOutcome(claimed.entry, claimed.generation);
      return place;
    });
  }

  files({ token }: Delivery): Promise<readonly SentFile[]> {
    return this.#view.outcomes.files(token);
  }

  acknowledge(deliveries: readonly Delivery[]): Promise<void> {
    return this.#serially(async () => {
      const entries = new Set<Entry>();
      const outs: (readonly [Entry, number])[] = [];
      for (const { token, id } of deliveries) {
        const claimed = this.#book.claimed(token);
        const current = this.#book.open(id);
        if (current !== undefined) entries.add(current);
        if (claimed === undefined) continue;
        const { entry, generation } = claimed;
        if (!entry.state.isClosed) entries.add(entry);
        outs.push([entry, generation]);
        this.#newsWriter.countDone();
      }
      await this.#close([...entries], outs);
    });
  }

  lost(): Promise<readonly LostOffer[]> {
    return this.#serially(async () => {
      await this.#view.look();
      // The workers that kept a lease are heard before leases are judged: the last tick may be long ago.
      await this.#view.hear();
      await this.#view.judge();
      return this.#book.lost();
    });
  }

  workers(): Promise<readonly SeenWorker[]> {
    return this.#serially(async () => {
      await this.#view.look();
      await this.#view.hear();
      return this.#view.workers();
    });
  }

  onNews(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  async end(): Promise<void> {
    await this.#stop();
    await this.#options.remove();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    await this.#stop();
    await this.#options.role.leave();
  }

  async #stop(): Promise<void> {
    this.#isClosed = true;
    for (const callOff of this.#callOff) callOff();
    await this.#turn;
    await Promise.all(this.#removals);
  }

  /** One thing at a time: what is looked at does not change meanwhile. */
  #serially<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  #every(delayMs: () => number, work: () => Promise<void>): void {
    const { clock } = this.#view.run;
    let callOff = () => {};
    const next = () => {
      if (this.#isClosed) return;
      callOff = clock.after(delayMs(), () => {
        if (this.#isClosed) return;
        // What is out of reach is told at the next question.
        void this.#serially(work).then(next, next);
      });
    };
    this.#callOff = [...this.#callOff, () => callOff()];
    next();
  }

  /** Offers that somebody else has altered, since workers tell what they refuse to nobody. */
  async #mend(): Promise<void> {
    let isMended = false;
    await inGroups([...this.#book.batches()], async (batch) => {
      const found = await this.#exchange.read(RUN_PARTS.batches, batch.name, 'offers');
      // One that was never written has nothing that could be altered.
      if (found === undefined || this.#grown.has(batch)) return;
      if (Buffer.compare(found, write.offers(batch.offers)) === 0) return;
      await this.#writeOffers(batch);
      isMended = true;
    });
    if (isMended) await this.#newsWriter.publish(true);
  }

  async #writeOffers(batch: Batch): Promise<void> {
    const exchange = this.#exchange.inside(RUN_PARTS.batches, batch.name);
    const content = write.offers(batch.offers);
    if (await exchange.replace('offers', content, true)) return;
    await exchange.make();
    if (!(await exchange.replace('offers', content, true))) throw exchange.missing();
  }

  /** Ends these entries, so that no worker trains them any more, and these outcomes. */
  async #close(entries: readonly Entry[], outs: readonly (readonly [Entry, number])[]): Promise<void> {
    for (const { batch } of [...entries, ...outs.map(([entry]) => entry)]) this.#touched.add(batch);
    for (const entry of entries) {
      this.#unwritten.set(entry, entry.state);
      this.#view.close(entry);
    }
    for (const [entry, generation] of outs) forgetOutcome(entry, generation);
    const over = new Set([...this.#touched].filter((batch) => this.#book.isOver(batch)));
    await inGroups(
      [...this.#unwritten].filter(([{ batch }]) => !over.has(batch)),
      async ([entry, state]) => {
        await this.#writeEnd(entry, state);
        this.#unwritten.delete(entry);
      },
    );
    await inGroups(
      outs.filter(([{ batch }]) => !over.has(batch)),
      ([entry, generation]) => this.#view.outcomes.remove(tokenOf(entry, generation)),
    );
    for (const [entry, generation] of outs) this.#view.outcomes.forget(tokenOf(entry, generation));
    for (const batch of over) {
      await this.#removeBatch(batch);
      for (const entry of batch.entries) this.#unwritten.delete(entry);
    }
    this.#touched.clear();
  }

  /** Where somebody could claim it, the name for that is taken: lists of names may be old. */
  async #writeEnd({ batch, number }: Entry, state: OfferState): Promise<void> {
    const exchange = this.#exchange.inside(RUN_PARTS.batches, batch.name);
    const stand = standOf(state);
    if (stand === 'offered' || stand === 'free') await exchange.put(`${number}.${state.generation + 1}`);
    await exchange.put(`${number}.x`);
  }

  /** At once for everybody else, by its name. */
  async #removeBatch(batch: Batch): Promise<void> {
    const { newToken } = this.#options;
    const removed = this.#exchange.at(RUN_PARTS.trash, `${batch.name}-${newToken()}`);
    await this.#exchange.reach(() =>
      this.#exchange.files.rename(this.#exchange.at(RUN_PARTS.batches, batch.name), removed),
    );
    this.#book.remove(batch);
    const removal = this.#exchange.removeFolder(removed);
    this.#removals.add(removal);
    void removal.finally(() => this.#removals.delete(removal));
  }

  async #tick(): Promise<void> {
    await this.#options.role.require();
    await this.#view.hear();
    await this.#view.findSettled();
    await this.#view.look();
    await this.#view.judge();
    if (this.#touched.size > 0) await this.#close([], []);
    await this.#newsWriter.publish(false);
    await this.#newsWriter.tellSeen();
  }

  #tell(): void {
    this.#interval.renew();
    this.#listeners.tell();
  }
}

function replaceOffer({ batch, number }: Entry, offer: Offer): Batch {
  batch.offers[number] = offer;
  return batch;
}

function forgetOutcome(entry: Entry, generation: number): void {
  entry.state = { ...entry.state, settled: entry.state.settled.filter((one) => one !== generation) };
}
