/**
 * @file What a coordinator writes for others to read: the news by which workers find offers and see that somebody coordinates, and how
 * things stand, for people who look into the exchange.
 */
import type { Clock, SeenWorker } from '../../../core/index.js';
import type { BatchBook } from './batch-book.js';
import type { CoordinatorView } from './coordinator-view.js';
import type { ExchangeFolder } from './exchange-folder.js';
import { type News, write } from './records.js';

interface NewsWriterOptions {
  /** Of the run. */
  readonly exchange: ExchangeFolder;
  readonly clock: Clock;
  readonly epoch: string;
  readonly book: BatchBook;
  readonly view: CoordinatorView;
  /** What the coordinator before has told last; undefined where none is known. */
  readonly before: News | undefined;
  /** The first change that is told, where none is known. */
  readonly firstChange: number;
}

const SEEN_EVERY_MS = 2000;
const MINUTE_MS = 60_000;

export class NewsWriter {
  readonly #options: NewsWriterOptions;
  #news: News;
  /** When outcomes were acknowledged, of late, and how many before. */
  #done: number[] = [];
  #doneBefore = 0;
  #seenMs = Number.NEGATIVE_INFINITY;

  constructor(options: NewsWriterOptions) {
    const { epoch, before, firstChange } = options;
    this.#options = options;
    const change = before?.change ?? firstChange;
    this.#news = { epoch, change, beat: before?.beat ?? 0, first: 0, last: 0, inLast: 0, again: [] };
  }

  /** An outcome was acknowledged. */
  countDone(): void {
    this.#done.push(this.#options.clock.nowMs());
  }

  /** `hasOffers`: there are others than before. */
  async publish(hasOffers: boolean): Promise<void> {
    const { exchange, book, view } = this.#options;
    const again = view.again();
    const { change, beat, again: before, epoch } = this.#news;
    const isNews = hasOffers || JSON.stringify(again) !== JSON.stringify(before);
    const last = book.last;
    this.#news = {
      epoch,
      change: isNews ? change + 1 : change,
      beat: beat + 1,
      first: book.first,
      last: last?.number ?? 0,
      inLast: last?.entries.length ?? 0,
      again,
    };
    if (!(await exchange.replace('news', write.news(this.#news)))) throw exchange.missing();
  }

  async tellSeen(): Promise<void> {
    const { exchange, clock, book, view } = this.#options;
    const now = clock.nowMs();
    if (now - this.#seenMs < SEEN_EVERY_MS) return;
    this.#seenMs = now;
    const lately = this.#done.filter((ms) => now - ms < MINUTE_MS);
    this.#doneBefore += this.#done.length - lately.length;
    this.#done = lately;
    const workers = (await view.workers()).map(seenOf);
    await exchange.replace(
      'seen',
      write.seen({
        open: book.openIds.length,
        held: [...book.standing('held')].length,
        done: this.#doneBefore + lately.length,
        perMinute: lately.length,
        losses: view.losses,
        workers,
      }),
    );
  }
}

function seenOf({ id, host, places, holds, silentMs }: SeenWorker) {
  return { id, host, places, holds, silentMs };
}
