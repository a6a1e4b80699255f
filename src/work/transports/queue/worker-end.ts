/**
 * @file A worker's end at a queue: claims by BullMQ's manual processing, from the queue of those it fits whose first job was offered
 * first. Locks are kept by the caller's supervisor.
 */
import { randomUUID } from 'node:crypto';
import {
  type Claim,
  fitsInto,
  LEASES_HEARD,
  type OfferedRun,
  type Outcome,
  offerId,
  type Room,
  RunError,
  type RunState,
  runError,
  type SentFile,
  type WorkerEnd,
  type WorkerReport,
} from '../../../core/index.js';
import { sayOnce } from '../transport.js';
import { Listeners } from '../wake.js';
import { fromWire, MOST_OUTCOME_BYTES, sealed, toWire } from '../wire.js';
import type { Job, Worker } from './bullmq.js';
import { sweepArguments } from './coordinator-end.js';
import { jobId, queueName, queueNeeds, RUNS_CHANNEL, type RunKeys, runKeys, runPrefix } from './keys.js';
import type { QueueLink } from './link.js';
import { listRuns, lookUnlessDamaged, readChecked } from './queue-state.js';
import { REFUSE, SETTLE, SWEEP } from './scripts.js';
import { sendFiles, tooLarge } from './sent-files.js';

/** Idle workers look for lost leases this often at most, all of a run together. */
const SWEEP_MS = 250;

/** A lease that is longer is none of ours: thirty years. */
const MOST_LEASE_MS = 2 ** 40;

export interface QueueWorkerOptions {
  /** Until a run says another one. */
  readonly leaseMs: number;
  /** Whether this worker would serve a run; without it, it serves the one that was opened first. */
  readonly accepts?: (run: OfferedRun) => boolean;
  /** Told once of each thing there that is nothing of ours, and was passed over. */
  readonly passOver?: (what: string) => void;
}

interface Served {
  readonly run: OfferedRun;
  /** Names what the server has of it. */
  readonly sum: string;
  readonly leaseMs: number;
  readonly keys: RunKeys;
  /** BullMQ's, by queue. */
  readonly workers: Map<string, Worker>;
  readonly callOffNews: () => void;
}

export async function openWorkerEnd(link: QueueLink, options: QueueWorkerOptions): Promise<WorkerEnd> {
  const end = new QueueWorkerEnd(link, options);
  await end.open();
  return end;
}

class QueueWorkerEnd implements WorkerEnd {
  readonly #waitingLeaseMs: number;
  readonly #link: QueueLink;
  readonly #accepts: (run: OfferedRun) => boolean;
  readonly #passOver: (what: string) => void;
  readonly #jobs = new Map<string, Job>();
  readonly #listeners = new Listeners();
  #served: Served | undefined;
  #report: WorkerReport | undefined;

  constructor(link: QueueLink, { leaseMs, accepts = () => true, passOver = () => {} }: QueueWorkerOptions) {
    this.#link = link;
    this.#waitingLeaseMs = leaseMs;
    this.#accepts = accepts;
    this.#passOver = sayOnce(passOver);
  }

  async open(): Promise<void> {
    await this.#link.listen(RUNS_CHANNEL, () => this.#listeners.tell());
  }

  async state(): Promise<RunState> {
    if (this.#served !== undefined) return this.#stateOf(this.#served);
    for (const id of await listRuns(this.#link)) {
      const found = await lookUnlessDamaged(this.#link, id, this.#passOver, () => this.#read(id));
      if (found === undefined || !this.#accepts(found.run)) continue;
      const callOffNews = await this.#link.listen(runKeys(id).work, () => this.#listeners.tell());
      this.#served = { ...found, keys: runKeys(id), workers: new Map(), callOffNews };
      if (this.#report !== undefined) await this.announce(this.#report);
      return { kind: 'open', run: found.run };
    }
    return { kind: 'none' };
  }

  async announce(report: WorkerReport): Promise<void> {
    this.#report = report;
    if (this.#served === undefined) return;
    const { workers, worker } = this.#served.keys;
    await this.#link.reach((redis) =>
      redis
        .multi()
        .hset(workers, report.id, toWire(report))
        .pexpire(workers, Math.ceil(this.leaseMs * 10))
        .set(worker(report.id), '', 'PX', Math.ceil(this.leaseMs * LEASES_HEARD))
        .exec(),
    );
    // One who is always busy looks for what others lost, too.
    await this.#sweep(this.#served.keys);
  }

  async claim(free: Room): Promise<Claim | undefined> {
    if (this.#served === undefined) return undefined;
    const claim = await this.#claimFrom(this.#served, free);
    if (claim !== undefined) return claim;
    return (await this.#sweep(this.#served.keys)) ? this.#claimFrom(this.#served, free) : undefined;
  }

  async renew(claims: readonly Claim[]): Promise<ReadonlySet<string>> {
    const kept = new Set<string>();
    const served = this.#served;
    if (served === undefined) return kept;
    for (const queue of new Set(claims.map(({ offer }) => queueName(offer.needs)))) {
      const held = claims.filter(({ offer }) => queueName(offer.needs) === queue);
      const jobs = held.map(({ offer }) => jobId(offerId(offer)));
      const tokens = held.map(({ token }) => token);
      const worker = await this.#workerOf(served, queue);
      const lost = await this.#link.reach(() => worker.extendJobLocks(jobs, tokens, this.leaseMs));
      for (const [place, token] of tokens.entries()) if (!lost.includes(jobs[place] as string)) kept.add(token);
    }
    return kept;
  }

  async settle(claim: Claim, outcome: Outcome, files: readonly SentFile[], seal?: string): Promise<void> {
    const served = this.#served;
    if (served === undefined) return;
    const { keys } = served;
    const id = offerId(claim.offer);
    const answer = toWire({ id, worker: this.#name, ...sealed(seal), outcome });
    const bytes = Buffer.byteLength(answer);
    // The server writes a digit before it.
    if (bytes >= MOST_OUTCOME_BYTES) throw tooLarge('outcome', bytes, MOST_OUTCOME_BYTES);
    if (files.length > 0) await sendFiles(this.#link, keys.files(claim.token), files);
    const place = [queueName(claim.offer.needs), jobId(id)];
    const isHeld = await this.#link.run(SETTLE, keys.base, [...place, claim.token, answer]);
    if (isHeld === 1) await this.#complete(claim.token);
    this.#jobs.delete(claim.token);
  }

  async handBack({ token }: Claim): Promise<void> {
    const job = this.#jobs.get(token);
    this.#jobs.delete(token);
    const served = this.#served;
    if (job === undefined || served === undefined) return;
    await this.#unlessGone(() => job.moveToWait(token));
    await this.#link.reach((redis) => redis.publish(served.keys.work, ''));
  }

  async refuse({ token, offer }: Claim): Promise<void> {
    this.#jobs.delete(token);
    if (this.#served === undefined) return;
    await this.#link.run(REFUSE, this.#served.keys.base, [queueName(offer.needs), token]);
  }

  onNews(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    try {
      const { keys } = this.#served ?? {};
      if (keys !== undefined) {
        await this.#link.redis.multi().hdel(keys.workers, this.#name).del(keys.worker(this.#name)).exec();
      }
    } catch {
      // It is forgotten by itself.
    }
    this.#link.close();
  }

  get leaseMs(): number {
    return this.#served?.leaseMs ?? this.#waitingLeaseMs;
  }

  get #name(): string {
    return this.#report?.id ?? '';
  }

  async #stateOf(served: Served): Promise<RunState> {
    const sum = await this.#link.reach((redis) => redis.hget(served.keys.run, 'sum'));
    if (sum === served.sum) return { kind: 'open', run: served.run };
    if (sum === null) return { kind: 'ended' };
    const { id } = served.run;
    const found = await lookUnlessDamaged(this.#link, id, this.#passOver, () => this.#read(id));
    // Altered by somebody else: what is served is the run that was accepted.
    if (found === undefined || !this.#accepts(found.run)) return { kind: 'open', run: served.run };
    this.#served = { ...served, ...found, workers: new Map() };
    return { kind: 'open', run: found.run };
  }

  async #read(id: string): Promise<Pick<Served, 'run' | 'sum' | 'leaseMs'> | undefined> {
    const read = await this.#link.reach((redis) => redis.hmget(runKeys(id).run, 'text', 'sum', 'lease'));
    const [text, sum, lease] = read;
    if (text == null || sum == null) return undefined;
    const leaseMs = Number(lease);
    return readChecked('a run', () => {
      const run = fromWire.run(JSON.parse(text));
      if (run.id !== id || !(leaseMs > 0 && leaseMs <= MOST_LEASE_MS))
        throw new Error('of another name, or without a lease');
      return { run, sum, leaseMs };
    });
  }

  async #claimFrom(served: Served, free: Room): Promise<Claim | undefined> {
    for (const queue of await this.#queuesFor(served, free)) {
      const token = randomUUID();
      const worker = await this.#workerOf(served, queue);
      try {
        const job = await this.#link.reach(() => readJob(worker.getNextJob(token, { block: false })));
        if (job === undefined || job === null) continue;
        const offer = readChecked('an offer', () => fromWire.offer(job.data));
        if (queueName(offer.needs) !== queue || jobId(offerId(offer)) !== job.id) throw notOffered();
        this.#jobs.set(token, job);
        return { offer, token };
      } catch (error) {
        if (!(error instanceof RunError && error.code === 'transport-damaged')) throw error;
        this.#passOver(`an entry among the offers of "${served.run.name}" is not an offer; it was removed`);
        await this.#link.run(REFUSE, served.keys.base, [queue, token]);
      }
    }
    return undefined;
  }

  /** Queues whose jobs fit, by the order in which their first ones were offered. */
  async #queuesFor({ keys }: Served, free: Room): Promise<string[]> {
    const needs = await this.#link.reach((redis) => redis.hgetall(keys.queues));
    const fitting = Object.entries(needs).flatMap(([queue, text]) => {
      const needed = queueNeeds(queue, text);
      return needed !== undefined && fitsInto(needed, free) ? [queue] : [];
    });
    if (fitting.length < 2) return fitting;
    const firsts = await this.#link.reach((redis) =>
      Promise.all(
        fitting.map(async (queue) => {
          const job = await redis.lindex(`${keys.base}${queue}:wait`, -1).catch(() => null);
          if (job === null) return { queue, order: Number.POSITIVE_INFINITY };
          const order = await redis.hget(`${keys.base}${queue}:${job}`, 'timestamp').catch(() => null);
          return { queue, order: Number(order) };
        }),
      ),
    );
    return firsts.sort((a, b) => a.order - b.order).map(({ queue }) => queue);
  }

  async #workerOf(served: Served, queue: string): Promise<Worker> {
    const known = served.workers.get(queue);
    if (known !== undefined) return known;
    const worker = await this.#link.worker(runPrefix(served.run.id), queue, this.#name, this.leaseMs);
    served.workers.set(queue, worker);
    return worker;
  }

  async #complete(token: string): Promise<void> {
    const job = this.#jobs.get(token);
    if (job !== undefined) await this.#unlessGone(() => job.moveToCompleted(null, token, false));
  }

  /** BullMQ's scripts answer with a number where the job is not this worker's any more, which is no error. */
  async #unlessGone(call: () => Promise<unknown>): Promise<void> {
    await this.#link.reach(async () => {
      try {
        await call();
      } catch (error) {
        if (typeof (error as { code?: unknown }).code !== 'number') throw error;
      }
    });
  }

  /** True where there may be something to claim that was not there before. */
  async #sweep(keys: RunKeys): Promise<boolean> {
    return (await this.#link.run(SWEEP, keys.base, sweepArguments(SWEEP_MS, this.leaseMs))) > 0;
  }
}

/** BullMQ reads what stands in a job as JSON, and a key of another kind as nothing that it knows. */
async function readJob(asked: Promise<Job | undefined>): Promise<Job | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw notOffered();
    throw error;
  }
}

function notOffered(): RunError {
  return runError`transport-damaged: An entry among the offers is not an offer.
    Fix: Nothing: it is removed and offered again.`;
}
