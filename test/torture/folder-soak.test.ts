/**
 * @file A race over a shared folder whose coordinator and workers are killed at random moments: a few kills; `npm run soak` takes 300, over five kinds of trainer. And one of
 * whose three workers one dies again and again.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { tortureMachines, type Victim } from './machines.js';
import { kindsFor } from './soak-trainers.js';

const KILLS = Number(process.env.SOAK_KILLS ?? 8);
const TRAINERS = kindsFor(KILLS);
const VICTIMS: readonly Victim[] = ['coordinator', 'worker'];
const isSoak = process.env.SOAK_KILLS !== undefined;

function sharedFolder() {
  const folder = temporaryFolder(onTestFinished);
  const address = join(folder, 'exchange');
  mkdirSync(address, { mode: 0o700 });
  return { folder, meeting: { address, leftBehind: async () => readdirSync(join(address, 'offered')) } };
}

test.each(TRAINERS)(`${KILLS / TRAINERS.length} kills of a race over a folder, %s`, async (kind) => {
  const { killed, runs, trials } = await tortureMachines({
    ...sharedFolder(),
    kind,
    kills: KILLS / TRAINERS.length,
    victim: () => VICTIMS[Math.floor(Math.random() * VICTIMS.length)] as Victim,
    pauseSeconds: () => Math.random() * 3,
  });
  console.log(`folder, ${kind}: ${runs} races of ${trials} trials; killed ${JSON.stringify(killed)}`);
  expect(runs).toBeGreaterThan(0);
});

test(`a worker of three dies every ${isSoak ? 20 : 2} s`, async () => {
  const { killed, runs } = await tortureMachines({
    ...sharedFolder(),
    kind: 'module',
    kills: isSoak ? 15 : 5,
    victim: () => 'worker',
    pauseSeconds: () => (isSoak ? 20 : 2),
  });
  console.log(`folder: ${runs} races; killed ${JSON.stringify(killed)}`);
  expect(runs).toBeGreaterThan(0);
});
