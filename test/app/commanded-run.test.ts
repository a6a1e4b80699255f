/** @file Pause, resume, extend and stop at every moment of a run in a folder; `npm run soak` plays thousands. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Commanded, commanded, playCommanded } from './commanded-run.js';

test('commanded at any moment, a run says truly how it stands, its log is whole, and it decides as undisturbed', async () => {
  const property = fc.asyncProperty(commanded, async (given) => {
    expect(await playCommanded(given)).toEqual([]);
  });
  // Stopped when all is trained: who goes on trains nothing, and the file must still say that it ended by its budget.
  const examples: [Commanded][] = [[{ seed: 29035, workers: 1, moves: ['settle', 'stop'], trials: 1 }]];
  await fc.assert(property, { numRuns: 12, examples });
});
