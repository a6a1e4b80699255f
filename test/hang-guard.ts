/**
 * @file The only time limits of tests. They end what hangs and judge nothing: whatever a machine does beside the tests, a test that goes
 * on is let go on. Tests wait for conditions, and name no other limit.
 */

/** For one condition that a test waits for, so that it says which one never came true. */
export const WAIT_MS = 20 * 60_000;

/** For one test or one hook. */
export const TEST_MS = 60 * 60_000;

/** For what does not end by itself, and must be ended: the longest that a timer takes. */
export const NEVER_MS = 2 ** 31 - 1;

/** For the long ones, which train or kill for hours on a busy machine: npm run test:torture, npm run test:peers. */
export const LONG_TEST_MS = 12 * 60 * 60_000;
