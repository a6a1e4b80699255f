/** @file Labels: what sets candidates apart is told, in no more digits than that takes. */
import { expect, it } from 'vitest';
import { labelConfigurations } from './candidate-label.js';

const adamw = (weightDecay: number) => ({ name: 'adamw', weightDecay });

it('says where a part is empty that others have: a linear model beside networks', () => {
  const labels = labelConfigurations(
    [[], [{ dense: { units: 64 } }], [{ dense: { units: 32 } }]].flatMap((layers) =>
      [0.01, 0.5].map((weightDecay) => ({ layers, optimizer: adamw(weightDecay) })),
    ),
  );
  expect(labels.slice(0, 3)).toEqual(['layers=none decay=0.01', 'layers=none decay=0.5', 'units=64 decay=0.01']);
  expect(new Set(labels).size).toBe(6);
});

it('writes drawn numbers in the digits that keep them apart, and others as they are', () => {
  const of = (...rates: number[]) => labelConfigurations(rates.map((rate) => ({ rate })));
  expect(of(0.000319243823820617, 0.0123456789012345)).toEqual(['rate=0.0003192', 'rate=0.01235']);
  expect(of(0.12345678901, 0.12345678999)).toEqual(['rate=0.123456789', 'rate=0.12345679']);
  expect(of(1_234_567_890, 0.0000025, 0.123457)).toEqual(['rate=1234567890', 'rate=0.0000025', 'rate=0.123457']);
});

it('names the widths of a deep network once where they change together', () => {
  const deep = (filters: number, units: number) => ({
    layers: [...[1, 1, 2, 2].map((factor) => ({ conv: { filters: factor * filters } })), { dense: { units } }],
  });
  const labels = labelConfigurations([deep(4, 3), deep(8, 3), deep(4, 5), deep(8, 5)]);
  expect(labels[0]).toBe('filters[0]=4 units=3');
  expect(new Set(labels).size).toBe(4);
  const apart = labelConfigurations([
    deep(4, 3),
    { layers: [...deep(4, 3).layers.slice(0, 3), ...deep(8, 3).layers.slice(3)] },
  ]);
  expect(apart).toEqual(['filters=8', 'filters=16']);
});
