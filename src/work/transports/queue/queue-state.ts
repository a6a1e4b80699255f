/** @file The runs that a server lists, in which anybody may have written anything, and how they stand, for people; looking changes nothing. */

import { LEASES_HEARD, RunError, type SeenWorker, type WorkerReport } from '../../../core/index.js';
import { shownName } from '../pass-over.js';
import type { SeenRun } from '../transport.js';
import { fromWire } from '../wire.js';
import { COORDINATOR_LEASE_MS, RUNS, runKeys, runPrefix } from './keys.js';
import type { QueueLink } from './link.js';
import { readText } from './read-text.js';

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
    const workers = await seenWorkers(link, id, Number(lease));
    return {
      id,
      name: readText('a run', text, fromWire.run).name,
      open,
      held: held.reduce((sum, one) => sum + one, 0),
      done: Number(done ?? 0),
      perMinute: await ofLate(link, id),
      losses: Number(losses ?? 0),
      silentMs: leftMs < 0 ? undefined : Math.max(0, Math.min(COORDINATOR_LEASE_MS, Number(lease)) - leftMs),
      workers: workers.map(({ id, host, places, holds, silentMs }) => ({ id, host, places, holds, silentMs })),
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
  return link.reach((redis) => redis.zrange(RUNS, 0, -1)).catch(noneIfDamaged);
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
  const found = await look().catch(undefinedIfDamaged);
  if (found !== undefined) return found;
  const isListed = (await link.reach((redis) => redis.zscore(RUNS, id))) !== null;
  if (isListed) passOver(`${shownName(id)} is listed among the runs (${RUNS}) but is not a run; it was skipped`);
  return undefined;
}

function undefinedIfDamaged(error: unknown): undefined {
  if (!isDamage(error)) throw error;
}

function noneIfDamaged(error: unknown): readonly string[] {
  if (isDamage(error)) return [];
  throw error;
}

function isDamage(error: unknown): boolean {
  return error instanceof RunError && error.code === 'transport-damaged';
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
