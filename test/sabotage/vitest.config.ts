/** @file Runs the tests that SABOTAGED_TESTS names, in that order, on what is built, in one process, until one fails. */
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { ALONE } from '../alone.js';
import { builtModules } from '../built-modules.js';
import { TEST_MS, WAIT_MS } from '../hang-guard.js';

const root = join(import.meta.dirname, '../..');
const asked = (process.env.SABOTAGED_TESTS ?? '').split('\n').filter((name) => name !== '');

class AsAsked extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification): number => asked.findIndex((name) => moduleId.endsWith(name));
    return [...files].sort((a, b) => placeOf(a) - placeOf(b));
  }
}

export default defineConfig({
  root,
  plugins: [builtModules()],
  test: {
    include: asked,
    setupFiles: ['test/fast-check-setup.ts'],
    testTimeout: TEST_MS,
    hookTimeout: TEST_MS,
    expect: { poll: { timeout: WAIT_MS } },
    env: { ORT_DISABLE_TELEMETRY: '1' },
    sequence: { sequencer: AsAsked },
    pool: 'forks',
    server: { deps: { external: [/\/dist\//] } },
    isolate: asked.some((name) => ALONE.includes(name)),
    maxWorkers: 1,
    reporters: [['json', { outputFile: 'coverage/sabotage.json' }]],
  },
});
