/** @file Which losses teach what all candidates share: none of those by which a candidate was chosen for more. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../../../core/index.js';
import { createEvidence } from './evidence.js';
import { createFit, refit, taughtRows } from './fit.js';

/** By candidate, as many losses as it has. */
function evidenceOf(rows: readonly (readonly number[])[]) {
  const evidence = createEvidence(rows.length, 8);
  rows.forEach((losses, candidate) => {
    evidence.losses.set(losses, candidate * 8);
    evidence.applied[candidate] = losses.length;
  });
  return evidence;
}

test('a first loss teaches only where its candidate is of the random panel', () => {
  const inPanel = Uint8Array.of(1, 1, 0, 0, 0);
  const rows = taughtRows(evidenceOf([[1], [1, 2], [1, 2], [1, 2, 3], [1, Infinity, 3]]), inPanel);
  expect([...rows]).toEqual([1, 3]);
});

test('whatever the first losses of the others are, the fit is the same', () => {
  const inPanel = Uint8Array.from({ length: 12 }, (_, i) => (i < 6 ? 1 : 0));
  const fitWith = (first: number, from: number) => {
    const random = randomFrom('first losses');
    const rows = Array.from({ length: 12 }, (_, i) => {
      const losses = Array.from({ length: 2 + (i % 4) }, () => random.normal());
      return i < from ? losses : [first, ...losses.slice(1)];
    });
    const fit = createFit(8);
    refit(fit, evidenceOf(rows), inPanel, false);
    return fit;
  };
  expect(fitWith(-100, 6)).toEqual(fitWith(0, 6));
  expect(fitWith(-100, 5).scale).toBeGreaterThan(10 * fitWith(0, 6).scale);
});
