/** @file What generators and seeds of one name share: nothing. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { seedFrom } from './random.js';

test.each([[['a']], [['trial', 7, 3]], [['a', 'b']], [['ab']]])(
  '%j: the seed of a program is no part of the state of a generator',
  (names) => {
    const digest = createHash('sha256')
      .update(JSON.stringify(['surefoot/random/1', ...names]))
      .digest();
    // A generator begins with the first 16 bytes.
    const state = Array.from({ length: 16 }, (_, at) => digest.readUInt32LE(Math.min(at, 12)) >>> 1);
    const seed = seedFrom(...names);
    expect(state).not.toContain(seed);
    expect(seed).toBe(digest.readUInt32LE(16) >>> 1);
  },
);
