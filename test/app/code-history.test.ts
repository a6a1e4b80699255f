/** @file Which code the trials of a log were trained with, and what is asked when it is another one now. */
import { expect, test } from 'vitest';
import { codeOf, otherVersions } from '../../src/app/folder/code-history.js';
import type { Outcome } from '../../src/core/index.js';

const outcome = (code?: number): Outcome => ({
  ...{
    trial: {
      candidate: 'c',
      streams: { init: 0, sample: 0, order: 0, noise: 0 },
      fidelity: { sampleSize: 0 },
      repeat: 0,
    },
  },
  ...{ status: 'completed', loss: 1, metrics: {}, lossPerEpoch: [], seconds: 1 },
  ...(code === undefined ? {} : { code }),
});

test('the code that was used last counts, not the one that was new last', () => {
  const codes = [
    { files: { 'a.py': '1', 'lazy.py': '1' }, versions: { numpy: '1' } },
    { files: { 'a.py': '2' }, versions: { numpy: '2', torch: '2' } },
    { files: { 'a.py': '9' }, versions: {} },
  ];
  const known = codeOf([1, 2, 2, 1].map(outcome), codes);
  expect(known).toEqual({
    files: { 'a.py': '1', 'lazy.py': '1' },
    versions: { numpy: '1', torch: '2' },
    changed: ['a.py'],
  });
  expect(codeOf([outcome(1), outcome(2)], codes).files).toEqual({ 'a.py': '2', 'lazy.py': '1' });
  expect(otherVersions(known.versions, { numpy: '2', scipy: '1', torch: '2' })).toEqual(['numpy 1 -> 2']);
});
