/** @file What somebody else writes to a queue: it is passed over and named, and stops neither a run nor whoever looks. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { filesFlaw, keepTrialFiles } from '../../../../src/app/workers/trial-files.js';
import { type Executor, type Outcome, offerId, type Trial, trialKey } from '../../../../src/core/index.js';
import { systemClock } from '../../../../src/evidence/drive/index.js';
import { createTransportExecutor, serveRun } from '../../../../src/work/transports/index.js';
import { lookAtQueue, openQueueCoordinator, openQueueWorker } from '../../../../src/work/transports/queue/index.js';
import { jobId, runKeys } from '../../../../src/work/transports/queue/keys.js';
import { temporaryFolder } from '../../../app/command-line.js';
import { offersOf, reportOf, sampleRun } from '../../../conformance/transport/hall.js';
import { until } from '../../../until.js';
import { hasRedis, startRedis, withoutRedis } from './redis-server.js';

const keys = runKeys(sampleRun.id);
const OFFERS = offersOf(4);

async function openServer() {
  const server = await startRedis();
  onTestFinished(() => server.remove());
  const redis = new Redis(server.socket);
  onTestFinished(() => redis.disconnect());
  return { address: server.address, redis };
}

function outcomeOf(trial: Trial, more: Partial<Outcome> = {}): Outcome {
  return { trial, status: 'completed', loss: 1, metrics: {}, lossPerEpoch: [], seconds: 1, ...more };
}

function jobKey(offer: (typeof OFFERS)[number]): string {
  return `${keys.base}needs-nothing:${jobId(offerId(offer))}`;
}

/** Writes a delivery as nobody of ours does. */
async function deliver(redis: Redis, token: string, text: string): Promise<void> {
  await redis.hset(keys.outcomes, token, text);
  await redis.rpush(keys.arrived, token);
}

/** Of the first trial. */
function forged(more: Partial<Outcome> = {}): string {
  const [{ trial } = { trial: undefined as never }] = OFFERS;
  return `0${JSON.stringify({ id: offerId({ trial, attempt: 1 }), worker: 'm', outcome: outcomeOf(trial, more) })}`;
}

/** Has the four trials trained by one worker, beside whatever `disturb` writes once they are offered, and `prepare` before. */
async function runBeside(
  disturb: (redis: Redis, folder: string) => Promise<void>,
  prepare: (redis: Redis) => Promise<unknown> = async () => {},
) {
  const { address, redis } = await openServer();
  const folder = temporaryFolder(onTestFinished);
  const artifacts = join(folder, 'artifacts');
  mkdirSync(artifacts);
  const warnings: string[] = [];
  const coordinator = await openQueueCoordinator({ address }, sampleRun, { passOver: (text) => warnings.push(text) });
  await prepare(redis);
  const outcomes: Outcome[] = [];
  const executor = createTransportExecutor({
    ...{ end: coordinator, clock: systemClock, failurePolicy: { retries: 0, action: 'worst', kinds: {} } },
    ...{ needsOf: () => ({}), isLogged: () => false, onEvent: () => {}, pollMs: 50 },
    isOfRun: ({ candidate }) => candidate.startsWith('c'),
    filesFlaw,
    keepFiles: async (outcome, files) => keepTrialFiles(artifacts, outcome, files),
    warn: (text) => warnings.push(text),
  });
  const trials = OFFERS.map(({ trial }) => trial);
  const source = { take: () => trials.shift(), more: async () => false };
  const stop = new AbortController();
  const executing = executor.execute(source, (outcome) => outcomes.push(outcome), stop.signal);
  await until(async () => (await redis.llen(`${keys.base}needs-nothing:wait`)) === OFFERS.length);
  await disturb(redis, folder);
  const passedOver: string[] = [];
  const end = await openQueueWorker({ address }, { passOver: (what) => passedOver.push(what) });
  expect(await end.state()).toMatchObject({ kind: 'open', run: { id: sampleRun.id } });
  const place: Executor = {
    workers: 1,
    execute: async (taken, onOutcome) => onOutcome(outcomeOf(taken.take() as Trial)),
    close: async () => {},
  };
  const serving = serveRun({
    ...{ end, report: reportOf('honest'), places: [place], clock: systemClock, filesOf: async () => [] },
    ...{ finish: stop.signal, stop: stop.signal, onEvent: () => {}, pollMs: 50 },
  });
  await executing;
  stop.abort();
  await serving;
  const kept = await redis.hgetall(keys.quarantine);
  await executor.close();
  await coordinator.end();
  await Promise.all([coordinator.close(), end.close()]);
  // What others made under names of their own is theirs.
  const left = await redis.keys(`*${sampleRun.id}*`);
  expect(left.filter((key) => !/:evil:|:worker:done$/.test(key))).toEqual([]);
  const order = (outcome: Outcome) => trialKey(outcome.trial);
  expect(outcomes.map(order).sort()).toEqual(OFFERS.map(({ trial }) => trialKey(trial)).sort());
  expect(outcomes.map(({ loss, status, artifacts }) => [loss, status, artifacts])).toEqual(
    OFFERS.map(() => [1, 'completed', undefined]),
  );
  return { warnings, passedOver, kept };
}

describe.skipIf(!hasRedis)(`at a queue, somebody else${withoutRedis}`, () => {
  test.each<readonly [what: string, text: () => string, flaw: string]>([
    ['garbage', () => '0{"half', 'it is not JSON'],
    ['another type', () => '0{"id":7}', 'it is not an outcome: id'],
    ['no number', () => forged({ loss: 'NaN' as unknown as number }), 'with loss NaN'],
    ['a failure that completed', () => forged({ failure: { kind: 'x', message: 'x' } }), 'with a failure'],
    ['a huge text', () => `0${'x'.repeat(17 * 2 ** 20)}`, 'it is larger than an outcome may be'],
    ['an unknown trial', () => forged().replaceAll('c0', 'x0'), 'its training is not in this run'],
    ['another trial', () => forged().replace('"candidate":"c0"', '"candidate":"c1"'), 'to another training'],
    ['/etc/passwd', () => forged({ artifacts: { weights: '/etc/passwd' } }), '"/etc/passwd"'],
    ['a path upwards', () => forged({ artifacts: { weights: '../../../../x' } }), '"../../../../x"'],
    ['the folder itself', () => forged({ artifacts: { weights: '.' } }), '"."'],
    ['a device', () => forged({ artifacts: { weights: '/dev/zero' } }), '"/dev/zero"'],
  ])('delivers %s: it is set aside and named, and its trial is trained', async (_, text, flaw) => {
    const { warnings, kept } = await runBeside((redis) => deliver(redis, 'bad', text()));
    expect(warnings).toEqual([expect.stringContaining(flaw)]);
    expect(warnings[0]).toContain(
      `It was set aside (key ${keys.quarantine} at the server); its training is offered again`,
    );
    expect(kept).toEqual({ bad: expect.stringContaining(flaw.slice(0, 10)) });
  });

  test.skipIf(process.platform === 'win32')('names a pipe or a link as an artifact: nobody opens it', async () => {
    const { warnings } = await runBeside(async (redis, folder) => {
      const [pipe, link] = [join(folder, 'pipe'), join(folder, 'link')];
      execFileSync('mkfifo', [pipe]);
      symlinkSync('/etc/passwd', link);
      for (const path of [pipe, link]) await deliver(redis, path, forged({ artifacts: { weights: path } }));
    });
    expect(warnings).toEqual([expect.stringContaining('/pipe"'), expect.stringContaining('/link"')]);
  });

  test('sends files for another place, or others than it lists', async () => {
    const list = (path: string, bytes: number) => JSON.stringify([{ path, sha256: '0'.repeat(64), bytes }]);
    const { warnings } = await runBeside(async (redis) => {
      await redis.hset(keys.files('f1'), 'list', list('../../../x', 0));
      await redis.hset(keys.files('f2'), 'list', list('x', 2 ** 28));
      await redis.set(keys.files('f3'), 'no hash');
      for (const token of ['f1', 'f2', 'f3']) await deliver(redis, token, forged());
    });
    expect(warnings).toHaveLength(3);
    for (const text of warnings) expect(text).toContain('its files differ from what was sent');
  });

  test('sends a thousand: three are named, then a count', async () => {
    const { warnings } = await runBeside(async (redis) => {
      for (let count = 0; count < 1000; count++) await deliver(redis, `t${count}`, 'x');
    });
    expect(warnings).toHaveLength(6);
    expect(warnings.at(-1)).toContain('1000 deliveries could not be used');
  });

  test('alters offers: they are taken out and made anew', async () => {
    const { passedOver } = await runBeside(async (redis) => {
      const job = (place: number) => jobKey(OFFERS[place] as (typeof OFFERS)[number]);
      await redis.hset(job(0), 'data', '{"half');
      await redis.hset(job(1), 'data', '{"trial":7}');
      await redis.hset(job(2), 'data', JSON.stringify({ ...OFFERS[2], attempt: 9 }));
      await redis.hset(job(3), 'opts', '{"half');
      await redis.lpush(`${keys.base}needs-nothing:wait`, 'nothing');
    });
    expect(passedOver).toEqual([expect.stringMatching(/among the offers of "Größe.* is not an offer; it was removed/)]);
  });

  test('takes the names of offers before they are made: they are made all the same', async () => {
    const { warnings } = await runBeside(
      async () => {},
      async (redis) => {
        for (const offer of OFFERS.slice(0, 3)) await redis.hset(jobKey(offer), 'opts', '{}', 'data', '{"half');
        await redis.set(jobKey(OFFERS[3] as (typeof OFFERS)[number]), 'no hash');
      },
    );
    expect(warnings).toEqual([expect.stringContaining(`under keys of this run at the server (${keys.base}...)`)]);
  });

  test.each<readonly [what: string, alter: (redis: Redis, at: string) => Promise<unknown>]>([
    // As BullMQ leaves it where the name of a job is taken.
    ['an offer in no list', (redis, at) => redis.del(`${at}wait`)],
    ['a pause', (redis, at) => redis.hset(`${at}meta`, 'paused', '1')],
    ['a limit', (redis, at) => redis.hset(`${at}meta`, 'concurrency', '0')],
    ['a rate', (redis, at) => redis.hset(`${at}meta`, 'max', '1', 'duration', '1e9')],
    ['another kind of list', (redis, at) => redis.set(`${at}delayed`, 'x')],
    ['another kind of counter', (redis, at) => redis.set(`${at}id`, 'x')],
    ['another kind of events', (redis, at) => redis.set(`${at}events`, 'x')],
    [
      'an end',
      (redis, at) => redis.rename(`${at}wait`, `${at}other`).then(() => redis.zadd(`${at}failed`, 1, offerIdJob(0))),
    ],
  ])('has BullMQ keep offers from workers by %s: the run names it and mends it', async (_, alter) => {
    const { address, redis } = await openServer();
    const named: string[] = [];
    const coordinator = await openQueueCoordinator({ address }, sampleRun, { passOver: (what) => named.push(what) });
    await coordinator.offer(OFFERS.slice(0, 2));
    await alter(redis, `${keys.base}needs-nothing:`);
    await coordinator.offers();
    await coordinator.offers();
    expect(named).toEqual([expect.stringContaining('another program has written under keys of this run')]);
    await coordinator.offer(OFFERS.slice(0, 3));
    const worker = await openQueueWorker({ address });
    await worker.state();
    await worker.announce(reportOf('a'));
    const claimed = [await worker.claim({}), await worker.claim({}), await worker.claim({}), await worker.claim({})];
    expect(claimed.map((claim) => claim?.offer)).toEqual([...OFFERS.slice(0, 3), undefined]);
    await coordinator.end();
    await Promise.all([worker.close(), coordinator.close()]);
  });

  test('writes over what the run keeps for itself', async () => {
    const hash = [keys.lost, keys.workers, keys.counts, keys.queues];
    await runBeside(async (redis) => {
      for (const key of hash) await redis.hset(key, 'done', 'garbage', offerIdJob(0), '{"half', 'losses', '[');
      await redis.set(keys.worker('done'), '');
      await redis.set(keys.order, 'garbage');
      await redis.hset(keys.queues, 'evil', '{}', 'needs-evil', '{}');
      for (const name of ['wait', 'active', 'completed']) await redis.set(`${keys.base}evil:${name}`, 'x');
      await redis.zadd(keys.later, 1, 'no-bar', 2, 'evil|x');
      await redis.sadd('surefoot:ending', sampleRun.id);
    });
  });

  test('alters the run itself: who serves it goes on, and its coordinator mends it', async () => {
    const { address, redis } = await openServer();
    const coordinator = await openQueueCoordinator({ address }, sampleRun);
    const open = async () => {
      const worker = await openQueueWorker({ address });
      onTestFinished(() => worker.close());
      return worker;
    };
    const [serving, late] = [await open(), await open()];
    await serving.state();
    await redis.hset(keys.run, 'text', '{"half', 'sum', 'x');
    expect(await serving.state()).toEqual({ kind: 'open', run: sampleRun });
    expect(await late.state()).toEqual({ kind: 'none' });
    await coordinator.offers();
    for (const worker of [serving, late]) expect(await worker.state()).toEqual({ kind: 'open', run: sampleRun });
    await redis.del('surefoot:runs');
    await redis.set('surefoot:runs', 'no list');
    expect(await (await open()).state()).toEqual({ kind: 'none' });
    await coordinator.offers();
    expect(await (await open()).state()).toMatchObject({ kind: 'open' });
    await coordinator.end();
    await coordinator.close();
  });

  test('puts what is no run among the runs: it is named once, and stops nobody', async () => {
    const { address, redis } = await openServer();
    await redis.zadd('surefoot:runs', 1, 'zz', 2, 'yy', 3, 'xx', 4, 'ww"\u001b[31m');
    await redis.hset(runKeys('yy').run, 'text', '{"half', 'sum', 'x', 'lease', '1');
    await redis.set(runKeys('xx').run, 'no hash');
    const coordinator = await openQueueCoordinator({ address }, sampleRun);
    const named: string[] = [];
    const worker = await openQueueWorker({ address }, { passOver: (what) => named.push(what), accepts: () => false });
    for (let looks = 0; looks < 3; looks++) expect(await worker.state()).toEqual({ kind: 'none' });
    expect(named.map((text) => text.slice(0, 5))).toEqual(['"zz" ', '"yy" ', '"xx" ', '"ww\\"']);
    const seen: string[] = [];
    expect(await lookAtQueue({ address }, (what) => seen.push(what))).toMatchObject([{ id: sampleRun.id }]);
    expect(seen).toHaveLength(4);
    expect(seen.join()).toContain('"zz" is listed among the runs (surefoot:runs) but is not a run; it was skipped');
    expect(seen.join()).not.toContain('\u001b');
    await coordinator.end();
    await Promise.all([worker.close(), coordinator.close()]);
  });
});

function offerIdJob(place: number): string {
  return jobId(offerId(OFFERS[place] as (typeof OFFERS)[0]));
}
