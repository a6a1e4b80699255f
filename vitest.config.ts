/** @file Test discovery: unit tests beside the code, public behaviour under test/. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // Longer ones, with configurations of their own: npm run test:torture, npm run test:peers.
    exclude: ['test/torture/**', 'test/peers/**'],
    setupFiles: ['test/fast-check-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Tests that load ONNX Runtime by themselves; the package sees to it by itself.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    pool: 'forks',
    maxWorkers: 2,
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'coverage/test-results.json' }]] : ['default'],
  },
});
