/**
 * @file The runs that a server lists: how they stand, for people, and the removal of those that are over. What a server keeps is data that anybody
 * may have written: read with a schema, and refused with a word on it. Looking changes nothing.
 */

import { LEASES_HEARD, RunError, runError, type SeenWorker, type WorkerReport } from '../../../core/index.js';
import { type SeenRun, shownName, shownWorkers } from '../transport.js';
import { fromWire } from '../wire.js';
import { COORDINATOR_LEASE_MS, ENDING, queueNeeds, RUNS, runKeys, runPrefix } from './keys.js';
import type { QueueLink } from './link.js';

/** `passOver` is told what is no run, and was left out. */
export async function lookAtRuns(link: QueueLink, passOver: (what: string) => void): Promise<readonly SeenRun[]> {
  const runs: SeenRun[] = [];
  for (const id of await listRuns(link)) {
    const seen = await lookUnlessDamaged(link, id, passOver, () => lookAtRun(link, id));
    if (seen !== undefined) runs.push(seen);
  }
  return runs;
}

async function lookAtRun(link: QueueLink, id: string): Promise<SeenRun | undefined> {
  const keys = runKeys(id);
  return link.reach(async (redis) => {
    const [text, lease] = await redis.hmget(keys.run, 'text', 'lease');
    if (text == null) return undefined;
    const queues = await redis.hkeys(keys.queues);
    const held = await Promise.all(queues.map((queue) => redis.llen(`${runPrefix(id)}:${queue}:active`)));
    const [open, [done, losses], leftMs] = await Promise.all([
      redis.hlen(keys.offers),
      redis.hmget(keys.counts, 'done', 'losses'),
      redis.pttl(keys.coordinator),
    ]);
    return {
      id,
      name: readChecked('a run', () => fromWire.run(JSON.parse(text))).name,
      open,
      held: held.reduce((sum, one) => sum + one, 0),
      done: Number(done ?? 0),
      perMinute: await ofLate(link, id),
      losses: Number(losses ?? 0),
      silentMs: leftMs < 0 ? undefined : Math.max(0, Math.min(COORDINATOR_LEASE_MS, Number(lease)) - leftMs),
      workers: shownWorkers(await seenWorkers(link, id, Number(lease))),
    };
  });
}

/** Outcomes that the run took in the last minute: those of this one, and of the one before as far as it reaches. */
async function ofLate(link: QueueLink, id: string): Promise<number> {
  const { doneIn } = runKeys(id);
  return link.reach(async (redis) => {
    const [seconds] = await redis.time();
    const minute = Math.floor(Number(seconds) / 60);
    const [now, before] = await redis.mget(doneIn(minute), doneIn(minute - 1));
    return Math.round(Number(now ?? 0) + Number(before ?? 0) * (1 - (Number(seconds) % 60) / 60));
  });
}

/** Ids, by the time at which their runs were opened; empty where the list itself is none. */
export async function listRuns(link: QueueLink): Promise<readonly string[]> {
  return link.reach((redis) => redis.zrange(RUNS, 0, -1)).catch(ifDamaged([]));
}

/**
 * What `look` gives of a run. Undefined where there is none: `passOver` is told, unless it has just ended.
 */
export async function lookUnlessDamaged<Answer>(
  link: QueueLink,
  id: string,
  passOver: (what: string) => void,
  look: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  const found = await look().catch(ifDamaged(undefined));
  if (found !== undefined) return found;
  const isListed = (await link.reach((redis) => redis.zscore(RUNS, id))) !== null;
  if (isListed) passOver(`${shownName(id)} is listed among the runs (${RUNS}) but is not a run; it was skipped`);
  return undefined;
}

/** Gives `other` for what is damaged, and throws every other error. */
function ifDamaged<Other>(other: Other): (error: unknown) => Other {
  return (error) => {
    if (error instanceof RunError && error.code === 'transport-damaged') return other;
    throw error;
  };
}

/** Those that were heard of lately. */
export async function seenWorkers(link: QueueLink, run: string, leaseMs: number): Promise<readonly SeenWorker[]> {
  const keys = runKeys(run);
  return link.reach(async (redis) => {
    const [reports, queues] = await Promise.all([redis.hgetall(keys.workers), redis.hkeys(keys.queues)]);
    const names = Object.keys(reports);
    const held = await Promise.all(
      queues.map(async (queue) => {
        const prefix = `${runPrefix(run)}:${queue}`;
        // One that somebody else has made may be anything: nobody holds a trial in it.
        const active = await redis.lrange(`${prefix}:active`, 0, -1).catch(() => []);
        return active.map((job) => `${prefix}:${job}`);
      }),
    );
    const asked = redis.pipeline();
    for (const name of names) asked.pttl(keys.worker(name));
    // BullMQ's field for the worker that has a job.
    for (const job of held.flat()) asked.hget(job, 'pb');
    const answers = ((await asked.exec()) ?? []).map(([, answer]) => answer);
    const holders = answers.slice(names.length);
    const gone = names.filter((_, place) => Number(answers[place]) < 0);
    if (gone.length > 0) await redis.hdel(keys.workers, ...gone);
    return names.flatMap((name, place) => {
      const leftMs = Number(answers[place]);
      if (leftMs < 0) return [];
      const report = readReport(reports[name] as string);
      if (report === undefined) return [];
      const holds = holders.filter((holder) => holder === name).length;
      return [{ ...report, holds, silentMs: Math.max(0, leaseMs * LEASES_HEARD - leftMs) }];
    });
  });
}

/** Undefined for what no worker of ours has written: it is nobody. */
function readReport(text: string): WorkerReport | undefined {
  try {
    return fromWire.report(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** @throws RunError (`transport-damaged`) where `read` throws. `what` is e.g. `an offer`. */
export function readChecked<Value>(what: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    throw runError`transport-damaged: An entry at the queue's server is not ${what}, although from its name.
      Allowed: what this version of Surefoot writes
      Fix: Use the same version of Surefoot on all machines, and keep other programs from writing to keys that begin with {surefoot.
      Cause: ${cause}`;
  }
}

const AT_A_TIME = 500;

/** Removes runs to which no worker brings anything any more. */
export async function removeEndedRuns(link: QueueLink): Promise<void> {
  for (const run of await link.reach((redis) => redis.smembers(ENDING))) {
    // An end removes that key first: a run that has it is none of these, even if its name is listed.
    const isOpen = await link.reach((redis) => redis.exists(runKeys(run).run));
    if (isOpen === 1) await link.reach((redis) => redis.srem(ENDING, run));
    else await removeRun(link, run);
  }
}

async function removeRun(link: QueueLink, run: string): Promise<void> {
  const keys = runKeys(run);
  await link.reach(async (redis) => {
    for (const [queue, needs] of Object.entries(await redis.hgetall(keys.queues))) {
      if (queueNeeds(queue, needs) === undefined) continue;
      await (await link.queue(runPrefix(run), queue)).obliterate({ force: true });
    }
    const tokens = await redis.lrange(keys.arrived, 0, -1);
    for (let first = 0; first < tokens.length; first += AT_A_TIME) {
      await redis.unlink(...tokens.slice(first, first + AT_A_TIME).map(keys.files));
    }
    const workers = (await redis.hkeys(keys.workers)).map(keys.worker);
    const minute = Math.floor(Number((await redis.time())[0]) / 60);
    const { offers, order, outcomes, arrived, lost, later, swept, queues, counts, doneIn, quarantine } = keys;
    await redis.unlink(doneIn(minute), doneIn(minute - 1), counts, keys.workers, ...workers);
    await redis.unlink(offers, order, outcomes, arrived, lost, later, swept, queues, quarantine);
    await redis.srem(ENDING, run);
  });
}
