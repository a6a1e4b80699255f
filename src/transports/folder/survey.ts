/**
 * @file A worker's own look for leases that ran out, while nobody coordinates: workers go on with what is offered, whoever of them is
 * lost meanwhile.
 */
import { isPoison } from '../../core/index.js';
import type { Clock } from '../../execution/index.js';
import { batchNumber, claimToken, type OfferNames, RUN_PARTS, readBatchNames, standOf } from './layout.js';
import { LeaseWatch } from './lease-watch.js';
import { OutcomeFiles } from './outcome-files.js';
import type { News } from './records.js';
import { inGroups, type Room } from './room.js';
import { WorkerFiles } from './worker-files.js';

export interface SurveyOptions {
  /** Of the run. */
  readonly room: Room;
  readonly clock: Clock;
  readonly leaseMs: number;
  readonly epoch: string;
}

/** In a lease: so often. */
const LOOKS = 4;

export class Survey {
  readonly #options: SurveyOptions;
  readonly #watch: LeaseWatch;
  readonly #workers: WorkerFiles;
  readonly #claims: OutcomeFiles;
  #beat = -1;
  #beatMs: number;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #again: News['again'] = [];

  constructor(options: SurveyOptions) {
    const { room, clock, leaseMs } = options;
    const nowMs = () => clock.nowMs();
    this.#options = options;
    this.#watch = new LeaseWatch(leaseMs, nowMs);
    this.#workers = new WorkerFiles(room, nowMs, (token) => this.#watch.renewed(token));
    this.#claims = new OutcomeFiles(room);
    this.#beatMs = nowMs();
  }

  /** What may be claimed again by this worker's own observation; nothing as long as there is a coordinator, who says it. */
  async look({ beat }: News): Promise<News['again']> {
    const { clock, leaseMs } = this.#options;
    const now = clock.nowMs();
    if (beat !== this.#beat) {
      this.#beat = beat;
      this.#beatMs = now;
      this.#again = [];
    }
    if (now - this.#beatMs <= leaseMs || now - this.#lookedMs < leaseMs / LOOKS) return this.#again;
    this.#lookedMs = now;
    await this.#workers.look();
    this.#again = await this.#lookIntoAll();
    return this.#again;
  }

  async #lookIntoAll(): Promise<News['again']> {
    const { room, epoch } = this.#options;
    const batches = (await room.list(RUN_PARTS.batches)) ?? [];
    const again: News['again'] = [];
    await inGroups(batches, async (batch) => {
      const number = batchNumber(epoch, batch);
      if (number === undefined) return;
      for (const [offer, names] of readBatchNames((await room.list(RUN_PARTS.batches, batch)) ?? [])) {
        const isFree = standOf(names) === 'held' ? await this.#isOver(batch, offer, names) : standOf(names) === 'free';
        if (isFree && (await this.#mayFollow(batch, offer, names))) again.push([number, offer, names.generation + 1]);
      }
    });
    return again.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  }

  async #isOver(batch: string, offer: number, { generation }: OfferNames): Promise<boolean> {
    const token = claimToken({ batch, offer, generation });
    this.#watch.see(token);
    if (!this.#watch.isOver(token) || (await this.#claims.isThere(token))) return false;
    await this.#claims.markLost(token);
    // The next look sees it, with all that were lost before.
    return false;
  }

  async #mayFollow(batch: string, offer: number, { generation, lost, isBack }: OfferNames): Promise<boolean> {
    const owners = await Promise.all(
      lost.map((one) => this.#claims.owner(claimToken({ batch, offer, generation: one }))),
    );
    if (isPoison({ workers: owners })) return false;
    return this.#watch.mayFollow(claimToken({ batch, offer, generation }), isBack ? 0 : lost.length);
  }
}
