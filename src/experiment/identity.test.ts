/** @file What makes trials that cannot be exchanged, and how the difference is said. */
import { expect, test } from 'vitest';
import { canonicalJson } from '../core/index.js';
import { codeDifference, describeDifferences, evidenceIdentity, type IdentityOptions } from './identity.js';

const base: IdentityOptions = { dataHash: 'a'.repeat(64), trainer: 'network', seed: 7 };

test.each<[Partial<IdentityOptions>, RegExp]>([
  [{ seed: 8 }, /^the seed was 7 and is 8$/],
  [{ dataHash: 'b'.repeat(64) }, /^the data was a{12}\.\.\. and is b{12}\.\.\.$/],
  [{ dataHash: undefined }, /^the data was a{12}\.\.\. and is the trainer's own$/],
  [
    { trainer: { command: ['python', 'train.py'] } },
    /^the trainer was "network" and is \{"command":\["python","train\.py"\]\}$/,
  ],
])('%j makes other evidence, and the difference is said', (change, clause) => {
  const was = evidenceIdentity(base);
  const is = evidenceIdentity({ ...base, ...change });
  expect(is.identity).not.toBe(was.identity);
  const clauses = describeDifferences(was.parts, is.parts);
  expect(clauses).toHaveLength(1);
  expect(clauses[0]).toMatch(clause);
  expect(describeDifferences(was.parts, was.parts)).toEqual([]);
});

const command = (hash: string) => ({ command: ['python', 't.py'], files: { 't.py': hash } });

test('changed code is told by its files and leaves the identity as it is', () => {
  const was = evidenceIdentity({ ...base, trainer: command('1') });
  const is = evidenceIdentity({ ...base, trainer: command('2') });
  expect(is.identity).toBe(was.identity);
  expect(describeDifferences(was.parts, is.parts)).toEqual(["the trainer's code has changed (t.py)"]);
  expect(codeDifference(was.parts, is.parts)).toEqual(['t.py']);
  const reseeded = evidenceIdentity({ ...base, seed: 8, trainer: command('2') });
  expect(codeDifference(was.parts, reseeded.parts)).toBeUndefined();
  expect(codeDifference(was.parts, was.parts)).toBeUndefined();
});

test('parts of a log of version 1 are compared by what still counts', () => {
  const { parts } = evidenceIdentity({ ...base, trainer: command('1') });
  const old = {
    data: parts.data,
    trainer: canonicalJson(command('1')),
    candidates: '2, f00',
    seed: '7',
    sample: '100',
  };
  expect(describeDifferences(old, parts)).toEqual([]);
  expect(describeDifferences({ ...old, seed: '9' }, parts)).toEqual(['the seed was 9 and is 7']);
});
