/**
 * @file Two runs at one server, one signed and one open, while somebody else writes there: 40 messages of all kinds, from one seed;
 * `npm run soak` sends 300. Both come to what they come to alone, and nothing outside of them is read.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { randomFrom } from '../../src/core/index.js';
import { runKeys } from '../../src/work/transports/queue/keys.js';
import { startSurefoot, temporaryFolder } from '../app/command-line.js';
import { until } from '../until.js';
import { hasRedis, startRedis, withoutRedis } from '../work/transports/queue/redis-server.js';
import { type Attack, MESSAGES, type Target } from './hostile-messages.js';

const COUNT = Number(process.env.HOSTILE_MESSAGES ?? 40);
const SEED = Number(process.env.SEED ?? 22);
const MOST_PAUSE_MS = 150;
const CANARY = 'canary-4711';

/** Whatever it is called with that its space does not have ends its process, and leaves a word. */
const MODULE = `
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
export default async ({ x }, { seeds, artifactFolder }) => {
  if (![1, 2, 3, 4].includes(x)) writeFileSync('forged', String(x));
  await sleep(40);
  writeFileSync(artifactFolder + '/model', String(x));
  return x + (seeds.init % 1000) / 1000;
};`;

const experiment = (name: string) => ({
  ...{ name, seed: 7, trainer: { module: './module.mjs' }, space: { x: [1, 2, 3, 4] }, failures: { retries: 3 } },
  race: { rule: 'halving', warmup: 6, criterion: 'median', finalTrials: 60 },
});

const resultOf = (run: string) => {
  const { winner, decisions, answer } = JSON.parse(readFileSync(join(run, 'result.json'), 'utf8'));
  return { winner, decisions, answer };
};

test.skipIf(!hasRedis || process.platform === 'win32')(`${COUNT} hostile messages${withoutRedis}`, async () => {
  const folder = temporaryFolder(onTestFinished);
  const server = await startRedis();
  onTestFinished(() => server.remove());
  const redis = new Redis(server.socket);
  onTestFinished(() => redis.disconnect());
  const random = randomFrom(SEED);
  const start = (args: readonly string[]) => {
    const started = startSurefoot(args, folder, { TMPDIR: join(folder, 'tmp') });
    onTestFinished(() => void started.child.kill('SIGKILL'));
    return started;
  };
  mkdirSync(join(folder, 'tmp'));
  writeFileSync(join(folder, 'module.mjs'), MODULE);
  const [canary, pipe] = [join(folder, 'canary'), join(folder, 'pipe')];
  writeFileSync(canary, CANARY);
  execFileSync('mkfifo', [pipe]);
  const names = ['open', 'signed'] as const;
  const reference = new Map<string, ReturnType<typeof resultOf>>();
  for (const name of names) {
    writeFileSync(join(folder, `${name}.yaml`), JSON.stringify(experiment(name)));
    expect((await start(['select', `${name}.yaml`, '-o', `${name}-alone`, '--quiet']).ended).status).toBe(0);
    reference.set(name, resultOf(join(folder, `${name}-alone`)));
  }
  const kinds = Object.entries(MESSAGES);
  const sent: Record<string, number> = {};
  let count = 0;
  let rounds = 0;
  for (; count < COUNT; rounds++) {
    await redis.flushall();
    const keyed = (name: string) => (name === 'signed' ? ['--key-file', 'key'] : []);
    const runs = names.map((name) =>
      start(['select', `${name}.yaml`, '-o', name, '--queue', server.address, ...keyed(name)]),
    );
    await until(async () => (await redis.zcard('surefoot:runs')) === names.length);
    const workers = names.map((name) =>
      start(['worker', server.address, `${name}.yaml`, '-w', '2', '--quiet', ...keyed(name)]),
    );
    const ids = await redis.zrange('surefoot:runs', 0, -1);
    const targets = await Promise.all(
      ids.map(async (id): Promise<Target> => {
        const isSigned = 'seal' in JSON.parse((await redis.hget(runKeys(id).run, 'text')) ?? '');
        const other = ids.find((one) => one !== id) ?? '';
        return { keys: runKeys(id), isSigned, other: runKeys(other) };
      }),
    );
    // Both have come to know their workers, and trials are under way.
    for (const { keys } of targets) await until(async () => Number(await redis.hget(keys.counts, 'done')) > 0);
    let over = false;
    const ended = Promise.all(runs.map((run) => run.ended)).finally(() => {
      over = true;
    });
    while (!over && count < COUNT) {
      await sleep(random.uniform() * MOST_PAUSE_MS);
      const target = targets[random.below(targets.length)] as Target;
      // What is over takes no messages, and keys of it would stay.
      if (over || (await redis.exists(target.keys.coordinator)) === 0) continue;
      // Each kind has its turn, in the order in which they are drawn.
      const [kind, send] = kinds[(count + SEED) % kinds.length] as (typeof kinds)[number];
      const attack: Attack = { redis, target, canary, pipe, random: () => random.uniform() };
      await send(attack);
      sent[kind] = (sent[kind] ?? 0) + 1;
      count++;
    }
    for (const { status, stderr } of await ended) expect([status, stderr]).toEqual([0, expect.any(String)]);
    const said = [...runs, ...workers].map((one) => one.stderr()).join('\n');
    for (const worker of workers) expect((await worker.ended).status).toBe(0);
    expect(said).not.toContain(CANARY);
    expect(readdirSync(folder)).not.toContain('forged');
    for (const name of names) {
      expect([name, resultOf(join(folder, name))]).toEqual([name, reference.get(name)]);
      rmSync(join(folder, name), { recursive: true });
    }
  }
  console.log(`hostile: ${count} messages in ${rounds} rounds: ${JSON.stringify(sent)}`);
});
