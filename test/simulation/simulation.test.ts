/**
 * @file Simulated races, some seeds of the thousands that `npm run test:torture` (1,000) and `npm run soak` (10,000) take. One
 * seed: `SEED=17 npx vitest run test/simulation -t memory`, which prints what happened.
 */
import { expect, test } from 'vitest';
import { runSeeds } from './run-seeds.js';
import { simulatedFolder } from './simulated-folder.js';
import { simulatedMemory } from './simulated-memory.js';

test('the memory transport keeps its promises', async () => {
  expect(await runSeeds(50, simulatedMemory)).toEqual([]);
});

test('the shared folder keeps its promises', async () => {
  expect(await runSeeds(8, simulatedFolder)).toEqual([]);
});
