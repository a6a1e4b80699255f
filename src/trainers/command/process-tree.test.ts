/** @file Limits of a command, each told in its unit. */
import { spawn } from 'node:child_process';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Failure } from '../../core/index.js';
import { watchLimits } from './process-tree.js';

test('a limit of time is told in seconds', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const told: Failure[] = [];
  watchLimits({ timeoutMs: 1500 }, { entry: 'SUREFOOT_NONE=1' }, (failure) => told.push(failure));
  vi.advanceTimersByTime(1499);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual([{ kind: 'timeout', message: 'It took longer than 1.5 s.' }]);
});

const linux = process.platform === 'linux';
test.skipIf(!linux)('a limit of memory is in MiB, and told so', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const failure = await new Promise<Failure>((resolve) => {
    watchLimits({ memoryMiB: 5 }, { entry: 'SUREFOOT_NONE=1', pid: child.pid as number }, resolve);
  });
  const [, used = 0] = /^It took (\d+) MiB of memory, more than 5 MiB\.$/.exec(failure.message) ?? [];
  expect(failure.kind).toBe('memory');
  // A process of Node's takes some tens of them.
  expect(Number(used)).toBeGreaterThan(5);
  expect(Number(used)).toBeLessThan(2000);
});
