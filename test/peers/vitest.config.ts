/** @file Trainers in Python, beside the built-in one: `npm run test:peers`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/peers/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    pool: 'forks',
    maxWorkers: 1,
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'coverage/peers-results.json' }]] : ['default'],
  },
});
