/** @file How long a run has lasted is no matter of what its machine thinks the time is. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { systemClock } from './stopwatch.js';

test('setting the clock of the machine changes no duration', () => {
  const before = systemClock.nowMs();
  const wall = vi.spyOn(Date, 'now').mockReturnValue(before - 3_600_000);
  onTestFinished(() => wall.mockRestore());
  const after = systemClock.nowMs();
  expect(after).toBeGreaterThanOrEqual(before);
  wall.mockReturnValue(before + 1e12);
  expect(systemClock.nowMs() - after).toBeLessThan(1e11);
});
