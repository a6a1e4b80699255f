/** @file Losses whose squares have no double: raced as the same losses near 1 are. */
import { expect, it } from 'vitest';
import { randomFrom } from '../../../../core/index.js';
import { parseCriterion } from '../../../../stats/index.js';
import { type AdaptiveRace, createAdaptiveRace } from './adaptive-race.js';
import type { Look } from './look.js';

const CENTERS = [3, 3.4, 6, 9];
const random = randomFrom('far');
const LOSSES = CENTERS.map((center) => Array.from({ length: 40 }, () => center + random.normal()));

/** Trial by trial, `scale` applied to every loss. */
function drive(race: AdaptiveRace, scale: (loss: number) => number) {
  const state = race.begin();
  const looks: Look[] = [];
  while (state.end === undefined) {
    const { sequence, replicateAt, outcomes } = state.evidence;
    const loss = LOSSES[sequence[outcomes] as number]?.[replicateAt[outcomes] as number] as number;
    looks.push(...race.apply(state, [scale(loss)]));
  }
  return { looks, verdict: race.verdict(state), outcomes: state.evidence.outcomes };
}

it.each([-1040, -996, -500, 500, 996, 1015])('times 2^%d: the same race, looks and answer', (exponent) => {
  // In two steps: neither power alone has a double in all cases.
  const far = (value: number) => value * 2 ** (exponent >> 1) * 2 ** (exponent - (exponent >> 1));
  for (const criterion of ['mean', 'q3', 'std'].map((name) => parseCriterion(name))) {
    for (const tolerance of [undefined, '5 %', 0.5] as const) {
      const raceWith = (given: number | string | undefined) =>
        createAdaptiveRace({
          ...{ candidates: 4, criterion, maxReplicates: 20, window: 4, seed: 5, rule: 'default' },
          ...(given === undefined ? {} : { tolerance: given }),
        });
      const near = drive(raceWith(tolerance), (loss) => loss);
      const found = drive(raceWith(typeof tolerance === 'number' ? far(tolerance) : tolerance), far);
      // Denormal losses have fewer digits.
      const close = (value: number, expected: number) => expect(value / far(1) / expected).toBeCloseTo(1, 5);
      const { kind, leader, set } = near.verdict;
      expect(found.verdict).toMatchObject({ kind, leader, set });
      expect(found.outcomes).toBe(near.outcomes);
      expect(found.looks.map(({ contested }) => contested)).toEqual(near.looks.map(({ contested }) => contested));
      close(found.verdict.leaderValue, near.verdict.leaderValue);
      close(found.verdict.tolerance, near.verdict.tolerance);
      close(found.looks.at(-1)?.leaderValue ?? 0, near.looks.at(-1)?.leaderValue ?? 1);
    }
  }
});
