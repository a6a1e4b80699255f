/** @file Runs that are stopped at random moments and begun again: 300, and in `npm run soak` 3,000. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { playStopped, stopped } from '../app/stopped-run.js';

const RUNS = Number(process.env.STOPPED_RUNS ?? 300);

test(`${RUNS} runs that are stopped at random moments`, async () => {
  const property = fc.asyncProperty(stopped, async (given) => {
    expect(await playStopped(given)).toEqual([]);
  });
  await fc.assert(property, { numRuns: RUNS });
});
