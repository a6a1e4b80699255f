/** @file What CONTRIBUTING.md says, done and seen to be right: `npm run test:recipes`, in the copy that `run.mjs` makes. */
import { defineConfig } from 'vitest/config';
import { LONG_TEST_MS } from '../hang-guard.js';

export default defineConfig({
  test: {
    include: ['test/recipes/*.test.ts'],
    testTimeout: LONG_TEST_MS,
    hookTimeout: LONG_TEST_MS,
    env: { ORT_DISABLE_TELEMETRY: '1' },
    pool: 'forks',
    maxWorkers: 1,
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'coverage/recipes-results.json' }]] : ['default'],
  },
});
