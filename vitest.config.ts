/** @file Test discovery: unit tests beside the code, public behaviour under test/. */
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { TEST_MS, WAIT_MS } from './test/hang-guard.js';
import { MACHINES } from './test/machines/vitest.config.js';

/** Longest first: begun last, they would run alone in the end. */
const LONG = [
  'assure',
  'select-command',
  'ask-tell',
  'digits',
  'figures',
  'study-commands',
  'default-race',
  'live-run',
  'watch',
];

/** Those with configurations of their own: npm run test:machines, test:torture, test:peers, test:recipes. */
const OTHERS = [...MACHINES, 'test/torture/**', 'test/peers/**', 'test/recipes/**'];

/** Units beside the code, and behaviour that starts no process and changes nothing for the process that it runs in. */
const SHARING = [
  'src/**/*.test.ts',
  'test/{datasets,experiment,golden,race,reading,replay,report,selection,studies,trainers}/**/*.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const place = LONG.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return place < 0 ? LONG.length : place;
    };
    return [...(await super.sort(files))].sort((a, b) => placeOf(a) - placeOf(b));
  }
}

export default defineConfig({
  test: {
    exclude: OTHERS,
    setupFiles: ['test/fast-check-setup.ts'],
    testTimeout: TEST_MS,
    hookTimeout: TEST_MS,
    expect: { poll: { timeout: WAIT_MS } },
    // Tests that load ONNX Runtime by themselves; the package sees to it by itself.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
    // The built package is loaded by Node itself, as by a user, and not transformed module by module for each file of tests.
    server: { deps: { external: [/\/dist\//] } },
    projects: [
      // These keep nothing outside of themselves: their files share a process, and what it has loaded.
      { extends: true, test: { name: 'units', include: SHARING, isolate: false } },
      { extends: true, test: { name: 'behaviour', include: ['test/**/*.test.ts'], exclude: [...OTHERS, ...SHARING] } },
    ],
    maxWorkers: 2,
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'coverage/test-results.json' }]] : ['default'],
  },
});
