/** @file How a coordinator sees what workers have made: claims, outcomes, leases that ran out. It reads; of all names it makes `lost` alone. */
import { type Clock, isPoison, LEASES_HEARD, type SeenWorker } from '../../../core/index.js';
import { type BatchBook, type Entry, tokenOf } from './batch-book.js';
import { type ExchangeFolder, inGroups } from './exchange-folder.js';
import { type ClaimName, type OfferNames, RUN_PARTS, readBatchNames, readToken, standOf } from './layout.js';
import { LeaseWatch } from './lease-watch.js';
import type { OutcomeFiles } from './outcome-files.js';
import type { News } from './records.js';
import { WorkerFiles } from './worker-files.js';

interface CoordinatorViewOptions {
  /** Of the run. */
  readonly exchange: ExchangeFolder;
  readonly clock: Clock;
  readonly leaseMs: number;
  readonly book: BatchBook;
  readonly outcomes: OutcomeFiles;
  /** There may be news for the coordinator. */
  readonly onNews: () => void;
}

/** Of what may be claimed again, so many are told at a time. */
const MOST_AGAIN = 200;

export class CoordinatorView {
  readonly #options: CoordinatorViewOptions;
  readonly #watch: LeaseWatch;
  readonly #workers: WorkerFiles;
  /** The batch to look into next, of those that no worker is known to have claimed from. */
  #rotation = 0;
  /** Leases that ran out. */
  losses = 0;

  constructor(options: CoordinatorViewOptions) {
    const { exchange, clock, leaseMs } = options;
    const nowMs = () => clock.nowMs();
    this.#options = options;
    this.#watch = new LeaseWatch(leaseMs, nowMs);
    this.#workers = new WorkerFiles(exchange, nowMs, (token) => this.#watch.renewed(token));
  }

  /** Of this token; undefined where it is done with. */
  entryOf({ batch, offer }: ClaimName): Entry | undefined {
    const found = this.#options.book.batch(Number(batch.slice(batch.lastIndexOf('-') + 1)));
    return found?.name === batch ? found.entries[offer] : undefined;
  }

  /** Its leases are nobody's any more. */
  forget(entry: Entry): void {
    for (let generation = 1; generation <= entry.names.generation; generation++) {
      const token = tokenOf(entry, generation);
      this.#watch.forget(token);
      this.#options.outcomes.forget(token);
    }
  }

  /** Reads what workers say. */
  hear(): Promise<void> {
    return this.#workers.look();
  }

  /** Looks into the batches in which something may have happened. */
  async look(): Promise<void> {
    const batches = [...this.#options.book.batches()];
    const untouched = batches.filter(({ isTouched }) => !isTouched);
    const chosen = new Set([...batches.filter(({ isTouched }) => isTouched), ...untouched.slice(0, 2)]);
    const turn = untouched[this.#rotation++ % Math.max(1, untouched.length)];
    if (turn !== undefined) chosen.add(turn);
    let isNews = false;
    await inGroups([...chosen], async (batch) => {
      const names = await this.#options.exchange.list(RUN_PARTS.batches, batch.name);
      if (names === undefined) return;
      for (const [number, found] of readBatchNames(names)) {
        const entry = batch.entries[number];
        if (entry !== undefined && (await this.#take(entry, found))) isNews = true;
      }
    });
    if (isNews) this.#options.onNews();
  }

  /** True if it is news to the coordinator. */
  async #take(entry: Entry, found: OfferNames): Promise<boolean> {
    const { names: before, batch } = entry;
    // An end that was written by the coordinator before stays; one of ours is known earlier than it can be seen.
    const names = { ...found, isClosed: found.isClosed || before.isClosed };
    const isSame =
      names.generation === before.generation &&
      names.lost.length === before.lost.length &&
      names.isBack === before.isBack &&
      names.isClosed === before.isClosed &&
      names.settled.length === before.settled.length;
    if (isSame) return false;
    batch.isTouched = true;
    for (const generation of names.settled) {
      const isNew = !before.settled.includes(generation);
      if (isNew && this.#isLate(entry, names, generation)) entry.late.add(generation);
    }
    entry.names = names;
    if (names.lost.length > before.lost.length) {
      this.losses += names.lost.length - before.lost.length;
      const tokens = names.lost.map((generation) => tokenOf(entry, generation));
      entry.workers = await this.#options.outcomes.owners(tokens);
    }
    return names.settled.length !== before.settled.length || standOf(names) === 'free';
  }

  #isLate(entry: Entry, names: OfferNames, generation: number): boolean {
    if (names.isClosed || names.lost.includes(generation) || generation < names.generation) return true;
    return this.#watch.isOver(tokenOf(entry, generation));
  }

  /** On a file system whose lists are old: workers name what they have settled. */
  async findSettled(): Promise<void> {
    const tokens = this.#workers.all().flatMap(({ settled }) => settled);
    const unknown = tokens.flatMap((token) => {
      const name = readToken(token);
      const entry = name === undefined ? undefined : this.entryOf(name);
      if (name === undefined || entry === undefined || entry.names.isClosed) return [];
      return entry.names.settled.includes(name.generation) ? [] : [{ entry, generation: name.generation, token }];
    });
    await inGroups(unknown, async ({ entry, generation, token }) => {
      if (!(await this.#options.outcomes.isThere(token))) return;
      const settled = [...entry.names.settled, generation];
      const names = { ...entry.names, settled, generation: Math.max(entry.names.generation, generation) };
      if (await this.#take(entry, names)) this.#options.onNews();
    });
  }

  /** What is neither renewed nor settled is lost; the name, once made, is final. */
  async judge(): Promise<void> {
    const over: Entry[] = [];
    for (const entry of this.#options.book.standing('held')) {
      const token = tokenOf(entry, entry.names.generation);
      this.#watch.see(token);
      if (this.#watch.isOver(token)) over.push(entry);
    }
    await inGroups(over, async (entry) => {
      const { names } = entry;
      const token = tokenOf(entry, names.generation);
      const isSettled = await this.#options.outcomes.isThere(token);
      const found = isSettled
        ? { ...names, settled: [...names.settled, names.generation] }
        : { ...names, lost: [...names.lost, names.generation] };
      if (!isSettled) await this.#options.outcomes.markLost(token);
      if (await this.#take(entry, found)) this.#options.onNews();
    });
  }

  /** What may be claimed again, now. */
  again(): News['again'] {
    const again: News['again'] = [];
    for (const entry of this.#options.book.standing('free')) {
      const { names, batch, number, workers } = entry;
      const losses = names.isBack ? 0 : names.lost.length;
      const mayFollow = this.#watch.mayFollow(tokenOf(entry, names.generation), losses);
      if (mayFollow && !isPoison({ workers })) again.push([batch.number, number, names.generation + 1]);
      if (again.length >= MOST_AGAIN) break;
    }
    return again;
  }

  async workers(): Promise<SeenWorker[]> {
    const holds = new Map<string, number>();
    await inGroups([...this.#options.book.standing('held')], async (entry) => {
      const owner = await this.#options.outcomes.owner(tokenOf(entry, entry.names.generation));
      holds.set(owner, (holds.get(owner) ?? 0) + 1);
    });
    return this.#workers
      .all()
      .filter(({ silentMs }) => silentMs <= LEASES_HEARD * this.#options.leaseMs)
      .map(({ report, silentMs }) => ({ ...report, holds: holds.get(report.id) ?? 0, silentMs }));
  }
}
