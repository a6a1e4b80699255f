/** @file Candidates that join a search: there is room for them, and no loss yet. */
import { expect, test } from 'vitest';
import { createEvidence } from '../adaptive/evidence.js';
import { createFailureRecord } from '../never-worked.js';
import { makeRoom } from './field.js';

test('whoever joins has no loss, no failure and no place in the panel, and the others keep theirs', () => {
  const evidence = createEvidence(2, 3);
  evidence.losses.set([1, 2, 3, 4]);
  evidence.applied.set([3, 1]);
  const state = { evidence, failures: createFailureRecord(2), inPanel: Uint8Array.of(1, 1) };
  state.failures.failed.set([0, 2]);
  makeRoom(state, 4);
  const none = Number.NaN;
  expect([...evidence.losses]).toEqual([1, 2, 3, 4, none, none, none, none, none, none, none, none]);
  expect([evidence.candidates, ...evidence.applied, ...evidence.asked]).toEqual([4, 3, 1, 0, 0, 0, 0, 0, 0]);
  expect([[...state.failures.failed], [...state.inPanel]]).toEqual([
    [0, 2, 0, 0],
    [1, 1, 0, 0],
  ]);
});
