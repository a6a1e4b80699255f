/** @file Where an offer stands by the names that were made for it, and how long leases last for one who watches. */
import { describe, expect, test } from 'vitest';
import { isLeased, LeaseWatch, standOf, UNTOUCHED } from './offer-state.js';

const LEASE = 1000;

/** A watch, and time that passes in steps of a tenth of a lease, each of them seen, or at once. */
function watched() {
  let nowMs = 0;
  const watch = new LeaseWatch(LEASE, () => nowMs);
  return {
    watch,
    pass: (leases: number) => {
      for (let step = 0; step < Math.round(10 * leases); step++) {
        nowMs += LEASE / 10;
        watch.isOver('any');
      }
    },
    sleep: (leases: number) => {
      nowMs += leases * LEASE;
    },
  };
}

describe('a lease', () => {
  test('is over after its time, and not before', () => {
    const { watch, pass } = watched();
    watch.see('a');
    pass(0.9);
    expect(watch.isOver('a')).toBe(false);
    pass(0.2);
    expect(watch.isOver('a')).toBe(true);
  });

  test('is renewed by its holder, and not by who looks', () => {
    const { watch, pass } = watched();
    for (const token of ['kept', 'left']) watch.see(token);
    pass(0.8);
    watch.renewed('kept');
    watch.see('left');
    pass(0.4);
    expect([watch.isOver('kept'), watch.isOver('left')]).toEqual([false, true]);
  });

  test('does not run out while nobody watches: who was suspended first looks again', () => {
    const { watch, pass, sleep } = watched();
    watch.see('a');
    sleep(100);
    expect(watch.isOver('a')).toBe(false);
    watch.renewed('a');
    sleep(0.2);
    pass(0.7);
    expect(watch.isOver('a')).toBe(false);
  });
});

test('the wait after a loss begins once, and ends', () => {
  const { watch, pass } = watched();
  expect([watch.mayFollow('first', 1), watch.mayFollow('third', 3)]).toEqual([true, false]);
  for (let looks = 0; looks < 4; looks++) {
    pass(0.5);
    if (looks < 3) expect(watch.mayFollow('third', 3)).toBe(false);
  }
  expect(watch.mayFollow('third', 3)).toBe(true);
});

test('an offer is free where its last claim is lost or back, and held where a later one was made', () => {
  const state = (change: Partial<typeof UNTOUCHED>) => ({ ...UNTOUCHED, ...change });
  expect(
    [
      state({}),
      state({ generation: 1 }),
      state({ generation: 1, lost: [1] }),
      state({ generation: 2, lost: [1] }),
      state({ generation: 2, lost: [1], isBack: true }),
      state({ generation: 2, lost: [1, 2], settled: [1] }),
      state({ generation: 2, settled: [2], isClosed: true }),
    ].map(standOf),
  ).toEqual(['offered', 'leased', 'free', 'leased', 'free', 'settled', 'closed']);
});

test('a claim is held until it is lost, handed back or passed, and one that the list does not show yet is', () => {
  const held = (change: Partial<typeof UNTOUCHED>) =>
    [1, 2, 3].map((generation) => isLeased({ ...UNTOUCHED, ...change }, generation));
  expect(held({ generation: 2, lost: [1] })).toEqual([false, true, true]);
  expect(held({ generation: 2, lost: [1, 2] })).toEqual([false, false, true]);
  expect(held({ generation: 2, isBack: true })).toEqual([false, false, true]);
  expect(held({ generation: 2, settled: [1] })).toEqual([false, false, false]);
});
