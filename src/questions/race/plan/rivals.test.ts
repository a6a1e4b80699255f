/** @file What a rival is called by its difference and by how many trainings it rests on. */
import { expect, test } from 'vitest';
import { parseCriterion } from '../../../stats/index.js';
import { createEvidence } from './adaptive/evidence.js';
import { rivalsOf } from './rivals.js';

test('a rival is worse from three trainings on, and behind so far before: one or two may be bad luck', () => {
  const evidence = createEvidence(4, 8);
  const counts = [8, 1, 2, 3];
  counts.forEach((count, i) => {
    evidence.losses.set(new Array<number>(count).fill(i === 0 ? 1 : 9), i * 8);
    evidence.applied[i] = count;
  });
  const about = { criterion: parseCriterion('mean'), evidence, ids: ['a', 'b', 'c', 'd'], winner: 0, ours: 1 };
  const named = { ...about, tolerance: 0.1, set: ['a'], by: 'simultaneous', level: 0.95 } as const;
  const difference = { value: 8, low: 5, high: 11, leastForAll: 4 };
  const told = rivalsOf(named, () => ({ ...difference, isOpen: false }));
  expect(told.rivals.map(({ n, standing }) => [n, standing])).toEqual([
    [1, 'behind'],
    [2, 'behind'],
    [3, 'worse'],
  ]);
  const untold = rivalsOf(named, () => ({ why: 'its trainings diverge' }));
  expect(untold.rivals.map(({ standing }) => standing)).toEqual(['behind', 'behind', 'worse']);
});
