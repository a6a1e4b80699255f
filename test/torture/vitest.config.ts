/** @file The long torture of the command trainer: `npm run test:torture`. */
import { defineConfig } from 'vitest/config';
import { LONG_TEST_MS } from '../hang-guard.js';

export default defineConfig({
  test: {
    include: ['test/torture/**/*.test.ts'],
    testTimeout: LONG_TEST_MS,
    hookTimeout: LONG_TEST_MS,
    pool: 'forks',
    maxWorkers: 2,
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'coverage/torture-results.json' }]] : ['default'],
  },
});
