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
