/** @file Which of several trainings on all examples is delivered. */
import { expect, test } from 'vitest';
import { nearestRun } from '../../src/app/questions/nearest-run.js';

const run = (told: Readonly<Record<string, readonly number[]>>) => ({
  told: Object.fromEntries(Object.entries(told).map(([name, values]) => [name, Float32Array.from(values)])),
  ...{ figures: {}, targets: new Float32Array() },
});

test('the one nearest to the mean of all, with targets of several units alike', () => {
  // The first target is in units ten thousand times as large: there the last one is at the mean, and it is far off in the second.
  const runs = [
    [100, 0, 10_100, 1],
    [-100, -0.1, 9900, 0.9],
    [0, 0.9, 10_000, 1.9],
  ].map((output) => run({ output }));
  expect(nearestRun(runs, 2)).toBe(0);
  expect(nearestRun(runs, 1)).toBe(2);
});

test('of classes by their probabilities, not by labels', () => {
  const runs = [
    [0.9, 0.1],
    [0.6, 0.4],
    [0.2, 0.8],
  ].map((probabilities, label) => run({ probabilities, output: [label * 100] }));
  expect(nearestRun(runs, 1)).toBe(1);
});
