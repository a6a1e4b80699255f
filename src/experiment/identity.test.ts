/** @file Tests of what makes trials not exchangeable, and how the difference is described. */
import { expect, test } from 'vitest';
import { differenceClauses, evidenceIdentity, type IdentityOptions } from './identity.js';

const base: IdentityOptions = { dataHash: 'a'.repeat(64), trainer: 'network', seed: 7, engine: 1 };

test.each<[Partial<IdentityOptions>, RegExp]>([
  [{ seed: 8 }, /^the seed was 7 and is 8$/],
  [{ engine: 2 }, /^the engine was 1 and is 2$/],
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
  const clauses = differenceClauses(was.parts, is.parts);
  expect(clauses).toHaveLength(1);
  expect(clauses[0]).toMatch(clause);
  expect(differenceClauses(was.parts, was.parts)).toEqual([]);
});

test.each([
  [
    ['python3', 't.py'],
    ['/bin/python3', 't.py'],
  ],
  [
    ['/usr/bin/python3.11', 't.py'],
    ['/opt/venv/bin/python', 't.py'],
  ],
  [
    ['Rscript', 't.R'],
    ['/usr/bin/Rscript', 't.R'],
  ],
])('%j is the same trainer as %j', (one, other) => {
  const identities = [one, other].map((command) => evidenceIdentity({ ...base, trainer: { command } }).identity);
  expect(identities[0]).toBe(identities[1]);
});

test.each([
  [
    ['python3', 't.py'],
    ['pypy3', 't.py'],
  ],
  [
    ['./train', '1'],
    ['./train', '2'],
  ],
  [['./train'], ['train']],
])('%j is another trainer than %j', (one, other) => {
  const identities = [one, other].map((command) => evidenceIdentity({ ...base, trainer: { command } }).identity);
  expect(identities[0]).not.toBe(identities[1]);
});
