/** @file Kendall's tau-b against SciPy's, and its interval against its formula. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kendallTauB } from './agreement.js';

interface Case {
  readonly first: readonly (number | 'Infinity')[];
  readonly second: readonly (number | 'Infinity')[];
  readonly tau: number | null;
  readonly interval: readonly [number, number] | null;
}

const { cases } = JSON.parse(readFileSync('test/reference/stats-kendall.json', 'utf8')) as { cases: readonly Case[] };

test.each(cases)('$first.length values, tau $tau', ({ first, second, tau, interval }) => {
  const found = kendallTauB(first.map(Number), second.map(Number));
  if (tau === null) expect(found.tau).toBeNaN();
  else expect(found.tau).toBeCloseTo(tau, 12);
  if (interval === null) expect(found.interval).toBeNull();
  else for (const side of [0, 1]) expect(found.interval?.[side]).toBeCloseTo(interval[side] as number, 10);
});

test('turned round it changes its sign, and nothing but order counts', () => {
  const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), { minLength: 3 });
  fc.assert(
    fc.property(values, (pairs) => {
      const [first, second] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
      const { tau } = kendallTauB(first, second);
      fc.pre(!Number.isNaN(tau));
      expect(
        kendallTauB(
          first,
          second.map((y) => -y),
        ).tau,
      ).toBeCloseTo(-tau, 12);
      expect(
        kendallTauB(
          second,
          first.map((x) => Math.exp(x)),
        ).tau,
      ).toBeCloseTo(tau, 12);
    }),
  );
});
