/**
 * @file Simulated races from 1,000 seeds, and from a tenth of them in a shared folder; `npm run soak` takes 10,000. One seed: `SEED=17
 * npx vitest run test/simulation -t memory`, which prints what happened.
 */
import { expect, test } from 'vitest';
import { runSeeds } from '../simulation/run-seeds.js';
import { simulatedFolder } from '../simulation/simulated-folder.js';
import { simulatedMemory } from '../simulation/simulated-memory.js';

const SEEDS = Number(process.env.SIMULATED_SEEDS ?? 300);

test(`${SEEDS} seeds of races over the memory transport`, async () => {
  expect(await runSeeds(SEEDS, simulatedMemory)).toEqual([]);
});

test(`${SEEDS / 10} seeds of races in a shared folder`, async () => {
  expect(await runSeeds(SEEDS / 10, simulatedFolder)).toEqual([]);
});
