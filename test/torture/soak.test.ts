/**
 * @file SIGKILL at random moments, of the coordinator, its process group and its workers, over five kinds of trainer: nothing lost, nothing
 * doubled, nothing left behind. 20 kills; `npm run soak` takes 300.
 */
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { soak } from './soak.js';
import { KINDS } from './soak-trainers.js';

const KILLS = Number(process.env.SOAK_KILLS ?? 20);
const linux = process.platform === 'linux';

test.skipIf(!linux).each(KINDS)(
  `${KILLS / KINDS.length} kills of a race, %s${linux ? '' : ' (skipped: finds processes by /proc, which only Linux has)'}`,
  async (kind) => {
    const { kills, runs, trials } = await soak(
      kind,
      temporaryFolder(onTestFinished),
      KILLS / KINDS.length,
      Math.random,
    );
    console.log(`${kind}: ${runs} races of ${trials} trials; killed ${JSON.stringify(kills)}`);
    expect(runs).toBeGreaterThan(0);
  },
);
