/** @file Tests that take more than one process and Node.js: `npm run test:machines`. They lie beside the others that are about the same. */
import { defineConfig } from 'vitest/config';
import { LONG_TEST_MS, WAIT_MS } from '../hang-guard.js';

/** What needs a browser, a queue, workers of its own, a process a training, or the package as it is installed; and many simulated machines. */
export const MACHINES = [
  'test/package.test.ts',
  'test/release/user-workflows.test.ts',
  'test/app/{api-examples,digits,export-command,guides,report-from-log,watch,propose-command,budget-ceiling,workers,gpu-workers,worker-machine,without-peers,determinism,models,keep,keep-recipes,write-failures}.test.ts',
  'test/browser/**/*.test.ts',
  'test/work/here/determinism.test.ts',
  'test/work/transports/queue/**/*.test.ts',
  'test/recorded/elsewhere.test.ts',
  'test/simulation/**/*.test.ts',
  'test/trainers/command/**/*.test.ts',
];

export default defineConfig({
  test: {
    include: MACHINES,
    setupFiles: ['test/fast-check-setup.ts'],
    testTimeout: LONG_TEST_MS,
    hookTimeout: LONG_TEST_MS,
    expect: { poll: { timeout: WAIT_MS } },
    env: { ORT_DISABLE_TELEMETRY: '1' },
    pool: 'forks',
    server: { deps: { external: [/\/dist\//] } },
    maxWorkers: 2,
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'coverage/machines-results.json' }]] : ['default'],
  },
});
