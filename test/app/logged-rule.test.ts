/** @file The rule of a race that was logged before it had all of today's options. */
import { expect, it } from 'vitest';
import { loggedRule } from '../../src/app/logged-rule.js';

it('stands at what was done before there was an option, and at what the log says', () => {
  const before = { name: 'default', delta: 0.05, tolerance: 'auto' };
  expect(loggedRule(before)).toMatchObject({ settings: { ...before, scale: 'losses' }, scale: 'losses' });
  expect(loggedRule({ ...before, scale: 'auto' })).toMatchObject({ scale: 'auto' });
  expect(loggedRule({ name: 'halving' }).settings).toMatchObject({ keep: 'ceil' });
  expect(loggedRule({ name: 'halving', keep: 'floor' }).settings).toMatchObject({ keep: 'floor' });
});
