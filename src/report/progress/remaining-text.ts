/** @file Says how long a run will still take, with no more certainty than there is. */
import { formatAbout } from '../number-text.js';
import type { Remaining } from './run-progress.js';

/** `12 min left`, `3-8 min left`, `at most 12 min left`; undefined before there is a pace. */
export function remainingText({ kind, seconds }: Remaining): string | undefined {
  if (seconds === null) return undefined;
  const [least, most] = [seconds.least, seconds.most].map(formatAbout) as [string, string];
  if (kind === 'at-most') return `at most ${most} left`;
  if (kind === 'exact' || least === most) return `${most} left`;
  const [, figure, unit] = /^([\d.]+)( .+)$/.exec(least) ?? [];
  const isOneUnit = unit !== undefined && most.endsWith(unit);
  return `${isOneUnit ? figure : least}${isOneUnit ? '-' : ' to '}${most} left`;
}
