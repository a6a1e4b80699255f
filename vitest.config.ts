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

/** What replaces modules or built-ins for all who come after it in its process. All others put back what they change, and share a process and what it has loaded. */
const ALONE = ['test/app/{other-engine,undrawn-data}.test.ts', 'test/store/shared-file-system.test.ts'];

/** Those alone come first: a process is shared for as long as the next file shares it, too. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId, project }: TestSpecification): number => {
      if (project.config.isolate) return -1;
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
      { extends: true, test: { name: 'alone', include: ALONE } },
      {
        extends: true,
        test: {
          name: 'together',
          include: ['{src,test}/**/*.test.ts'],
          exclude: [...OTHERS, ...ALONE],
          isolate: false,
        },
      },
    ],
    maxWorkers: 2,
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'coverage/test-results.json' }]] : ['default'],
  },
});
