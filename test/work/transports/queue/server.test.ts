/** @file What a queue says to servers that will not have it, and what it does when one goes away, forgets, or serves many runs. */
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Claim, offerId, type SurefootError, type WorkerEnd } from '../../../../src/core/index.js';
import { parseQueueAddress } from '../../../../src/work/transports/queue/access.js';
import { openQueueCoordinator, openQueueWorker } from '../../../../src/work/transports/queue/index.js';
import { QueueLink } from '../../../../src/work/transports/queue/link.js';
import { offersOf, outcomeOf, reportOf, sampleRun } from '../../../conformance/transport/hall.js';
import { WAIT_MS } from '../../../hang-guard.js';
import { until } from '../../../until.js';
import { hasRedis, type RedisServer, startRedis, withoutRedis } from './redis-server.js';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

async function server(settings: readonly string[] = []): Promise<RedisServer> {
  const started = await startRedis(settings);
  onTestFinished(() => started.remove());
  return started;
}

async function refusalOf(
  opening: Promise<{ close(): Promise<void> }>,
): Promise<Pick<SurefootError, 'code' | 'message'>> {
  try {
    await (await opening).close();
  } catch (error) {
    return error as SurefootError;
  }
  throw new Error('It is not refused.');
}

async function mustClaim(worker: WorkerEnd): Promise<Claim> {
  const claim = await worker.claim({});
  if (claim === undefined) throw new Error('There is something to claim.');
  return claim;
}

/** Tries until the server is there again. */
const again = <Answer>(call: () => Promise<Answer>): Promise<Answer> => vi.waitFor(call, WAIT_MS);

async function freePort(): Promise<number> {
  const listening = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  const { port } = listening.address() as { port: number };
  await new Promise((resolve) => listening.close(resolve));
  return port;
}

describe.skipIf(!hasRedis)(`a queue's server${withoutRedis}`, () => {
  test('is asked in with the password of a file, and says what is wrong with another', async () => {
    const { address, folder } = await server(['--requirepass', 'open-sesame-4711']);
    const passwordFile = join(folder, 'password');
    const withPassword = (password: string) => {
      writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
      chmodSync(passwordFile, 0o600);
      return { address, passwordFile };
    };
    const none = await refusalOf(openQueueWorker({ address }));
    expect(none.code).toBe('queue-access');
    expect(none.message).toMatch(/NOAUTH.*SUREFOOT_QUEUE_PASSWORD/s);
    const wrong = await refusalOf(openQueueWorker(withPassword('close-sesame-0815')));
    expect(wrong.code).toBe('queue-access');
    expect(wrong.message).toMatch(/WRONGPASS/);
    expect(wrong.message).not.toContain('sesame');
    const worker = await openQueueWorker(withPassword('open-sesame-4711'));
    expect(await worker.state()).toEqual({ kind: 'none' });
    await worker.close();
  });

  test('is refused where it drops keys, and named where it cannot be written to or is not there', async () => {
    const evicting = await server(['--maxmemory-policy', 'allkeys-lru']);
    expect((await refusalOf(openQueueWorker(evicting))).message).toContain('maxmemory-policy allkeys-lru');
    const replica = await server(['--replicaof', '127.0.0.1', '1', '--replica-serve-stale-data', 'yes']);
    const readOnly = await refusalOf(openQueueCoordinator(replica, sampleRun));
    expect(readOnly.message).toMatch(/READONLY.*primary/s);
    const nowhere = await refusalOf(openQueueWorker({ address: 'redis://127.0.0.1:1' }));
    expect(nowhere.code).toBe('queue-unreachable');
    expect(nowhere.message).toContain('ECONNREFUSED');
  });

  test.skipIf(!hasOpenssl)(
    `speaks TLS to who gives the right certificates${hasOpenssl ? '' : ' (skipped: no openssl is installed)'}`,
    async () => {
      const port = await freePort();
      const keys = await server();
      const [key, certificate] = [join(keys.folder, 'key.pem'), join(keys.folder, 'certificate.pem')];
      const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
      const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...subject];
      expect(spawnSync('openssl', made).status).toBe(0);
      await server([
        ...['--tls-port', `${port}`, '--tls-cert-file', certificate, '--tls-key-file', key],
        ...['--tls-ca-cert-file', certificate, '--tls-auth-clients', 'no'],
      ]);
      const address = `rediss://localhost:${port}`;
      const worker = await openQueueWorker({ address, caFile: certificate });
      expect(await worker.state()).toEqual({ kind: 'none' });
      await worker.close();
      const untrusted = await refusalOf(openQueueWorker({ address }));
      expect(untrusted.code).toBe('queue-tls');
      expect(untrusted.message).toContain('--queue-ca');
      expect((await refusalOf(openQueueWorker({ address: `redis://localhost:${port}` }))).code).toMatch(/^queue-/);
    },
  );

  test('serves many runs, and nothing of a run stays', async () => {
    const { address, socket } = await server();
    const looking = new Redis(socket);
    onTestFinished(() => looking.disconnect());
    const runs = await Promise.all(
      ['one', 'two', 'three'].map(async (id) => {
        const coordinator = await openQueueCoordinator({ address }, { ...sampleRun, id });
        const worker = await openQueueWorker({ address }, { accepts: (run) => run.id === id });
        expect(await worker.state()).toMatchObject({ kind: 'open', run: { id } });
        await worker.announce(reportOf(id));
        return { id, coordinator, worker };
      }),
    );
    for (const { coordinator, worker } of runs) {
      await coordinator.offer(offersOf(6).map((offer, place) => ({ ...offer, needs: place === 0 ? { gpus: 1 } : {} })));
      const claims = [];
      for (let place = 0; place < 5; place++) claims.push(await mustClaim(worker));
      const file = { path: 'a', bytes: new Uint8Array(3_000_000).fill(7) };
      for (const claim of claims.slice(0, 3)) await worker.settle(claim, outcomeOf(claim), [file]);
      expect(await coordinator.deliveries(10)).toHaveLength(3);
    }
    const [first, ...others] = runs;
    await first?.coordinator.end();
    expect((await looking.keys('*')).filter((key) => key.includes('one'))).toEqual([]);
    for (const { coordinator } of others) {
      expect(await coordinator.offers()).toHaveLength(6);
      await coordinator.end();
    }
    for (const { worker } of runs) {
      expect(await worker.state()).toEqual({ kind: 'ended' });
      expect(await worker.claim({})).toBeUndefined();
      await worker.announce(reportOf('late'));
      await worker.close();
    }
    for (const { coordinator } of runs) await coordinator.close();
    expect(await looking.keys('*')).toEqual([]);
  });

  test('goes away and comes back: calls fail, and go on where they were', async () => {
    const redis = await server(['--appendfsync', 'always']);
    const coordinator = await openQueueCoordinator(redis, sampleRun);
    const worker = await openQueueWorker(redis);
    await worker.state();
    await worker.announce(reportOf('a'));
    await coordinator.offer(offersOf(3));
    const [settled, held] = [await mustClaim(worker), await mustClaim(worker)];
    await worker.settle(settled, outcomeOf(settled), []);
    let news = 0;
    coordinator.onNews(() => news++);
    await redis.kill();
    await expect(coordinator.deliveries(10)).rejects.toMatchObject({ code: 'queue-unreachable' });
    await expect(worker.claim({})).rejects.toMatchObject({ code: 'queue-unreachable' });
    await expect(worker.renew([held])).rejects.toMatchObject({ code: 'queue-unreachable' });
    await redis.restart();
    expect(await again(() => coordinator.deliveries(10))).toMatchObject([
      { id: offerId(settled.offer), isLate: false },
    ]);
    expect(await again(() => worker.renew([held]))).toEqual(new Set([held.token]));
    await worker.settle(held, outcomeOf(held), []);
    await until(() => news > 0);
    // It forgets everything: whoever offers opens the run again, and offers what is not there.
    const forgetting = new Redis(redis.socket);
    await forgetting.flushall();
    forgetting.disconnect();
    expect(await coordinator.offers()).toEqual([]);
    await coordinator.offer(offersOf(3));
    expect(await worker.state()).toMatchObject({ kind: 'open' });
    expect((await mustClaim(worker)).offer).toEqual(offersOf(1)[0]);
    await coordinator.end();
    await Promise.all([worker.close(), coordinator.close()]);
  });

  test('is away when a worker of BullMQ is made, which another one takes the place of', async () => {
    const redis = await server();
    const link = await QueueLink.open(parseQueueAddress(redis.address), {});
    onTestFinished(() => link.close());
    await redis.kill();
    await expect(link.worker('{p}', 'q', 'w', 1000)).rejects.toMatchObject({ code: 'queue-unreachable' });
    await expect(link.queue('{p}', 'q')).rejects.toMatchObject({ code: 'queue-unreachable' });
    await redis.restart();
    const queue = await again(() => link.queue('{p}', 'q'));
    await again(() => queue.add('n', {}, { jobId: 'j' }));
    const worker = await again(() => link.worker('{p}', 'q', 'w', 1000));
    expect(await again(() => worker.getNextJob('t', { block: false }))).toMatchObject({ id: 'j' });
  });

  test('keeps no connection of a run, or a worker, that could not be opened', async () => {
    const { address, socket } = await server();
    const redis = new Redis(socket);
    onTestFinished(() => redis.disconnect());
    await redis.call('ACL', 'SETUSER', 'default', '-@scripting', '-smembers', '-subscribe');
    expect((await refusalOf(openQueueCoordinator({ address }, sampleRun))).code).toBe('queue-access');
    expect((await refusalOf(openQueueWorker({ address }))).code).toBe('queue-access');
    const clients = async () =>
      String(await redis.call('CLIENT', 'LIST'))
        .trim()
        .split('\n').length;
    await until(async () => (await clients()) === 1);
  });

  test('is not asked to carry what is too large', async () => {
    const { address } = await server();
    const coordinator = await openQueueCoordinator({ address }, sampleRun);
    const worker = await openQueueWorker({ address });
    await worker.state();
    await worker.announce(reportOf('a'));
    await coordinator.offer(offersOf(1));
    const claim = await mustClaim(worker);
    const large = { path: 'a', bytes: new Uint8Array(2 ** 28 + 1) };
    await expect(worker.settle(claim, outcomeOf(claim), [large])).rejects.toMatchObject({
      code: 'too-large-for-queue',
    });
    const chatty = outcomeOf(claim, { failure: { kind: 'exception', message: 'a'.repeat(2 ** 24) } });
    await expect(worker.settle(claim, chatty, [])).rejects.toMatchObject({ code: 'too-large-for-queue' });
    expect(await coordinator.deliveries(10)).toEqual([]);
    await coordinator.end();
    await Promise.all([worker.close(), coordinator.close()]);
  });
});
