/** @file Removes what is left of runs that are over, those included whose coordinator was killed while it did. */
import { ENDING, queueNeeds, runKeys, runPrefix } from './keys.js';
import type { QueueLink } from './link.js';

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
