/** @file Performance profiles and chances of improvement against SciPy (scripts/reference/stats-improvement.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { improvementChance, performanceProfile } from './improvement.js';

interface Reference {
  readonly cases: readonly {
    readonly first: readonly (number | 'Infinity')[];
    readonly second: readonly (number | 'Infinity')[];
    readonly level: number;
    readonly chance: readonly [number, number, number];
    readonly profile: readonly (readonly [number, number, number, number])[];
  }[];
  readonly simulated: readonly { readonly trainings: number; readonly coverage: number }[];
}

const { cases, simulated }: Reference = JSON.parse(readFileSync('test/reference/stats-improvement.json', 'utf8'));

describe.each(cases)('$first.length against $second.length losses at $level', ({ chance, profile, ...given }) => {
  const [first, second] = [given.first.map(Number), given.second.map(Number)];

  test('the chance of improvement and its interval', () => {
    const { value, low, high } = improvementChance(first, second, given.level);
    expect(value).toBeCloseTo(chance[0], 14);
    expect(low).toBeCloseTo(chance[1], 10);
    expect(high).toBeCloseTo(chance[2], 10);
    const turned = improvementChance(second, first, given.level);
    expect(turned.value).toBeCloseTo(1 - value, 14);
    expect(turned.high).toBeCloseTo(1 - low, 10);
  });

  test('the profile and its band', () => {
    const steps = performanceProfile(first, given.level);
    expect(steps.map(({ loss }) => loss)).toEqual(profile.map(([loss]) => loss));
    steps.forEach(({ value, low, high }, index) => {
      const [, share, least, most] = profile[index] as readonly [number, number, number, number];
      expect(value).toBeCloseTo(share, 14);
      expect(low).toBeCloseTo(least, 8);
      expect(high).toBeCloseTo(most, 8);
    });
  });
});

test('the interval of the chance holds what it promises, as the script counted', () => {
  for (const { coverage } of simulated) expect(Math.abs(coverage - 0.95)).toBeLessThan(0.035);
});
