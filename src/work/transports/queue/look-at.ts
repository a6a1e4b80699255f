/** @file How the runs at a queue stand, for people; looking changes nothing. */
import type { SeenRun } from '../transport.js';
import { fromWire } from '../wire.js';
import { COORDINATOR_LEASE_MS, runKeys, runPrefix } from './keys.js';
import type { QueueLink } from './link.js';
import { readText } from './read-text.js';
import { listRuns, lookUnlessDamaged } from './run-list.js';
import { seenWorkers } from './seen-workers.js';

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
