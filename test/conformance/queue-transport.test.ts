/** @file The queue against the transport suite, with a server of its own whose keys' times pass as the test says. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe } from 'vitest';
import type { CoordinatorEnd, WorkerEnd } from '../../src/core/index.js';
import { parseQueueAddress } from '../../src/work/transports/queue/access.js';
import { openCoordinatorEnd } from '../../src/work/transports/queue/coordinator-end.js';
import { QueueLink } from '../../src/work/transports/queue/link.js';
import { openWorkerEnd } from '../../src/work/transports/queue/worker-end.js';
import { hasRedis, type RedisServer, startRedis, withoutRedis } from '../work/transports/queue/redis-server.js';
import { describeTransport } from './transport-suite.js';

const LEASE_MS = 8000;

/** Every key is so much nearer to its end. */
const PASS_TIME = `
for _, key in ipairs(redis.call('KEYS', '*')) do
  local left = redis.call('PTTL', key)
  if left >= 0 then redis.call('PEXPIRE', key, left - ARGV[1]) end
  if string.sub(key, -6) == ':later' then
    for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do redis.call('ZINCRBY', key, -ARGV[1], member) end
  end
end
return 1`;

describe.skipIf(!hasRedis)(`on Redis${withoutRedis}`, () => {
  let server: RedisServer;
  let link: QueueLink;
  beforeAll(async () => {
    if (!hasRedis) return;
    server = await startRedis();
    link = await QueueLink.open(parseQueueAddress(server.address), {});
  });
  afterAll(async () => {
    link?.close();
    await server?.remove();
  });

  describeTransport('queue', {
    open: async () => {
      await link.reach((redis) => redis.flushall());
      const links = new Map<CoordinatorEnd | WorkerEnd, QueueLink>();
      const opened = async <End extends CoordinatorEnd | WorkerEnd>(open: (own: QueueLink) => Promise<End>) => {
        const own = await QueueLink.open(parseQueueAddress(server.address), {});
        const end = await open(own);
        links.set(end, own);
        return end;
      };
      return {
        coordinator: (run) => opened((own) => openCoordinatorEnd(own, run, { leaseMs: LEASE_MS, patienceMs: 0 })),
        worker: () => opened((own) => openWorkerEnd(own, { leaseMs: LEASE_MS })),
        kill: async (end) => links.get(end)?.close(),
        passTime: async (ms) => {
          await link.run(PASS_TIME, '', [Math.round(ms)]);
          await sleep(5);
        },
        remove: async () => {
          for (const end of links.keys()) await end.close();
        },
      };
    },
  });
});
