/** @file Runs over a queue that somebody else can write to, by the command line: with a key, without one, and where the key may be seen. */
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { startSurefoot, surefoot, temporaryFolder } from '../../../app/command-line.js';
import { until } from '../../../until.js';
import { hasRedis, startRedis, withoutRedis } from './redis-server.js';

const EXPERIMENT = { name: 'signed', space: { x: [1, 2] }, race: { warmup: 2, rule: 'halving', finalTrials: 4 } };

/** Its trainer leaves what it is called with, and its environment. */
async function place() {
  const folder = temporaryFolder(onTestFinished);
  const server = await startRedis();
  onTestFinished(() => server.remove());
  const redis = new Redis(server.socket);
  onTestFinished(() => redis.disconnect());
  const trainer = join(folder, 'train.sh');
  writeFileSync(trainer, `env >> "${folder}/env"\necho "$SUREFOOT_CONFIG_x" >> "${folder}/called"\necho 1.5\n`);
  const experiment = {
    ...EXPERIMENT,
    trainer: { command: ['/bin/sh', trainer], pass: 'environment', checkSeeds: false },
  };
  writeFileSync(join(folder, 'e.yaml'), JSON.stringify(experiment));
  const start = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
    const started = startSurefoot(args, folder, environment);
    onTestFinished(() => void started.child.kill('SIGKILL'));
    return started;
  };
  const called = () => [...new Set(readFileSync(join(folder, 'called'), 'utf8').trim().split('\n'))].sort();
  return { folder, address: server.address, redis, start, called };
}

/** Adds this configuration to what a run offers, under the id of its first candidate. */
async function forgeCandidate(redis: Redis, configuration: object): Promise<void> {
  const [key] = await redis.keys('*:run');
  const run = JSON.parse((await redis.hget(key as string, 'text')) as string);
  const listed = JSON.parse(inflateRawSync(Buffer.from(run.payload.candidates, 'base64')).toString());
  listed[0][1] = configuration;
  run.payload.candidates = deflateRawSync(JSON.stringify(listed)).toString('base64');
  await redis.hset(key as string, 'text', JSON.stringify(run), 'sum', 'forged');
}

const FORGED = { x: '$(touch forged)' };

test.skipIf(!hasRedis)(`without a key a worker keeps to the space of its experiment${withoutRedis}`, async () => {
  const { folder, address, redis, start, called } = await place();
  const run = start(['select', 'e.yaml', '--queue', address, '-o', 'out']);
  await until(async () => (await redis.keys('*:order')).length > 0);
  await forgeCandidate(redis, FORGED);
  const deceived = start(['worker', '--queue', address, 'e.yaml', '-w', '1']);
  await until(() =>
    deceived.stderr().includes('an offer was refused, and not trained: its configuration is not in the space'),
  );
  expect(deceived.stderr().replaceAll(/\s+/g, ' ')).toContain(
    'of the experiment ({"x":"$(touch forged)"}), and it is not signed',
  );
  deceived.child.kill('SIGINT');
  deceived.child.kill('SIGINT');
  await deceived.ended;
  // The coordinator mends the run within half a minute; one that starts anew does at once.
  run.child.kill('SIGINT');
  await run.ended;
  const again = start(['select', 'e.yaml', '--queue', address, '-o', 'out']);
  await until(async () => (await redis.hget((await redis.keys('*:run'))[0] ?? '', 'sum')) !== 'forged');
  const honest = start(['worker', '--queue', address, 'e.yaml', '-w', '1']);
  expect([(await again.ended).status, (await honest.ended).status]).toEqual([0, 0]);
  expect(called()).toEqual(['1', '2']);
  expect(readdirSync(folder)).not.toContain('forged');
});

test.skipIf(!hasRedis)(`with a key nothing is believed that is not signed${withoutRedis}`, async () => {
  const { folder, address, redis, start, called } = await place();
  const run = start(['select', 'e.yaml', '--queue', address, '-o', 'out', '--key-file', 'key']);
  await until(async () => (await redis.keys('*:order')).length > 0);
  const key = readFileSync(join(folder, 'key'), 'utf8').trim();
  expect([key, statSync(join(folder, 'key')).mode & 0o777]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), 0o600]);
  const keyless = start(['worker', '--queue', address, 'e.yaml', '-w', '1']);
  await until(() => keyless.stderr().includes('it is signed, and this worker has no key'));
  keyless.child.kill('SIGINT');
  const wrong = start(['worker', address, 'e.yaml', '-w', '1'], { SUREFOOT_QUEUE_KEY: 'another key, of some length' });
  await until(() => wrong.stderr().includes("it is not signed with this worker's key"));
  wrong.child.kill('SIGINT');
  // Without an experiment: what is signed is believed, code and all.
  const worker = start(['worker', address, '-w', '1'], { SUREFOOT_QUEUE_KEY: key });
  expect([(await run.ended).status, (await worker.ended).status]).toEqual([0, 0]);
  expect(run.stderr()).toContain('Offers and outcomes are signed: workers need --key-file and a copy of key.');
  expect(called()).toEqual(['1', '2']);
  const kept = readdirSync(join(folder, 'out'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  for (const text of [...kept, run.stderr(), worker.stderr(), readFileSync(join(folder, 'env'), 'utf8')]) {
    expect(text).not.toContain(key);
  }
});

test.skipIf(!hasRedis)(
  `what was signed before an outcome was forgotten is no answer any more${withoutRedis}`,
  async () => {
    const { folder, address, redis, start } = await place();
    const loss = join(folder, 'loss');
    const lines = () => readFileSync(join(folder, 'called'), 'utf8').length / 2;
    writeFileSync(join(folder, 'train.sh'), `echo x >> "${folder}/called"\ncat "${loss}"\n`);
    writeFileSync(loss, '1.5');
    const signed: string[] = [];
    const monitor = await redis.monitor();
    onTestFinished(() => monitor.disconnect());
    monitor.on('monitor', (_: string, [command, key, , text]: string[]) => {
      if (command === 'HSETNX' && key?.endsWith(':outcomes')) signed.push(text ?? '');
    });
    const keyed = ['--queue', address, '--key-file', 'key'];
    /** A run before whose worker comes the messages of before are there once more. */
    const runAgain = async (...more: string[]) => {
      const trained = lines();
      const run = start(['select', 'e.yaml', '-o', 'out', ...keyed, ...more]);
      await until(async () => (await redis.keys('*:needs-*:wait')).length > 0);
      const [order = ''] = await redis.keys('*:order');
      const base = order.slice(0, -'order'.length);
      for (const [place, text] of signed.entries()) {
        await redis.hset(`${base}outcomes`, `replay${place}`, text);
        await redis.rpush(`${base}arrived`, `replay${place}`);
      }
      const token = `replay${signed.length - 1}`;
      await until(async () => (await redis.hexists(`${base}outcomes`, token)) === 0);
      const worker = start(['worker', ...keyed, 'e.yaml', '-w', '1']);
      expect((await run.ended).status).toBe(0);
      // It waits for a run where all that it could have trained was there before it.
      worker.child.kill('SIGINT');
      await worker.ended;
      return { trained: lines() - trained, said: run.stderr() };
    };
    writeFileSync(join(folder, 'called'), '');
    const first = start(['select', 'e.yaml', '-o', 'out', ...keyed]);
    await until(async () => (await redis.keys('*:order')).length > 0);
    const worker = start(['worker', ...keyed, 'e.yaml', '-w', '1']);
    expect([(await first.ended).status, (await worker.ended).status]).toEqual([0, 0]);
    const all = lines();
    expect(signed.length).toBe(all);
    const { candidate, streams } = JSON.parse((signed[0] as string).slice(1)).outcome.trial;
    const forget = ['log', 'out', `${candidate}/${streams.init}`, '--forget', 'the disk was full'];
    expect(await surefoot(forget, folder)).toMatchObject({ status: 0 });
    const forgotten = await runAgain();
    expect(forgotten.trained).toBe(1);
    const fresh = await runAgain('--fresh');
    expect(fresh.trained).toBe(all);
    expect(fresh.said).toContain("it is not signed with the run's key, or signed for something else");
  },
);

test('a key is never printed with a job, and a launched worker gets it by a file', async () => {
  const folder = temporaryFolder(onTestFinished);
  const key = '0123456789abcdef'.repeat(4);
  writeFileSync(join(folder, 'key'), key, { mode: 0o600 });
  chmodSync(join(folder, 'key'), 0o600);
  writeFileSync(join(folder, 'e.yaml'), JSON.stringify({ ...EXPERIMENT, trainer: { command: ['true'] } }));
  const print = ['select', 'e.yaml', '--slurm', '1', '--print'];
  const printed = await surefoot([...print, '--key-file', 'key'], folder);
  // Quoted where the path needs it.
  const unquoted = (text: string) => text.replaceAll(/['"\\]/g, '');
  expect(unquoted(printed.stdout)).toContain(unquoted(`--key-file ${join(folder, 'key')}`));
  expect(printed.status).toBe(0);
  expect(printed.stdout).not.toContain(key);
  const refused = startSurefoot(print, folder, { SUREFOOT_QUEUE_KEY: key });
  const { status } = await refused.ended;
  expect([status, refused.stderr()]).toEqual([2, expect.stringContaining('SUREFOOT_QUEUE_KEY')]);
  expect(refused.stderr()).not.toContain(key);
});
