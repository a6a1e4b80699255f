/** @file What one training predicted, as a text and back. */
import { expect, test } from 'vitest';
import { readPredicted, writePredicted } from './predicted.js';

test('of probabilities the first of the most likely classes is kept, a byte each', () => {
  const values = Float32Array.of(0.2, 0.4, 0.4, 0.9, 0.05, 0.05);
  const text = writePredicted({ kind: 'probabilities', outputs: 3, values });
  expect(text).toBe('u8:1:AQA=');
  expect(readPredicted(text)).toEqual({ kind: 'labels', outputs: 1, values: Uint8Array.of(1, 0) });
});

test.each([
  [255, 'u8'],
  [256, 'u16'],
  [65_536, 'u32'],
])('labels up to %i come back as they were', (most, name) => {
  const text = writePredicted({ kind: 'labels', outputs: 1, values: Float32Array.of(0, most, 7) });
  expect(text.split(':')[0]).toBe(name);
  expect([...(readPredicted(text)?.values ?? [])]).toEqual([0, most, 7]);
});

test('numbers come back with every bit, however many there are', () => {
  const values = Float32Array.from({ length: 20_000 }, (_, place) => Math.sin(place) / 3);
  const read = readPredicted(writePredicted({ kind: 'values', outputs: 2, values }));
  expect(read).toEqual({ kind: 'values', outputs: 2, values });
});

test.each(['', 'u8:1:AQ', 'u8:0:AQA=', 'u9:1:AQA=', 'f32:1:AQA=', 'f32:2:AAAAAA==', 'u8:1:A*A='])(
  'what is none is not read: %j',
  (text) => {
    expect(readPredicted(text)).toBeUndefined();
  },
);
