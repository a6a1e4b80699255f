/** @file Each part of a chain depends on all that came before. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { link } from './log-chain.js';

const LOW = 2 ** 20;

test('what differs before differs in both parts after', () => {
  const random = randomFrom('chain');
  const draw = (bound: number) => Math.floor(random.uniform() * bound);
  let [low, high] = [0, 0];
  const draws = 500;
  for (let at = 0; at < draws; at++) {
    const [upper, lower, checksum] = [draw(2 ** 32), draw(LOW), draw(2 ** 31)];
    const after = link(upper * LOW + lower, checksum);
    // One bit of the upper part, which the lower one must feel too.
    const changed = link(((upper ^ (1 << draw(32))) >>> 0) * LOW + lower, checksum);
    expect([after, changed].every((chain) => Number.isSafeInteger(chain) && chain >= 0)).toBe(true);
    if (after % LOW !== changed % LOW) low++;
    if (Math.floor(after / LOW) !== Math.floor(changed / LOW)) high++;
  }
  expect(high).toBe(draws);
  // The multiplier carries a bit upwards only: the highest ones reach the lower part in some cases.
  expect(low / draws).toBeGreaterThan(0.5);
});
