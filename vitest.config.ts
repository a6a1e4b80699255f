/** @file Test discovery: unit tests beside the code, public behaviour under test/. */
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { ALONE } from './test/alone.js';
import { builtModules } from './test/built-modules.js';
import { TEST_MS, WAIT_MS } from './test/hang-guard.js';
import { MACHINES } from './test/machines/vitest.config.js';

/** Longest first: begun last, they would run alone in the end. */
const LONG = [
  'select-command',
  'assure',
  'study-commands',
  'figures',
  'claims',
  'couple-command',
  'session-key',
  'questions',
  'adaptive-race',
  'transport-folder',
  'live-run',
  'recorded-runs',
  'reader',
  'plan',
];

/**
 * Lines that tests must reach in the rooms that decide, in per cent, by `npm run coverage`: in this process, by tests that load the sources.
 * A little below what was measured, so that it says when a part has no test at all.
 */
const FLOORS = { 'src/core/**': 74, 'src/stats/**': 97, 'src/questions/*/plan/**': 96, 'src/evidence/log/**': 88 };

/** Those with configurations of their own: npm run test:machines, test:torture, test:peers, test:recipes. */
const OTHERS = [...MACHINES, 'test/torture/**', 'test/peers/**', 'test/recipes/**'];

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

export default defineConfig(({ mode }) => ({
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
    // All others put back what they change of their process, and share it and what it has loaded.
    projects: [
      { extends: true, test: { name: 'alone', include: [...ALONE] } },
      {
        extends: true,
        // Not where modules are replaced: those that are built load one another without being asked.
        plugins: mode === 'built' ? [builtModules()] : [],
        test: {
          name: 'together',
          include: ['{src,test}/**/*.test.ts'],
          exclude: [...OTHERS, ...ALONE],
          isolate: false,
        },
      },
    ],
    maxWorkers: 2,
    coverage: {
      include: Object.keys(FLOORS).map((room) => `${room}/*.ts`),
      exclude: ['**/*.test.ts'],
      reporter: ['text-summary', 'json-summary'],
      reportsDirectory: 'node_modules/.cache/surefoot-coverage',
      thresholds: Object.fromEntries(Object.entries(FLOORS).map(([room, lines]) => [room, { lines }])),
    },
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'coverage/test-results.json' }]] : ['default'],
  },
}));
