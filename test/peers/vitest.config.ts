/** @file Trainers in Python, beside the built-in one: `npm run test:peers`. */
import { defineConfig } from 'vitest/config';
import { LONG_TEST_MS } from '../hang-guard.js';

export default defineConfig({
  test: {
    include: ['test/peers/**/*.test.ts'],
    testTimeout: LONG_TEST_MS,
    hookTimeout: LONG_TEST_MS,
    pool: 'forks',
    // Much of it waits: for Slurm, for processes that start.
    maxWorkers: 2,
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'coverage/peers-results.json' }]] : ['default'],
  },
});
