/**
 * @file How one observer sees what workers have made: claims, outcomes, leases that ran out. It reads; of all names it makes `lost` alone.
 * A coordinator looks, and while there is none, each worker.
 */
import { type Clock, LEASES_HEARD, type Offer, type SeenWorker, type WorkerReport } from '../../../core/index.js';
import { claimTokens, type Entry, OfferBook, tokenOf } from '../offer-book.js';
import { batchNumber, LeaseWatch, type OfferState, standOf } from '../offer-state.js';
import { type ExchangeFolder, inGroups } from './exchange-folder.js';
import { RUN_PARTS, readBatchNames } from './layout.js';
import { OutcomeFiles } from './outcome-files.js';
import { type News, read, type WorkerRecord } from './records.js';

export interface OpenedRun {
  /** Of the run. */
  readonly exchange: ExchangeFolder;
  readonly clock: Clock;
  readonly leaseMs: number;
  readonly epoch: string;
}

/** Of what may be claimed again, so many are told at a time. */
const MOST_AGAIN = 200;

export class ObservedRun {
  readonly run: OpenedRun;
  readonly book: OfferBook;
  readonly outcomes: OutcomeFiles;
  /** There may be news for a coordinator. */
  onNews = () => {};
  /** Leases that ran out. */
  losses = 0;
  readonly #workers: WorkerFiles;
  /** The batch to look into next, of those that no worker is known to have claimed from. */
  #rotation = 0;

  /** Of a run as it stands. */
  static async open(options: OpenedRun): Promise<ObservedRun> {
    const view = new ObservedRun(options);
    await view.#load(options);
    return view;
  }

  private constructor(run: OpenedRun) {
    const { exchange, clock, leaseMs, epoch } = run;
    const nowMs = () => clock.nowMs();
    const watch = new LeaseWatch(leaseMs, nowMs);
    this.book = new OfferBook(epoch, watch);
    this.outcomes = new OutcomeFiles(exchange);
    this.run = run;
    this.#workers = new WorkerFiles(exchange, nowMs, (token) => watch.renewed(token));
  }

  async #load({ exchange, epoch }: OpenedRun): Promise<void> {
    const batches = exchange.inside(RUN_PARTS.batches);
    const names = (await batches.list()) ?? [];
    const numbered = names.flatMap((name) => {
      const number = batchNumber(epoch, name);
      return number === undefined ? [] : [{ name, number }];
    });
    const loaded = new Map<number, { readonly offers: readonly Offer[]; readonly names: readonly string[] }>();
    await inGroups(numbered, async ({ name, number }) => {
      const [offers, found] = await Promise.all([batches.read(name, 'offers'), batches.list(name)]);
      // One without offers was being made when its coordinator was killed.
      if (found !== undefined)
        loaded.set(number, { offers: offers === undefined ? [] : read.offers(offers), names: found });
    });
    for (const [number, found] of [...loaded].sort(([a], [b]) => a - b)) {
      const batch = this.book.begin(number);
      const states = readBatchNames(found.names);
      const entries = found.offers.map((offer, index) => this.book.add(offer, batch, states.get(index)));
      // Before anything is told: what is poison is never offered again.
      await inGroups(entries, (entry) => this.#nameLosers(entry));
      // Offers that were withdrawn before they were written have left names that a later offer must not get.
      batch.isSealed = found.offers.length === 0 || [...states.keys()].some((index) => index >= found.offers.length);
    }
  }

  async #nameLosers(entry: Entry): Promise<void> {
    entry.workers = await this.outcomes.owners(entry.state.lost.map((generation) => tokenOf(entry, generation)));
  }

  /** No coordinator waits for it any more. */
  close(entry: Entry): void {
    for (const token of claimTokens(entry)) this.outcomes.forget(token);
    this.book.close(entry);
  }

  /** Reads what workers say. */
  hear(): Promise<void> {
    return this.#workers.look();
  }

  /** Looks into the batches in which something may have happened. */
  async look(): Promise<void> {
    const batches = [...this.book.batches()];
    const untouched = batches.filter(({ isTouched }) => !isTouched);
    const chosen = new Set([...batches.filter(({ isTouched }) => isTouched), ...untouched.slice(0, 2)]);
    const turn = untouched[this.#rotation++ % Math.max(1, untouched.length)];
    if (turn !== undefined) chosen.add(turn);
    let isNews = false;
    await inGroups([...chosen], async (batch) => {
      const names = await this.run.exchange.list(RUN_PARTS.batches, batch.name);
      if (names === undefined) return;
      for (const [number, found] of readBatchNames(names)) {
        const entry = batch.entries[number];
        if (entry !== undefined && (await this.#take(entry, found))) isNews = true;
      }
    });
    if (isNews) this.onNews();
  }

  /** True if it is news to the coordinator. */
  async #take(entry: Entry, found: OfferState): Promise<boolean> {
    const before = entry.state;
    // An end that was written by the coordinator before stays; one of ours is known earlier than it can be seen.
    const state = { ...found, isClosed: found.isClosed || before.isClosed };
    const isSame =
      state.generation === before.generation &&
      state.lost.length === before.lost.length &&
      state.isBack === before.isBack &&
      state.isClosed === before.isClosed &&
      state.settled.length === before.settled.length;
    if (isSame) return false;
    for (const generation of state.settled) {
      const isNew = !before.settled.includes(generation);
      if (isNew && this.book.isLate(entry, generation, state)) entry.late.add(generation);
    }
    this.book.change(entry, state);
    if (state.lost.length > before.lost.length) {
      this.losses += state.lost.length - before.lost.length;
      await this.#nameLosers(entry);
    }
    return state.settled.length !== before.settled.length || standOf(state) === 'free';
  }

  /** On a file system whose lists are old: workers name what they have settled. */
  async findSettled(): Promise<void> {
    const tokens = this.#workers.all().flatMap(({ settled }) => settled);
    const unknown = tokens.flatMap((token) => {
      const found = this.book.claimed(token);
      if (found === undefined || found.entry.state.isClosed) return [];
      return found.entry.state.settled.includes(found.generation) ? [] : [{ ...found, token }];
    });
    await inGroups(unknown, async ({ entry, generation, token }) => {
      if (!(await this.outcomes.isThere(token))) return;
      const settled = [...entry.state.settled, generation];
      const state = { ...entry.state, settled, generation: Math.max(entry.state.generation, generation) };
      if (await this.#take(entry, state)) this.onNews();
    });
  }

  /** What is neither renewed nor settled is lost; the name, once made, is final. */
  async judge(): Promise<void> {
    await inGroups(this.book.overdue(), async (entry) => {
      const { state } = entry;
      const token = tokenOf(entry);
      const isSettled = await this.outcomes.isThere(token);
      const found = isSettled
        ? { ...state, settled: [...state.settled, state.generation] }
        : { ...state, lost: [...state.lost, state.generation] };
      if (!isSettled) await this.outcomes.markLost(token);
      if (await this.#take(entry, found)) this.onNews();
    });
  }

  /** What may be claimed again, now. */
  again(): News['again'] {
    const again: News['again'] = [];
    for (const { batch, number, state } of this.book.again()) {
      again.push([batch.number, number, state.generation + 1]);
      if (again.length >= MOST_AGAIN) break;
    }
    return again;
  }

  async workers(): Promise<SeenWorker[]> {
    const holds = new Map<string, number>();
    await inGroups([...this.book.standing('leased')], async (entry) => {
      const owner = await this.outcomes.owner(tokenOf(entry));
      holds.set(owner, (holds.get(owner) ?? 0) + 1);
    });
    return this.#workers
      .all()
      .filter(({ silentMs }) => silentMs <= LEASES_HEARD * this.run.leaseMs)
      .map(({ report, silentMs }) => ({ ...report, holds: holds.get(report.id) ?? 0, silentMs }));
  }
}

interface Known {
  readonly bytes: Uint8Array;
  readonly record: WorkerRecord;
  readonly changedMs: number;
}

interface HeardWorker {
  readonly report: WorkerReport;
  readonly settled: readonly string[];
  readonly silentMs: number;
}

/** The workers of a run by their files, as they are seen to change. */
class WorkerFiles {
  readonly #exchange: ExchangeFolder;
  readonly #nowMs: () => number;
  readonly #onRenewed: (token: string) => void;
  #known = new Map<string, Known>();

  /** `exchange`: of the run; `onRenewed` hears of each lease whose counter has changed. */
  constructor(exchange: ExchangeFolder, nowMs: () => number, onRenewed: (token: string) => void) {
    this.#exchange = exchange.inside(RUN_PARTS.workers);
    this.#nowMs = nowMs;
    this.#onRenewed = onRenewed;
  }

  async look(): Promise<void> {
    const names = ((await this.#exchange.list()) ?? []).filter((name) => !name.startsWith('.'));
    const known = new Map<string, Known>();
    await inGroups(names, async (name) => {
      const one = await this.#readOne(name);
      if (one !== undefined) known.set(name, one);
    });
    this.#known = known;
  }

  all(): readonly HeardWorker[] {
    return [...this.#known.values()].map(({ record: { report, settled }, changedMs }) => ({
      report,
      settled,
      silentMs: this.#nowMs() - changedMs,
    }));
  }

  async #readOne(name: string): Promise<Known | undefined> {
    const before = this.#known.get(name);
    const bytes = await this.#exchange.read(name);
    if (bytes === undefined) return undefined;
    if (before !== undefined && Buffer.compare(bytes, before.bytes) === 0) return before;
    let record: WorkerRecord;
    try {
      record = read.worker(bytes);
    } catch {
      // One that cannot be read says nothing: its leases run out.
      return before;
    }
    for (const [token, counter] of Object.entries(record.kept)) {
      if (before?.record.kept[token] !== counter) this.#onRenewed(token);
    }
    return { bytes, record, changedMs: this.#nowMs() };
  }
}
