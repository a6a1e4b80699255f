/** @file How often a winner passes: what counts as passing or failing, and the chance that several trainings all pass. */
import { describe, expect, it } from 'vitest';
import { passesOf } from './passes.js';

const rowOf = (candidate: string, losses: readonly number[], fresh: readonly number[] = []) => ({
  ...{ candidate, losses: Float64Array.from(losses), fresh: Float64Array.from(fresh) },
});
const PASSED_19 = [1, ...Array<number>(19).fill(0)];

describe('passes', () => {
  it('are counted among fresh trainings, with powers of the share and of its exact interval', () => {
    const found = passesOf([rowOf('a', [0, 0], PASSED_19), rowOf('b', [1, 1, 0])], 'a');
    expect(found).toMatchObject({ passed: 19, trials: 20, from: 'fresh' });
    // SciPy's beta.ppf(0.025, 19, 2) and beta.ppf(0.975, 20, 1).
    const [low, high] = [0.7512672372279722, 0.9987349105020502];
    for (const [place, trainings] of [1, 5, 10].entries()) {
      const chance = found?.chances[place];
      expect(chance?.trainings).toBe(trainings);
      expect(chance?.value).toBeCloseTo(0.95 ** trainings, 12);
      expect(chance?.interval?.[0]).toBeCloseTo(low ** trainings, 9);
      expect(chance?.interval?.[1]).toBeCloseTo(high ** trainings, 9);
    }
  });

  it('have no interval from trainings that chose the candidate', () => {
    const found = passesOf([rowOf('a', [0, 0, 1]), rowOf('b', [1])], 'a');
    expect(found).toMatchObject({ passed: 2, trials: 3, from: 'race' });
    expect(found?.chances.every(({ interval }) => interval === null)).toBe(true);
  });

  it('are scores of 1, too, and what diverged is none', () => {
    expect(passesOf([rowOf('a', [-1, -0, -1, Number.POSITIVE_INFINITY])], 'a')).toMatchObject({ passed: 2, trials: 4 });
  });

  it('are not looked for where losses are anything else, or one value alone', () => {
    for (const losses of [[0, 1, 0.5], [0, 0, 0], [0, 2], [0.3, 1.3], []]) {
      expect(passesOf([rowOf('a', losses)], 'a')).toBeUndefined();
    }
    expect(passesOf([rowOf('a', [0, 1])], 'b')).toBeUndefined();
  });
});
