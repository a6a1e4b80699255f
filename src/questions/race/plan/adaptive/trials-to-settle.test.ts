/** @file How many trials would settle a tie: by the law that the error follows, which races of that length keep. */
import { describe, expect, it } from 'vitest';
import { parseCriterion } from '../../../../stats/index.js';
import { createAdaptiveRace } from './adaptive-race.js';
import type { AdaptiveSettings } from './settings.js';

type LossOf = (candidate: number, replicate: number) => number;

function verdictOf(criterion: string, given: Partial<AdaptiveSettings>, lossOf: LossOf) {
  const race = createAdaptiveRace({ candidates: 4, criterion: parseCriterion(criterion), rule: 'strict', ...given });
  const state = race.begin();
  while (state.end === undefined) {
    const { sequence, replicateAt, outcomes } = state.evidence;
    race.apply(state, [lossOf(sequence[outcomes] as number, replicateAt[outcomes] as number)]);
  }
  return race.verdict(state);
}

const mostOf = ({ rivals }: ReturnType<typeof verdictOf>) => Math.max(...rivals.map((rival) => rival.trialsToSettle));

describe('where no loss has varied', () => {
  it.each(['mean', 'q3'])('a race by %s of about so many trials is clear, one of half of them is not', (criterion) => {
    const raceOf = (maxReplicates: number) => verdictOf(criterion, { tolerance: 0.1, maxReplicates }, () => 0);
    const first = raceOf(20);
    expect(first.kind).toBe('tied');
    const trials = mostOf(first);
    // A longer race shares its error probability among more looks.
    expect(raceOf(Math.ceil(1.3 * trials)).kind).toBe('decided');
    expect(raceOf(Math.floor(0.7 * trials)).kind).toBe('tied');
  });

  it('asks for half as many where twice as much is tolerated', () => {
    const trialsAt = (tolerance: number) => mostOf(verdictOf('mean', { tolerance, maxReplicates: 20 }, () => 0));
    expect(trialsAt(0.01) / trialsAt(0.02)).toBeGreaterThan(1.8);
    expect(trialsAt(0.01) / trialsAt(0.02)).toBeLessThan(2.2);
  });

  it('never settles without a tolerance, and cannot tell by a spread', () => {
    expect(mostOf(verdictOf('mean', { tolerance: 0, maxReplicates: 20 }, () => 0))).toBe(Number.POSITIVE_INFINITY);
    const { kind, rivals } = verdictOf('std', { tolerance: 0.1, maxReplicates: 20 }, () => 0);
    expect(kind).toBe('tied');
    for (const { trialsToSettle } of rivals) expect(trialsToSettle).toBeNaN();
  });
});
