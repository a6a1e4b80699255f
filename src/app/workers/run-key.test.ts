/** @file Which keys a run signs with: none that is short enough to be guessed. */
import { expect, test } from 'vitest';
import { KEY_VARIABLE, LEAST_KEY_BYTES } from '../../work/transports/index.js';
import { sealsOf } from './run-key.js';

test('a key has at least as many bytes as it takes', () => {
  const sealsWith = (key: string) => sealsOf({}, { [KEY_VARIABLE]: key });
  const least = 'k'.repeat(LEAST_KEY_BYTES);
  expect(sealsWith(least)).toBeDefined();
  for (const short of ['k', least.slice(1)])
    expect(() => sealsWith(short)).toThrow(expect.objectContaining({ code: 'key-short' }));
});
