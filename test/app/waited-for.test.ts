/** @file What a worker without work says that it waits for. */
import { randomBytes } from 'node:crypto';
import { chmodSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { waitedFor } from '../../src/app/workers/waited-for.js';
import { createWorkerDisplay } from '../../src/cli/worker-display.js';
import { waitingClock } from '../../src/evidence/drive/index.js';
import { createFolderCoordinator, createFolderWorker, nodeFiles } from '../../src/work/transports/index.js';
import { offersOf, reportOf, sampleRun } from '../conformance/transport/hall.js';
import { until } from '../until.js';
import { temporaryFolder } from './command-line.js';

const NAME = '"Größe "a""';

test('no run, another run, nothing to offer, trials that do not fit, nobody who leads', async () => {
  const path = temporaryFolder(onTestFinished);
  chmodSync(path, 0o700);
  expect(await waitedFor(path, {}, undefined)).toBe(`no run is offered at ${path}`);
  const common = { files: nodeFiles, clock: waitingClock, path, newToken: () => randomBytes(6).toString('hex') };
  const first = await createFolderCoordinator({ ...common, run: sampleRun, owner: 'a', isGone: () => false });
  onTestFinished(() => first.close());
  const { id } = sampleRun;
  expect(await waitedFor(path, {}, undefined)).toBe(`this worker serves none of the runs at ${path}: ${NAME}`);
  expect(await waitedFor(path, {}, id)).toBe(`${NAME} has nothing to offer now`);
  await first.offer(offersOf(2).map((offer, place) => ({ ...offer, needs: place === 0 ? { cpus: 99 } : {} })));
  const comes = async (text: string) => until(async () => (await waitedFor(path, {}, id)) === text, 200);
  await comes(`${NAME} has open trainings, but none fits into what is free here (2 open, 0 under way)`);
  await first.withdraw((await first.offers()).slice(0, 1));
  const worker = createFolderWorker({ ...common, uid: process.getuid?.(), random: Math.random });
  await worker.state();
  await worker.announce(reportOf('w'));
  await until(async () => (await worker.claim({})) !== undefined);
  await comes(`other workers have all open trainings of ${NAME} (1)`);
  await first.close();
  // Its news grow old.
  const news = join(path, 'offered', id, 'news');
  const { atime, mtimeMs } = statSync(news);
  utimesSync(news, atime, new Date(mtimeMs - 600_000));
  expect(await waitedFor(path, {}, id)).toBe(`no process leads ${NAME} now; run its command again`);
});

test('what cannot be looked at is said as well, in a sentence', async () => {
  expect(await waitedFor('redis://127.0.0.1:1', {}, undefined)).toMatch(
    /^redis:\/\/127\.0\.0\.1:1 cannot be read: The queue's server .* cannot be reached/,
  );
  const written: string[] = [];
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  const options = { address: 'ex', isQuiet: false, isJson: false, graceSeconds: 1, idleSeconds: 0 };
  const display = createWorkerDisplay(options);
  display.onEvent({ kind: 'waits', seconds: 60, text: 'no run is offered at ex' });
  display.close();
  write.mockRestore();
  expect(written.join('')).toBe('Nothing to train for 1 min 00 s: no run is offered at ex.\n');
});
