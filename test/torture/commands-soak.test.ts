/** @file Runs that are paused, resumed, extended and stopped at random moments: 300, and in `npm run soak` 3,000. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commanded, playCommanded } from '../app/commanded-run.js';

const RUNS = Number(process.env.COMMANDED_RUNS ?? 300);

test(`${RUNS} runs that are commanded at random moments`, async () => {
  const property = fc.asyncProperty(commanded, async (given) => {
    expect(await playCommanded(given)).toEqual([]);
  });
  await fc.assert(property, { numRuns: RUNS });
});
