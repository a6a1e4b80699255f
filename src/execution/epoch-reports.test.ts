/** @file Reports of a training as they come: kept up to the one that ends it, and only while they make sense. */
import { expect, test } from 'vitest';
import { TrainingFailure, TrainingStopped } from '../core/index.js';
import { EpochReports } from './epoch-reports.js';

test('reports are kept up to the one that ends the trial, and every further one throws too', () => {
  const reports = new EpochReports([Number.POSITIVE_INFINITY, 1]);
  reports.add(5);
  expect(reports.isHopeless).toBe(false);
  expect(() => reports.add(2)).toThrow(TrainingStopped);
  expect(() => reports.add(0)).toThrow(TrainingStopped);
  expect(reports.losses).toEqual([5, 2]);
  expect(reports.isHopeless).toBe(true);
});

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
