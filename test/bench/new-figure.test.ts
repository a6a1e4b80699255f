/** @file The range of a further training on other rows: what it covers, by simulation; what it says of trainings alone; and where it ends. */
import { expect, test } from 'vitest';
import { coverageOf, SCENARIOS } from '../../bench/new-figure/cover.js';
import { newFigure } from '../../src/stats/index.js';
import { examples } from '../examples.js';

/** Squared errors whose fourth moment is infinite: no sample knows how much they vary, so they are covered less often. */
const UNKNOWABLE = /3 degrees|lognormal/;
const SAMPLES = examples(120, 2000);

test.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
  '%s: covers what it says',
  (name, scenario) => {
    const least = UNKNOWABLE.test(name) ? 0.75 : 0.88;
    for (const [trainings, rows] of [
      [20, 40],
      [5, 150],
    ] as const) {
      const { share } = coverageOf(scenario, { trainings, rows, samples: SAMPLES });
      // Three standard errors of the simulation.
      expect(share).toBeGreaterThan(least - 3 * Math.sqrt((0.9 * 0.1) / SAMPLES));
    }
  },
);

test('a range of retrainings alone, as it was told before, does not cover other rows', () => {
  const [scenario] = SCENARIOS.slice(1);
  if (scenario === undefined) throw new Error('no scenario');
  const figures = { better: scenario.better, trainings: [0.91, 0.9, 0.92, 0.905, 0.915], rows: 50 };
  const alone = newFigure({ ...figures, leftOut: [] }, 0.9);
  const both = newFigure({ ...figures, leftOut: [0.9, 0.92, 0.91, 0.89, 0.93], range: scenario.range }, 0.9);
  expect(alone).toEqual({ low: 0.9, high: 0.92, level: 4 / 6, covers: 'trainings' });
  expect(both?.covers).toBe('both');
  expect(both?.low).toBeLessThan(0.85);
});

test('rows that are all right say what they leave unknown, as an exact interval does', () => {
  const all = newFigure({ trainings: [1, 1, 1], leftOut: [1, 1, 1, 1], rows: 30, better: 'high', range: [0, 1] }, 0.9);
  // Of 30 further rows with the accuracy that 30 rights leave (Jeffreys), 27 or more are right in 0.97 of the cases.
  expect(all?.high).toBe(1);
  expect(all?.low).toBeGreaterThan(0.85);
  expect(all?.low).toBeLessThan(0.97);
});

test('it ends where the figure does, and one training has a range of rows', () => {
  const near = { trainings: [0.02], leftOut: [0.01, 0.03, 0.02, 0.015], rows: 40, better: 'low' as const };
  const told = newFigure({ ...near, range: [0, 2] }, 0.9);
  expect(told?.covers).toBe('rows');
  expect(told?.low).toBeGreaterThan(0);
  expect(newFigure({ ...near, leftOut: [] }, 0.9)).toBeNull();
  expect(newFigure({ ...near, trainings: [] }, 0.9)).toBeNull();
});
