/**
 * @file A race over a queue whose coordinator, workers and server (AOF, written every second) are killed at random moments: a few kills;
 * `npm run soak` takes 300, over five kinds of trainer. And one whose worker dies again and again, always another one.
 */
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { hasRedis, startRedis, withoutRedis } from '../work/transports/queue/redis-server.js';
import { type Meeting, tortureMachines, type Victim } from './machines.js';
import { kindsFor } from './soak-trainers.js';

const KILLS = Number(process.env.SOAK_KILLS ?? 8);
const TRAINERS = kindsFor(KILLS);
const VICTIMS: readonly Victim[] = ['coordinator', 'worker', 'server'];
/** What `npm run soak` takes: a worker every 20 s. */
const isSoak = process.env.SOAK_KILLS !== undefined;

async function queue(): Promise<Meeting> {
  const server = await startRedis(['--appendfsync', 'everysec']);
  onTestFinished(() => server.remove());
  return {
    address: server.address,
    killServer: async () => {
      await server.kill();
      await server.restart();
    },
    leftBehind: async () => {
      const looking = new Redis(server.socket);
      const keys = await looking.keys('*');
      // Files of a worker that was killed before it could settle go by themselves.
      const stay = await Promise.all(keys.map(async (key) => (await looking.ttl(key)) === -1));
      looking.disconnect();
      return keys.filter((_, place) => stay[place]);
    },
  };
}

test.skipIf(!hasRedis).each(TRAINERS)(
  `${KILLS / TRAINERS.length} kills of a race over a queue, %s${withoutRedis}`,
  async (kind) => {
    const { killed, runs, left, trials } = await tortureMachines({
      folder: temporaryFolder(onTestFinished),
      meeting: await queue(),
      kind,
      kills: KILLS / TRAINERS.length,
      victim: () => VICTIMS[Math.floor(Math.random() * VICTIMS.length)] as Victim,
      pauseSeconds: (undisturbed) => Math.random() * 0.4 * undisturbed,
    });
    console.log(
      `queue, ${kind}: ${runs} races of ${trials} trials; killed ${JSON.stringify(killed)}; workers ended by themselves: ${JSON.stringify(left)}`,
    );
    expect(runs).toBeGreaterThan(0);
  },
);

test.skipIf(!hasRedis)(`a worker of three dies every ${isSoak ? 20 : 5} s${withoutRedis}`, async () => {
  const { killed, runs } = await tortureMachines({
    folder: temporaryFolder(onTestFinished),
    meeting: await queue(),
    kind: 'module',
    kills: isSoak ? 15 : 5,
    victim: () => 'worker',
    pauseSeconds: () => (isSoak ? 20 : 5),
  });
  console.log(`queue: ${runs} races; killed ${JSON.stringify(killed)}`);
  expect(runs).toBeGreaterThan(0);
});
