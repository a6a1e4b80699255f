/** @file Reports of a training as they come: kept, and only while they make sense. */
import { expect, test } from 'vitest';
import { TrainingFailure } from '../../core/index.js';
import { EpochReports } from './epoch-reports.js';

test('what is no number is refused, and so are reports without end', () => {
  const reports = new EpochReports();
  for (const value of ['0.5', undefined, null])
    expect(() => reports.add(value as never)).toThrow(/A report is a number/);
  for (let count = 0; count < 100_000; count++) reports.add(count);
  expect(() => reports.add(1)).toThrow(TrainingFailure);
});

test('losses that were handed out do not change any more', () => {
  const reports = new EpochReports();
  reports.add(1);
  const { losses } = reports;
  reports.add(2);
  expect(losses).toEqual([1]);
});
