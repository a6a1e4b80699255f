/** @file The long torture of the command trainer: `npm run test:torture`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/torture/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 1,
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'coverage/torture-results.json' }]] : ['default'],
  },
});
