/**
 * @file Simulated races from 1,000 seeds; `npm run soak` takes 10,000. One seed: `SEED=17 npx vitest run test/simulation`,
 * which prints what happened.
 */
import { expect, test } from 'vitest';
import { runSeeds } from '../simulation/run-seeds.js';
import { simulatedMemory } from '../simulation/simulated-memory.js';

const SEEDS = Number(process.env.SIMULATED_SEEDS ?? 1000);

test(`${SEEDS} seeds of races over the memory transport`, async () => {
  expect(await runSeeds(SEEDS, simulatedMemory)).toEqual([]);
}, 3_600_000);
