/**
 * @file What a coordinator writes for others to read: the news by which workers find offers and see that somebody coordinates, and how
 * things stand, for people who look into the exchange.
 */
import { shownWorkers } from '../transport.js';
import type { ObservedRun } from './observed-run.js';
import { type News, write } from './records.js';

const SEEN_EVERY_MS = 2000;
const MINUTE_MS = 60_000;

export class NewsWriter {
  readonly #view: ObservedRun;
  #news: News;
  /** When outcomes were acknowledged, of late, and how many before. */
  #done: number[] = [];
  #doneBefore = 0;
  #seenMs = Number.NEGATIVE_INFINITY;

  /** On from what was told last. */
  constructor(view: ObservedRun, { change, beat }: Pick<News, 'change' | 'beat'>) {
    this.#view = view;
    this.#news = { epoch: view.run.epoch, change, beat, first: 0, last: 0, inLast: 0, again: [] };
  }

  /** An outcome was acknowledged. */
  countDone(): void {
    this.#done.push(this.#view.run.clock.nowMs());
  }

  /** `hasOffers`: there are others than before. */
  async publish(hasOffers: boolean): Promise<void> {
    const { book, run } = this.#view;
    const again = this.#view.again();
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
    if (!(await run.exchange.replace('news', write.news(this.#news)))) throw run.exchange.missing();
  }

  async tellSeen(): Promise<void> {
    const { book, run, losses } = this.#view;
    const now = run.clock.nowMs();
    if (now - this.#seenMs < SEEN_EVERY_MS) return;
    this.#seenMs = now;
    const lately = this.#done.filter((ms) => now - ms < MINUTE_MS);
    this.#doneBefore += this.#done.length - lately.length;
    this.#done = lately;
    const workers = shownWorkers(await this.#view.workers());
    await run.exchange.replace(
      'seen',
      write.seen({
        open: book.openIds.length,
        held: [...book.standing('leased')].length,
        done: this.#doneBefore + lately.length,
        perMinute: lately.length,
        losses,
        workers,
      }),
    );
  }
}
