/** @file What is said where nobody meets the bounds on metrics: who comes nearest, by which bound, and which one to loosen. */
import { expect, test } from 'vitest';
import { nobodyMeets, requiredAdvice } from '../../src/report/answer/required-metric-words.js';
import type { Result } from '../../src/report/index.js';
import type { Telling } from '../../src/report/view/telling.js';

const telling = { nameWithId: (id: string) => id } as Telling;

test('the bound that is shown to be broken is named, and not one that may be kept', () => {
  const required = (metric: string, below: number) => ({ metric, criterion: 'q3', below, isConstant: false });
  const broken = { value: 21, low: 20.5, high: 22, n: 5, standing: 'unmet' };
  // Far from its bound, on the right side, by too few trainings to be sure.
  const untold = { value: 3, low: -40, high: 46, n: 3, standing: 'open' };
  const requirements = {
    delta: 0.05,
    metrics: [
      { ...required('ms', 20), candidates: [{ candidate: 'a', ...broken }] },
      { ...required('mb', 30), candidates: [{ candidate: 'a', ...untold }] },
    ],
    refused: ['a'],
  };
  const result = { requirements, choice: null, candidates: [{ id: 'a' }], neverWorked: [] } as unknown as Result;
  expect(nobodyMeets(result, telling)).toBe(
    'nobody meets what is required: q3 of ms below 20. Nearest is a with 21.00 [20.50, 22.00], 1.0 too high; q3 of ms below 20 leaves out the most, 1',
  );
  expect(requiredAdvice(result)).toMatch(/^Loosen `require\.ms\.q3`, to about 22/);
});

test('where the nearest breaks two bounds both are to be loosened', () => {
  const required = (metric: string, own: object) => ({
    ...{ metric, criterion: 'q3', below: 20, isConstant: false },
    candidates: [{ candidate: 'a', n: 5, standing: 'unmet', ...own }],
  });
  const metrics = [
    required('ms', { value: 21, low: 20.5, high: 22 }),
    required('mb', { value: 40, low: 38, high: 44 }),
  ];
  const requirements = { delta: 0.05, metrics, refused: ['a'] };
  const result = { requirements, choice: null, candidates: [{ id: 'a' }], neverWorked: [] } as unknown as Result;
  expect(requiredAdvice(result)).toBe(
    'Loosen `require.mb.q3`, to about 44.0, and `require.ms.q3`, to about 22.0 for the nearest, or add candidates that meet both',
  );
});

test('of whom a search has not tried nothing is said, and one that is hardly likely to keep a bound is told as well', () => {
  const own = { value: 21, low: 15, high: 27, n: 1, standing: 'open' };
  const metric = {
    metric: 'ms',
    criterion: 'q3',
    below: 20,
    isConstant: false,
    candidates: [{ candidate: 'a', ...own }],
  };
  const result = {
    ...{ requirements: { delta: 0.05, metrics: [metric], refused: ['a'] }, search: { candidates: 60 } },
    ...{ choice: null, candidates: [{ id: 'a' }], neverWorked: [] },
  } as unknown as Result;
  expect(nobodyMeets(result, telling)).toBe(
    'none of the 1 tried meets what is required: q3 of ms below 20. Nearest is a with 21.0 [15.0, 27.0], 1.0 too high',
  );
});
