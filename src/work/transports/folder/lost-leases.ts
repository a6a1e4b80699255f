/**
 * @file A worker's own look for leases that ran out, while nobody coordinates: workers go on with what is offered, whichever of them is
 * lost meanwhile.
 */
import { type Clock, isPoison } from '../../../core/index.js';
import { type ExchangeFolder, inGroups } from './exchange-folder.js';
import { batchNumber, claimToken, type OfferNames, RUN_PARTS, readBatchNames, standOf } from './layout.js';
import { LeaseWatch } from './lease-watch.js';
import { OutcomeFiles } from './outcome-files.js';
import type { News } from './records.js';
import { WorkerFiles } from './worker-files.js';

interface LostLeasesOptions {
  /** Of the run. */
  readonly exchange: ExchangeFolder;
  readonly clock: Clock;
  readonly leaseMs: number;
  readonly epoch: string;
}

/** An offer that was claimed. */
interface Stand {
  readonly batch: number;
  readonly offer: number;
  readonly names: OfferNames;
  /** Of its latest claim. */
  readonly token: string;
}

/** In a lease: so often. */
const LOOKS = 4;

export class LostLeases {
  readonly #options: LostLeasesOptions;
  readonly #watch: LeaseWatch;
  readonly #workers: WorkerFiles;
  readonly #claims: OutcomeFiles;
  #beat = -1;
  #beatMs: number;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #again: News['again'] = [];

  constructor(options: LostLeasesOptions) {
    const { exchange, clock, leaseMs } = options;
    const nowMs = () => clock.nowMs();
    this.#options = options;
    this.#watch = new LeaseWatch(leaseMs, nowMs);
    this.#workers = new WorkerFiles(exchange, nowMs, (token) => this.#watch.renewed(token));
    this.#claims = new OutcomeFiles(exchange);
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
    const found = await this.#stands();
    const held = found.filter(({ names }) => standOf(names) === 'held');
    const owners = new Set(await Promise.all(held.map(({ token }) => this.#claims.owner(token))));
    await this.#workers.look([...owners].filter((owner) => /^[\w.-]+$/.test(owner) && !owner.startsWith('.')));
    // What is lost now is seen at the next look, with all that was lost before.
    await inGroups(held, ({ token }) => this.#judge(token));
    const free = found.filter(({ names }) => standOf(names) === 'free');
    const again: News['again'] = [];
    await inGroups(free, async (one) => {
      if (await this.#mayFollow(one)) again.push([one.batch, one.offer, one.names.generation + 1]);
    });
    this.#again = again.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return this.#again;
  }

  /** Of all offers that were ever claimed. */
  async #stands(): Promise<readonly Stand[]> {
    const { exchange, epoch } = this.#options;
    const found: Stand[] = [];
    await inGroups((await exchange.list(RUN_PARTS.batches)) ?? [], async (name) => {
      const batch = batchNumber(epoch, name);
      if (batch === undefined) return;
      for (const [offer, names] of readBatchNames((await exchange.list(RUN_PARTS.batches, name)) ?? [])) {
        found.push({ batch, offer, names, token: claimToken({ batch: name, offer, generation: names.generation }) });
      }
    });
    return found;
  }

  async #judge(token: string): Promise<void> {
    this.#watch.see(token);
    if (this.#watch.isOver(token) && !(await this.#claims.isThere(token))) await this.#claims.markLost(token);
  }

  async #mayFollow({ token, names: { lost, isBack } }: Stand): Promise<boolean> {
    const claim = token.slice(0, token.lastIndexOf('.'));
    const workers = await this.#claims.owners(lost.map((generation) => `${claim}.${generation}`));
    return !isPoison({ workers }) && this.#watch.mayFollow(token, isBack ? 0 : lost.length);
  }
}
