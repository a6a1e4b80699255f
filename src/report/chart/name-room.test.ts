/** @file Names and labels in the room of a drawing: what sets names apart stays, and labels do not touch. */
import { expect, it } from 'vitest';
import { fitNames, labelsApart, pixelsOf } from './name-room.js';

it('names that differ in one setting keep it, however little room there is', () => {
  const names = [1, 2, 3, 4].map((last) => `filters=4 units=16 activation=tanh optimizer=adamw rate=0.00${last}`);
  for (const room of [300, 140, 90]) {
    const fitted = fitNames(names, () => room);
    expect(new Set(fitted).size).toBe(4);
    for (const [index, text] of fitted.entries()) {
      expect(pixelsOf(text)).toBeLessThanOrEqual(room);
      expect(text).toContain(`rate=0.00${index + 1}`);
    }
  }
  expect(fitNames(names, () => 1000)).toEqual(names);
});

it('names of one word keep what follows their common beginning, and its first characters', () => {
  expect(fitNames([`${'x'.repeat(99)}-a`, `${'x'.repeat(99)}-b`], () => 60)).toEqual(['xxx…a', 'xxx…b']);
});

it('names that nothing tells apart in the room that there is get a number', () => {
  expect(fitNames(['xyxyxyxyx', 'yxyxyxyxy', 'xyxyxyxy'], () => 14)).toEqual(['… #1', 'y…', '… #3']);
});

it('a name from right to left stays between its marks', () => {
  const [name = ''] = fitNames(['\u2068שלום עולם שלום\u2069'], () => 60);
  expect(name).toMatch(/^\u2068[^\u2068\u2069]*…\u2069$/);
});

it('labels that would touch are left out, and the last one stays', () => {
  const labels = [0, 20, 90, 100].map((x) => ({ x, text: '0.2954' }));
  expect(labelsApart(labels).map(({ x }) => x)).toEqual([20, 100]);
});
