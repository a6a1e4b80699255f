/**
 * @file The coordinator's end of a run in a shared folder. It alone writes offers and news; it looks at what workers have made, judges
 * which leases ran out, and removes what is done.
 */
import {
  type Clock,
  type CoordinatorEnd,
  type Delivery,
  type LostOffer,
  type Offer,
  offerId,
  type SeenWorker,
  type SentFile,
  type UnusableDelivery,
} from '../../../core/index.js';
import { Listeners } from '../wake.js';
import { toWire } from '../wire.js';
import { type Batch, type BatchBook, type Entry, tokenOf } from './batch-book.js';
import type { CoordinatorRole } from './coordinator-role.js';
import { CoordinatorView } from './coordinator-view.js';
import { type ExchangeFolder, inGroups } from './exchange-folder.js';
import { batchName, type OfferNames, RUN_PARTS, readToken, standOf } from './layout.js';
import { LookInterval } from './look-interval.js';
import { NewsWriter } from './news-writer.js';
import { OutcomeFiles } from './outcome-files.js';
import { encode, type News, write } from './records.js';

interface FolderCoordinatorOptions {
  /** Of the run. */
  readonly exchange: ExchangeFolder;
  readonly role: CoordinatorRole;
  readonly clock: Clock;
  readonly leaseMs: number;
  readonly epoch: string;
  readonly book: BatchBook;
  /** What the coordinator before has told last; undefined where none is known. */
  readonly before: News | undefined;
  /** The first change that is told, where none is known. */
  readonly firstChange: number;
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
  readonly #book: BatchBook;
  readonly #view: CoordinatorView;
  readonly #newsWriter: NewsWriter;
  readonly #outcomes: OutcomeFiles;
  readonly #interval: LookInterval;
  readonly #listeners = new Listeners();
  readonly #removals = new Set<Promise<void>>();
  #unusable: readonly UnusableDelivery[] = [];
  /** What is known here and not on the disk, after an answer that did not come: it is written with what comes next. */
  readonly #grown = new Set<Batch>();
  readonly #touched = new Set<Batch>();
  readonly #unwritten = new Map<Entry, OfferNames>();
  #isClosed = false;
  #callOff: readonly (() => void)[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: FolderCoordinatorOptions) {
    const { exchange, clock, leaseMs, epoch, book, before, firstChange } = options;
    this.leaseMs = leaseMs;
    this.#options = options;
    this.#exchange = exchange;
    this.#book = book;
    this.#outcomes = new OutcomeFiles(exchange);
    const onNews = () => this.#tell();
    this.#view = new CoordinatorView({ exchange, clock, leaseMs, book, outcomes: this.#outcomes, onNews });
    this.#interval = new LookInterval(clock, { least: 10, most: 1000 });
    this.#newsWriter = new NewsWriter({ exchange, clock, epoch, book, view: this.#view, before, firstChange });
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
        if (known === undefined) this.#grown.add(this.#add(offer));
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
        const delivery = await this.#outcomes.delivery(token, entry.late.has(generation));
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
      const name = readToken(token);
      const entry = name === undefined ? undefined : this.#view.entryOf(name);
      const place = await this.#outcomes.setAside(token);
      if (name !== undefined && entry !== undefined) forgetOutcome(entry, name.generation);
      return place;
    });
  }

  files({ token }: Delivery): Promise<readonly SentFile[]> {
    return this.#outcomes.files(token);
  }

  acknowledge(deliveries: readonly Delivery[]): Promise<void> {
    return this.#serially(async () => {
      const entries = new Set<Entry>();
      const outs: (readonly [Entry, number])[] = [];
      for (const { token, id } of deliveries) {
        const name = readToken(token);
        const entry = name === undefined ? undefined : this.#view.entryOf(name);
        const current = this.#book.open(id);
        if (current !== undefined) entries.add(current);
        if (entry === undefined || name === undefined) continue;
        if (!entry.names.isClosed) entries.add(entry);
        outs.push([entry, name.generation]);
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
      const found: LostOffer[] = [];
      for (const stand of ['free', 'held'] as const) {
        for (const { id, workers } of this.#book.standing(stand)) {
          if (workers.length > 0) found.push({ id, workers: [...workers] });
        }
      }
      return found;
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
    const { clock } = this.#options;
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

  #add(offer: Offer): Batch {
    const { epoch } = this.#options;
    const number = (this.#book.last?.number ?? -1) + 1;
    const batch = this.#book.growing ?? this.#book.begin(number, batchName(epoch, number));
    this.#book.add(batch, offer);
    return batch;
  }

  async #writeOffers(batch: Batch): Promise<void> {
    const exchange = this.#exchange.inside(RUN_PARTS.batches, batch.name);
    const isThere = await exchange.replace('offers', write.offers(batch.offers), true);
    if (isThere) return;
    await exchange.reach(() => exchange.files.makeFolder(exchange.path));
    if (!(await exchange.replace('offers', write.offers(batch.offers), true))) {
      throw exchange.missing();
    }
  }

  /** Ends these entries, so that no worker trains them any more, and these outcomes. */
  async #close(entries: readonly Entry[], outs: readonly (readonly [Entry, number])[]): Promise<void> {
    for (const { batch } of [...entries, ...outs.map(([entry]) => entry)]) this.#touched.add(batch);
    for (const entry of entries) {
      this.#unwritten.set(entry, entry.names);
      this.#view.forget(entry);
      this.#book.close(entry);
    }
    for (const [entry, generation] of outs) forgetOutcome(entry, generation);
    const over = new Set([...this.#touched].filter((batch) => this.#book.isOver(batch)));
    await inGroups(
      [...this.#unwritten].filter(([{ batch }]) => !over.has(batch)),
      async ([entry, names]) => {
        await this.#writeEnd(entry, names);
        this.#unwritten.delete(entry);
      },
    );
    await inGroups(
      outs.filter(([{ batch }]) => !over.has(batch)),
      ([entry, generation]) => this.#outcomes.remove(tokenOf(entry, generation)),
    );
    for (const [entry, generation] of outs) this.#outcomes.forget(tokenOf(entry, generation));
    for (const batch of over) {
      await this.#removeBatch(batch);
      for (const entry of batch.entries) this.#unwritten.delete(entry);
    }
    this.#touched.clear();
  }

  /** Where somebody could claim it, the name for that is taken: lists of names may be old. */
  async #writeEnd({ batch, number }: Entry, names: OfferNames): Promise<void> {
    const exchange = this.#exchange.inside(RUN_PARTS.batches, batch.name);
    const make = (name: string) => exchange.unlessGone(() => exchange.files.create(exchange.at(name), encode('')));
    const stand = standOf(names);
    if (stand === 'fresh' || stand === 'free') await make(`${number}.${names.generation + 1}`);
    await make(`${number}.x`);
  }

  /** At once for everybody else, by its name. */
  async #removeBatch(batch: Batch): Promise<void> {
    const { newToken } = this.#options;
    const removed = this.#exchange.at(RUN_PARTS.trash, `${batch.name}-${newToken()}`);
    await this.#exchange.reach(() =>
      this.#exchange.files.rename(this.#exchange.at(RUN_PARTS.batches, batch.name), removed),
    );
    this.#book.remove(batch);
    const removal = this.#exchange.remove(removed);
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
  entry.names = { ...entry.names, settled: entry.names.settled.filter((one) => one !== generation) };
}
