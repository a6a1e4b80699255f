/** @file Pause, resume, extend and stop at every moment of a run in a folder; `npm run soak` plays thousands. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commanded, playCommanded } from './commanded-run.js';

test('commanded at any moment, a run says truly how it stands, its log is whole, and it decides as undisturbed', async () => {
  const property = fc.asyncProperty(commanded, async (given) => {
    expect(await playCommanded(given)).toEqual([]);
  });
  await fc.assert(property, { numRuns: 12 });
});
