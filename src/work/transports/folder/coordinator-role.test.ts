/** @file One process coordinates a run: whoever loses the race for its role, or is heard no more, has it no longer. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { takeRole } from './coordinator-role.js';
import { nodeFiles } from './exchange-files.js';
import { ExchangeFolder } from './exchange-folder.js';
import { write } from './records.js';

const LEASE = 1000;
const newToken = () => randomBytes(6).toString('hex');
const TAKEN = { code: 'coordinator-there' };

function openFolder() {
  const path = mkdtempSync(join(tmpdir(), 'surefoot-role-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  const exchange = new ExchangeFolder(nodeFiles, path, newToken);
  let nowMs = 0;
  /** Time passes for whoever waits, with what happens then. */
  const take = (isGone: boolean, meanwhile = async () => {}) =>
    takeRole(
      {
        exchange,
        clock: {
          nowMs: () => nowMs,
          after: (delayMs, callback) => {
            nowMs += delayMs;
            void meanwhile().then(callback);
            return () => {};
          },
        },
        leaseMs: LEASE,
        owner: newToken(),
        isGone: () => isGone,
        newToken,
      },
      'run',
    );
  let beat = 0;
  const say = async () => {
    const news = { epoch: 'e', change: 0, beat: ++beat, first: 0, last: 0, inLast: 0, again: [] };
    await exchange.replace('news', write.news(news));
  };
  return { take, say, nowMs: () => nowMs };
}

test('of several that begin at the same time one has the role', async () => {
  const { take, say } = openFolder();
  // A slow one may find that another has it already, and hears it.
  const taken = await Promise.allSettled(Array.from({ length: 4 }, () => take(false, say)));
  const [role, ...others] = taken.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(others).toEqual([]);
  for (const one of taken) if (one.status === 'rejected') expect(one.reason).toMatchObject(TAKEN);
  await role?.require();
});

test('one that is silent loses it after a lease, and not before', async () => {
  const { take, say, nowMs } = openFolder();
  const first = await take(true);
  await say();
  const second = await take(false);
  expect(nowMs()).toBeGreaterThan(LEASE);
  await second.require();
  await expect(first.require()).rejects.toMatchObject(TAKEN);
});

test('one that is heard keeps it', async () => {
  const { take, say } = openFolder();
  const first = await take(true);
  await say();
  await expect(take(false, say)).rejects.toMatchObject(TAKEN);
  await first.require();
});

test('who has lost it gives up nothing of who has it now, by whatever name', async () => {
  const { take } = openFolder();
  const first = await take(true);
  const second = await take(true);
  await second.leave();
  const third = await take(true);
  await first.leave();
  await third.require();
});
