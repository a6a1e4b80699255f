/**
 * @file A coordinator's end of a run at a queue. Offers are BullMQ's jobs; what has an outcome is listed from the run's own keys
 * until the log has it.
 */
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  type CoordinatorEnd,
  type Delivery,
  type LostOffer,
  lossBackoffMs,
  MOST_LOSSES,
  type Offer,
  type OfferedRun,
  offerId,
  type SeenWorker,
  type SentFile,
  type UnusableDelivery,
} from '../../../core/index.js';
import { coordinatorThere, sayOnce } from '../transport.js';
import { Listeners } from '../wake.js';
import { flawText, fromWire, MOST_OUTCOME_BYTES, toWire } from '../wire.js';
import { COORDINATOR_LEASE_MS, jobId, offerOfJob, queueName, type RunKeys, runKeys, runPrefix } from './keys.js';
import type { QueueLink } from './link.js';
import { CLEAR, REPAIR } from './mending.js';
import { removeEndedRuns, seenWorkers } from './queue-state.js';
import { DROP, END, KEEP, LIST, SET_ASIDE, SWEEP } from './scripts.js';
import { fetchFiles } from './sent-files.js';

/** How many deliveries that were set aside are kept, and how much of each. */
const MOST_SET_ASIDE = 100;
const MOST_KEPT_BYTES = 64 * 1024;
/** Names in one call, so that none takes the server long. */
const AT_A_TIME = 500;
/** Losses after which the back-off grows no more. */
const BACKOFFS = 7;
/** How often that lease is kept. */
const KEEPS_PER_LEASE = 4;
/** How often somebody asks whether the lease of an earlier coordinator has run out. */
const ASK_MS = 250;

/** Arguments of `SWEEP`. */
export function sweepArguments(restMs: number, leaseMs: number): number[] {
  const backoffs = Array.from({ length: BACKOFFS }, (_, losses) => lossBackoffMs(losses + 1, leaseMs));
  return [restMs, MOST_LOSSES, ...backoffs];
}

export interface QueueCoordinatorOptions {
  /** Of the run's trials. */
  readonly leaseMs: number;
  /** Told once of what others have done to the run at the server. */
  readonly passOver?: (what: string) => void;
}

/**
 * Waits for the lease of the previous coordinator, which may have been killed, for `patienceMs` at most.
 * @throws RunError (`coordinator-there`) where another one keeps its lease.
 */
export async function openCoordinatorEnd(
  link: QueueLink,
  run: OfferedRun,
  { patienceMs = COORDINATOR_LEASE_MS * 1.5, ...options }: QueueCoordinatorOptions & { readonly patienceMs?: number },
): Promise<CoordinatorEnd> {
  const end = new QueueCoordinatorEnd(link, run, options);
  await end.open(patienceMs);
  return end;
}

type ReadTexts = Map<string, { readonly text: string; readonly delivery: Delivery }>;

class QueueCoordinatorEnd implements CoordinatorEnd {
  readonly leaseMs: number;
  readonly #link: QueueLink;
  readonly #run: OfferedRun;
  readonly #keys: RunKeys;
  readonly #token = randomUUID();
  readonly #listeners = new Listeners();
  readonly #passOver: (what: string) => void;
  #unusable: readonly UnusableDelivery[] = [];
  /** What was listed last, by token: what waits for the log is listed again and again. */
  #read: ReadTexts = new Map();
  /** Jobs of offers that a worker has refused: they are made anew. */
  #refused: ReadonlySet<string> = new Set();
  #keeping: NodeJS.Timeout | undefined;
  #isReplaced = false;
  #isOver = false;

  constructor(link: QueueLink, run: OfferedRun, { leaseMs, passOver = () => {} }: QueueCoordinatorOptions) {
    this.#link = link;
    this.#run = run;
    this.#keys = runKeys(run.id);
    this.#passOver = sayOnce(passOver);
    this.leaseMs = leaseMs;
  }

  async open(patienceMs: number): Promise<void> {
    await removeEndedRuns(this.#link);
    const startedMs = performance.now();
    while ((await this.#keep('open')) === 0) {
      if (performance.now() - startedMs >= patienceMs) throw coordinatorThere(this.#run.name);
      await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    }
    await this.#link.listen(this.#keys.news, () => this.#listeners.tell());
    this.#keeping = setInterval(() => {
      void this.#mine('mend').catch(() => {});
    }, this.#ownLeaseMs / KEEPS_PER_LEASE);
    this.#keeping.unref();
  }

  async offer(offers: readonly Offer[]): Promise<void> {
    await this.#mine();
    for (let first = 0; first < offers.length; first += AT_A_TIME) {
      await this.#offerSome(offers.slice(first, first + AT_A_TIME));
    }
    if (offers.length > 0) await this.#link.reach((redis) => redis.publish(this.#keys.work, ''));
  }

  async offers(): Promise<readonly string[]> {
    await this.#mine();
    // Others may have altered the run as workers read it, or offers.
    if (!this.#isOver) await this.#keep('open');
    if ((await this.#link.run(REPAIR, this.#keys.base, [])) > 0) this.#nameAltered();
    return (await this.#link.reach((redis) => redis.hkeys(this.#keys.offers))).map(offerOfJob);
  }

  async withdraw(ids: readonly string[]): Promise<void> {
    // The newest first: they stand where a list of BullMQ's is searched first.
    await this.#drop([], ids.map(jobId).reverse());
  }

  async deliveries(most: number): Promise<readonly Delivery[]> {
    await this.#mine();
    const listed = await this.#link.run<readonly string[]>(LIST, this.#keys.base, [most, MOST_OUTCOME_BYTES]);
    const unusable = new Map<string, UnusableDelivery>();
    const found: Delivery[] = [];
    const read: ReadTexts = new Map();
    for (let place = 0; place < listed.length; place += 2) {
      const [token, text] = [listed[place] as string, listed[place + 1] as string];
      try {
        const before = this.#read.get(token);
        const delivery = before?.text === text ? before.delivery : readDelivery(token, text);
        read.set(token, { text, delivery });
        found.push(delivery);
      } catch (error) {
        const flaw = text === '' ? 'it is larger than an outcome may be, or empty' : flawText('an outcome', error);
        unusable.set(token, { token, flaw });
      }
    }
    this.#read = read;
    this.#unusable = [...unusable.values()];
    return found;
  }

  async unusable(): Promise<readonly UnusableDelivery[]> {
    return this.#unusable;
  }

  async setAside({ token, flaw }: UnusableDelivery): Promise<string> {
    const limits = [MOST_SET_ASIDE, MOST_KEPT_BYTES];
    const isMine = await this.#link.run(SET_ASIDE, this.#keys.base, [this.#token, token, flaw, ...limits]);
    if (isMine === 0) throw coordinatorThere(this.#run.name);
    this.#unusable = this.#unusable.filter((one) => one.token !== token);
    return `key ${this.#keys.quarantine} at the server`;
  }

  async files(delivery: Delivery): Promise<readonly SentFile[]> {
    return fetchFiles(this.#link, this.#keys.files(delivery.token));
  }

  async acknowledge(deliveries: readonly Delivery[]): Promise<void> {
    await this.#drop(
      deliveries.map(({ token }) => token),
      deliveries.map(({ id }) => jobId(id)),
    );
  }

  async lost(): Promise<readonly LostOffer[]> {
    await this.#mine();
    await this.#link.run(SWEEP, this.#keys.base, sweepArguments(0, this.leaseMs));
    const lost = await this.#link.reach((redis) => redis.hgetall(this.#keys.lost));
    this.#refused = new Set(Object.keys(lost).filter((job) => lost[job] === '[]'));
    return Object.entries(lost).flatMap(([job, text]) => {
      const workers = readNames(text);
      return workers === undefined ? [] : [{ id: offerOfJob(job), workers }];
    });
  }

  async workers(): Promise<readonly SeenWorker[]> {
    await this.#mine();
    return seenWorkers(this.#link, this.#run.id, this.leaseMs);
  }

  onNews(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  async end(): Promise<void> {
    clearInterval(this.#keeping);
    this.#isOver = true;
    const isMine = await this.#link.run(END, this.#keys.base, [this.#token, this.#run.id]);
    if (isMine === 0) throw coordinatorThere(this.#run.name);
    await removeEndedRuns(this.#link);
  }

  async close(): Promise<void> {
    clearInterval(this.#keeping);
    try {
      const { coordinator } = this.#keys;
      if (!this.#isReplaced && (await this.#link.redis.get(coordinator)) === this.#token) {
        await this.#link.redis.del(coordinator);
      }
    } catch {
      // The lease runs out by itself.
    }
    this.#link.close();
  }

  get #ownLeaseMs(): number {
    return Math.ceil(Math.min(this.leaseMs, COORDINATOR_LEASE_MS));
  }

  async #offerSome(offers: readonly Offer[]): Promise<void> {
    const { offers: index, order, queues, lost } = this.#keys;
    const jobs = offers.map((offer) => ({ offer, job: jobId(offerId(offer)) }));
    const found = await this.#link.reach(async (redis) => {
      const known = await redis.hmget(index, ...jobs.map(({ job }) => job));
      const placed = jobs.map((one, place) => {
        const queue = known[place] ?? queueName(one.offer.needs);
        return { ...one, queue, isKnown: known[place] != null };
      });
      const standing = redis.pipeline();
      for (const { queue, job } of placed) standing.exists(`${this.#keys.base}${queue}:${job}`);
      const answers = (await standing.exec()) ?? [];
      return placed.map((one, place) => ({ ...one, isThere: answers[place]?.[1] === 1 }));
    });
    // A coordinator that was killed between the index and the job left the first alone.
    const fresh = found.filter(({ isKnown, isThere }) => !isKnown || !isThere);
    if (fresh.length === 0) return;
    const taken = fresh.filter(({ isThere }) => isThere);
    if (taken.length > 0) {
      const names = taken.flatMap(({ queue, job }) => [queue, job]);
      await this.#link.run(CLEAR, this.#keys.base, names);
      this.#nameAltered();
    }
    const last = await this.#link.reach(async (redis) => {
      const recorded = redis.multi().incrby(order, fresh.length);
      for (const { job, queue, offer } of fresh) {
        recorded.hset(index, job, queue).hset(queues, queue, JSON.stringify(offer.needs));
        if (this.#refused.has(job)) recorded.hdel(lost, job);
      }
      return Number((await recorded.exec())?.[0]?.[1]);
    });
    const first = last - fresh.length + 1;
    const numbered = fresh.map((one, place) => ({ ...one, number: first + place }));
    const prefix = runPrefix(this.#run.id);
    for (const queue of new Set(fresh.map((one) => one.queue))) {
      const added = numbered
        .filter((one) => one.queue === queue)
        // BullMQ's time of a job is our order of offers.
        .map(({ offer, job, number }) => ({
          name: 'trial',
          data: offer,
          opts: { jobId: job, timestamp: number },
        }));
      const waiting = await this.#link.queue(prefix, queue);
      await this.#link.reach(() => waiting.addBulk(added));
    }
  }

  #nameAltered(): void {
    this.#passOver(
      `another program has written under keys of this run at the server (${this.#keys.base}...): it was removed, and offers that it kept from workers are made again`,
    );
  }

  async #drop(tokens: readonly string[], jobs: readonly string[]): Promise<void> {
    await this.#mine();
    const some = <One>(all: readonly One[], place: number) => all.slice(place, place + AT_A_TIME);
    for (let place = 0; place < Math.max(tokens.length, jobs.length); place += AT_A_TIME) {
      const dropped = some(tokens, place);
      const isMine = await this.#link.run(DROP, this.#keys.base, [
        this.#token,
        dropped.length,
        ...dropped,
        ...some(jobs, place),
      ]);
      if (isMine === 0) throw coordinatorThere(this.#run.name);
    }
  }

  /** Keeps the lease; nobody who was replaced may change anything. */
  async #mine(how?: 'mend'): Promise<void> {
    const kept = this.#isReplaced ? 0 : await this.#keep(how);
    // A server that lost its data, or never had the run.
    if (kept === -1 && !this.#isOver) await this.#keep('open');
    if (kept !== 0) return;
    this.#isReplaced = true;
    throw coordinatorThere(this.#run.name);
  }

  /** `mend`: removes what others have put in the place of the run's keys; `open` does that, too. */
  async #keep(how: 'mend' | 'open' | undefined): Promise<number> {
    const args: (string | number)[] = [this.#token, this.#ownLeaseMs];
    if (how !== undefined) args.push(how);
    if (how === 'open') {
      const text = toWire(this.#run);
      const sum = createHash('sha256').update(`${this.leaseMs} ${text}`).digest('hex');
      args.push(this.#run.id, text, sum, Math.ceil(this.leaseMs));
    }
    return this.#link.run(KEEP, this.#keys.base, args);
  }
}

const namesSchema = z.array(z.string());

/** Undefined for what no server script of ours wrote: it says nothing of any worker. */
function readNames(text: string): string[] | undefined {
  try {
    return namesSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function readDelivery(token: string, text: string): Delivery {
  return { ...fromWire.answer(JSON.parse(text.slice(1))), token, isLate: text.startsWith('1') };
}
