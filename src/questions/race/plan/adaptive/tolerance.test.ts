/** @file The tolerance and the scale of comparison mean one thing: fixed once, and the same at every later look. */
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../../core/index.js';
import { parseCriterion } from '../../../../stats/index.js';
import { createAdaptiveRace } from './adaptive-race.js';
import type { AdaptiveSettings } from './settings.js';

type LossOf = (candidate: number, replicate: number) => number;

/** Twelve candidates whose losses are above 0 and spread with their size. */
function growing(seed: number): LossOf {
  const random = randomFrom('tolerance.test', seed);
  const rows = Array.from({ length: 12 }, (_, i) => {
    return Array.from({ length: 60 }, () => (1 + 0.1 * i) * Math.exp(0.25 * (1 + 0.1 * i) * random.normal()));
  });
  return (candidate, replicate) => rows[candidate]?.[replicate] as number;
}

interface Seen {
  readonly tolerance: number;
  readonly scale: string;
  /** The tolerance of an answer at this look. */
  readonly answered: number;
}

/** Every look that has a leader, and the end. */
function follow(settings: Partial<AdaptiveSettings>, lossOf: LossOf) {
  const race = createAdaptiveRace({ candidates: 12, criterion: parseCriterion('q3'), ...settings });
  const state = race.begin();
  const seen: Seen[] = [];
  while (state.end === undefined) {
    const { sequence, replicateAt, outcomes } = state.evidence;
    const loss = lossOf(sequence[outcomes] as number, replicateAt[outcomes] as number);
    const [look] = race.apply(state, [loss]);
    if (look === undefined || look.leader < 0) continue;
    seen.push({ tolerance: look.tolerance, scale: state.scale.name, answered: race.verdict(state).tolerance });
  }
  return { seen, state, verdict: race.verdict(state) };
}

const onlyOne = (values: readonly unknown[]) => expect(new Set(values).size).toBe(1);

describe('from the first look that has a leader on', () => {
  it.each(['mean', 'q3', 'std', 'q3+iqr'])('the tolerance is the same at all looks and in all answers (%s)', (name) => {
    for (const tolerance of [undefined, '5 %', 0.2] as const) {
      const settings = { criterion: parseCriterion(name), ...(tolerance === undefined ? {} : { tolerance }) };
      const { seen, verdict } = follow(settings, growing(1));
      expect(seen.length).toBeGreaterThan(3);
      onlyOne([...seen.flatMap((look) => [look.tolerance, look.answered]), verdict.tolerance]);
      expect(verdict.tolerance).toBeGreaterThan(0);
    }
  });

  it('the scale of comparison is the same at all looks', () => {
    const scales = Array.from({ length: 12 }, (_, seed) => {
      const { seen } = follow({ seed }, growing(seed));
      onlyOne(seen.map(({ scale }) => scale));
      return seen[0]?.scale;
    });
    expect(new Set(scales).size).toBeGreaterThan(1);
  });

  it('a race that goes on to separate its tie keeps both', () => {
    const random = randomFrom('tolerance.test/tie');
    const rows = Array.from({ length: 12 }, () => Array.from({ length: 60 }, () => Math.exp(0.5 * random.normal())));
    const lossOf: LossOf = (candidate, replicate) => rows[candidate]?.[replicate] as number;
    const [tied, separated] = [follow({}, lossOf), follow({ separate: 60 }, lossOf)];
    expect(separated.state.separating).toBe(true);
    expect(separated.verdict.tolerance).toBe(tied.verdict.tolerance);
    // The level of an end was used up at the end of the race: what is stated at this one holds at any look, as before it.
    const race = createAdaptiveRace({ candidates: 12, criterion: parseCriterion('q3'), separate: 60 });
    const beforeEnd = race.verdict({ ...separated.state, end: undefined });
    expect(separated.verdict.bound / beforeEnd.bound).toBeCloseTo(1, 3);
    onlyOne([...tied.seen, ...separated.seen].map(({ tolerance }) => tolerance));
    onlyOne([...tied.seen, ...separated.seen].map(({ scale }) => scale));
  });

  it('what is added to all losses changes neither tolerance nor choice', () => {
    for (let seed = 0; seed < 6; seed++) {
      const lossOf = growing(seed);
      const settings = { criterion: parseCriterion('mean'), seed };
      const [plain, moved] = [follow(settings, lossOf), follow(settings, (i, j) => lossOf(i, j) + 1)];
      expect(moved.verdict.tolerance).toBeCloseTo(plain.verdict.tolerance, 10);
      expect(moved.verdict.leader).toBe(plain.verdict.leader);
    }
  });

  it('a loss that has no place on the scale brings back losses as they are, and leaves the tolerance', () => {
    const settings = { maxReplicates: 40, tolerance: 0.001, seed: 3 };
    const lossOf = growing(3);
    const plain = follow(settings, lossOf);
    expect(plain.state.scale.name).not.toBe('losses');
    const { seen, state } = follow(settings, (i, j) => (j < 12 ? lossOf(i, j) : 0));
    expect([seen[0]?.scale, state.scale.name]).toEqual([plain.state.scale.name, 'losses']);
    onlyOne(seen.map(({ tolerance }) => tolerance));
  });

  it('candidates that do not vary at first leave it open until one does', () => {
    const { seen, verdict } = follow(
      { criterion: parseCriterion('mean') },
      (i, j) => 10 + (j < 6 ? 0 : 0.3 * randomFrom('tolerance.test/late', i, j).normal()),
    );
    const values = [...new Set(seen.map(({ tolerance }) => tolerance))];
    expect(values).toEqual([0, verdict.tolerance]);
    expect(verdict.tolerance).toBeGreaterThan(0);
  });
});
