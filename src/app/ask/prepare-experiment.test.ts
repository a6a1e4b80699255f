/** @file How many threads a command's libraries take. */
import { expect, test } from 'vitest';
import { threadsAtStart } from './prepare-experiment.js';

test('the cores over the workers, one at least; what the user has set stands', () => {
  const set = { MKL_NUM_THREADS: '3', OPENBLAS_NUM_THREADS: '' };
  expect(threadsAtStart(2, 9, set)).toEqual({
    OMP_NUM_THREADS: '4',
    OPENBLAS_NUM_THREADS: '4',
    MKL_NUM_THREADS: '3',
    NUMEXPR_NUM_THREADS: '4',
    VECLIB_MAXIMUM_THREADS: '4',
  });
  expect(threadsAtStart(16, 4, {}).OMP_NUM_THREADS).toBe('1');
});
