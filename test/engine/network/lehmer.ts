/** @file Lehmer's generator with multiplier 48271, as the reference scripts have it. */
import type { Random } from '../../../src/core/index.js';

export function lehmer(): Random {
  let state = 1;
  const uniform = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const none = () => {
    throw new Error('the reference scripts draw uniform numbers only');
  };
  return { uniform, normal: none, below: none };
}
