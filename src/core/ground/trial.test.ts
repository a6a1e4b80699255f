/** @file Streams of a replicate draw numbers of their own; trainings on other divisions of the data are other trainings. */
import { expect, test } from 'vitest';
import { replicateTrial, streamRandom, trialKey } from './trial.js';

test('each stream, index and seed draws other numbers', () => {
  const first = (...of: Parameters<typeof streamRandom>) => streamRandom(...of).uniform();
  const drawn = [
    first(1, 'init', 0),
    first(1, 'order', 0),
    first(1, 'noise', 0),
    first(1, 'init', 1),
    first(2, 'init', 0),
  ];
  expect(new Set(drawn).size).toBe(drawn.length);
  expect(first(1, 'init', 0)).toBe(drawn[0]);
});

test('the division of the data is part of the key', () => {
  const trial = replicateTrial('c', 3, 0);
  const keys = [undefined, 0, 1].map((split) =>
    trialKey(split === undefined ? trial : { ...trial, streams: { ...trial.streams, split } }),
  );
  expect(new Set(keys).size).toBe(3);
});
