/** @file Files of tests that replace modules for all who come after them in their process: each has one of its own. */
export const ALONE: readonly string[] = [
  'test/app/claim-first.test.ts',
  'test/app/other-engine.test.ts',
  'test/app/undrawn-data.test.ts',
  'test/evidence/log/shared-file-system.test.ts',
];
