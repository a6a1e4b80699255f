/** @file The workers of a run, as the server has heard of them, with what each holds. */
import { LEASES_HEARD, type SeenWorker, type WorkerReport } from '../../../core/index.js';
import { fromWire } from '../wire.js';
import { runKeys, runPrefix } from './keys.js';
import type { QueueLink } from './link.js';

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
