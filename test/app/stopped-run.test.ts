/** @file Stopped at every moment, a run in a folder goes on; `npm run soak` plays thousands. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { playStopped, type Stopped, stopped } from './stopped-run.js';

test('stopped at any moment, a run says truly how it stands, its log is whole, and it decides as undisturbed', async () => {
  const property = fc.asyncProperty(stopped, async (given) => {
    expect(await playStopped(given)).toEqual([]);
  });
  // Stopped when all is trained: who goes on trains nothing, and the file must still say that it ended by its budget.
  const examples: [Stopped][] = [[{ seed: 29035, workers: 1, moves: ['settle', 'stop'], trials: 1 }]];
  await fc.assert(property, { numRuns: 12, examples });
});
