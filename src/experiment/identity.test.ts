/** @file What makes another experiment, and how the difference is said. */
import { expect, test } from 'vitest';
import type { Candidate } from '../core/index.js';
import { describeDifferences, experimentIdentity, type IdentityOptions } from './identity.js';

const candidate = (id: string, units: number): Candidate => ({ id, label: id, configuration: { units } });
const base: IdentityOptions = {
  dataHash: 'a'.repeat(64),
  trainer: 'network',
  candidates: [candidate('c1', 8), candidate('c2', 16)],
  seed: 7,
  sample: 1000,
};

test('the order and the labels of candidates do not matter', () => {
  const other = [...base.candidates].reverse().map((one) => ({ ...one, label: 'another' }));
  expect(experimentIdentity({ ...base, candidates: other })).toEqual(experimentIdentity(base));
});

test.each<[Partial<IdentityOptions>, RegExp]>([
  [{ seed: 8 }, /^the seed was 7 and is 8$/],
  [{ sample: 0 }, /^the sample size was 1000 and is the whole pool$/],
  [{ dataHash: 'b'.repeat(64) }, /^the data was a{12}\.\.\. and is b{12}\.\.\.$/],
  [{ dataHash: undefined }, /^the data was a{12}\.\.\. and is the trainer's own$/],
  [
    { trainer: { command: ['python', 'train.py'] } },
    /^the trainer was "network" and is \{"command":\["python","train\.py"\]\}$/,
  ],
  [{ candidates: [candidate('c1', 8)] }, /^the candidates were 2, \w{12}\.\.\. and are 1, \w{12}\.\.\.$/],
  [
    { candidates: [candidate('c1', 8), candidate('c2', 17)] },
    /^the candidates were 2, \w{12}\.\.\. and are 2, \w{12}\.\.\.$/,
  ],
])('%j makes another experiment, and the difference is said', (change, clause) => {
  const was = experimentIdentity(base);
  const is = experimentIdentity({ ...base, ...change });
  expect(is.identity).not.toBe(was.identity);
  const clauses = describeDifferences(was.parts, is.parts);
  expect(clauses).toHaveLength(1);
  expect(clauses[0]).toMatch(clause);
  expect(describeDifferences(was.parts, was.parts)).toEqual([]);
});
