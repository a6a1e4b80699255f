/** @file Reports against ceilings: what ends a trial, and what does not. */
import { expect, test } from 'vitest';
import { EpochReports, findStop, TrainingStopped } from './early-stop.js';

test('the first report above its ceiling ends a trial, whatever comes after it', () => {
  expect(findStop([3, 2, 1], [4, 1.5, 2])?.lossPerEpoch).toEqual([3, 2]);
  expect(findStop([3, 2, 1], [4, 2, 2])).toBeUndefined();
});

test('nothing is judged where there is no ceiling, and neither is a report that is not finite', () => {
  expect(findStop([9, 9], [])).toBeUndefined();
  expect(findStop([9, 9], undefined)).toBeUndefined();
  expect(findStop([9, 9, 9], [Number.POSITIVE_INFINITY, 10])).toBeUndefined();
  expect(findStop([Number.NaN, Number.POSITIVE_INFINITY], [1, 1])).toBeUndefined();
});

test('reports are kept until the one that ends the trial, which is thrown again at every further one', () => {
  const reports = new EpochReports([Number.POSITIVE_INFINITY, 1]);
  reports.add(5);
  expect(reports.stopped).toBeUndefined();
  expect(() => reports.add(2)).toThrow(TrainingStopped);
  expect(() => reports.add(0)).toThrow(TrainingStopped);
  expect(reports.losses).toEqual([5, 2]);
  expect(reports.stopped?.lossPerEpoch).toEqual([5, 2]);
});
