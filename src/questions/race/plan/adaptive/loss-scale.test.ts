/** @file The scale of a comparison: its likelihood against SciPy's, which one is found, and that a race is the same on it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Random, randomFrom } from '../../../../core/index.js';
import { parseCriterion } from '../../../../stats/index.js';
import { createAdaptiveRace } from './adaptive-race.js';
import { createEvidence, type LossEvidence } from './evidence.js';
import { chooseScale, evidenceOn, LOGARITHMS, LOSSES, RECIPROCALS, scaleLikelihood } from './loss-scale.js';
import type { ScaleSetting } from './settings.js';
import { shapeOfCriterion } from './shape.js';

const SCALES = [LOSSES, LOGARITHMS, RECIPROCALS];
const q3 = shapeOfCriterion(parseCriterion('q3'));

/** Of rows that are all known, and all of the panel. */
function known(rows: readonly (readonly number[])[]): { readonly evidence: LossEvidence; readonly panel: Uint8Array } {
  const [first = []] = rows;
  const evidence = createEvidence(rows.length, first.length);
  evidence.losses.set(rows.flat());
  evidence.applied.fill(first.length);
  return { evidence, panel: new Uint8Array(rows.length).fill(1) };
}

/** Candidates whose values, on some scale, lie far apart and vary alike. */
const alike = (random: Random, toLoss: (value: number) => number) =>
  Array.from({ length: 8 }, (_, i) => Array.from({ length: 6 }, () => toLoss(0.5 * i + 0.1 * random.normal())));

describe('the likelihood of a scale', () => {
  const path = new URL('../../../../../test/reference/selection-scale.json', import.meta.url);
  const { cases } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly cases: readonly { readonly losses: number[]; readonly likelihoods: Readonly<Record<string, number>> }[];
  };
  it.each(cases.map((one, index) => [index, one] as const))("is SciPy's for one row (%d)", (_, one) => {
    const { evidence, panel } = known([one.losses]);
    const n = one.losses.length;
    const of = (power: number) => {
      const scale = SCALES.find((candidate) => candidate.power === power) as typeof LOSSES;
      return scaleLikelihood(scale, evidence, panel, Int32Array.of(0));
    };
    for (const power of [0, -1]) {
      // Ours counts n - 1 degrees of freedom for n losses.
      const expected = ((n - 1) / n) * ((one.likelihoods[power] as number) - (one.likelihoods[1] as number));
      expect(of(power) - of(1)).toBeCloseTo(expected, 6);
    }
  });
});

describe('the scale of a comparison', () => {
  const random = randomFrom('loss-scale.test');
  it.each([
    ['losses', (value: number) => 10 + value],
    ['logarithms', (value: number) => Math.exp(value)],
    ['reciprocals', (value: number) => 1 / (6 - value)],
  ] as const)('is that of the %s where candidates vary alike on it', (name, toLoss) => {
    const { evidence, panel } = known(alike(random, toLoss));
    expect(chooseScale(evidence, panel, q3).name).toBe(name);
  });

  it('is that of the losses where one is not above 0, or the criterion is no quantile', () => {
    const rows = alike(random, Math.exp);
    const { evidence, panel } = known(rows);
    expect(chooseScale(evidence, panel, shapeOfCriterion(parseCriterion('mean'))).name).toBe('losses');
    expect(chooseScale(evidence, panel, shapeOfCriterion(parseCriterion('std'))).name).toBe('losses');
    for (const least of [0, -1]) {
      const other = known([[least, ...(rows[0] as number[]).slice(1)], ...rows.slice(1)]);
      expect(chooseScale(other.evidence, other.panel, q3).name).toBe('losses');
    }
  });

  it('leaves what diverged as it is', () => {
    const { evidence } = known([[Number.POSITIVE_INFINITY, 2, Number.NaN]]);
    expect([...evidenceOn(RECIPROCALS, evidence).losses]).toEqual([Number.POSITIVE_INFINITY, -0.5, Number.NaN]);
  });

  it.each(SCALES)('goes back and forth: $name', ({ to, from }) => {
    for (const loss of [1e-90, 0.02, 1, 7e80]) expect(from(to(loss)) / loss).toBeCloseTo(1, 12);
    expect(to(0.02)).toBeLessThan(to(0.03));
  });
});

describe('steps on a scale', () => {
  it.each(SCALES)('are what going there and back gives: $name', ({ to, from, step, down }) => {
    for (const by of [-0.3, -1e-3, 1e-3, 0.3]) expect(step(2, by)).toBeCloseTo(from(to(2) + by) - 2, 12);
    for (const by of [0, 1e-3, 1.9]) expect(down(2, by)).toBeCloseTo(to(2) - to(2 - by), 12);
  });

  it('keep their digits, and end where losses do', () => {
    expect(LOGARITHMS.down(0.3, 1e-16) / (1e-16 / 0.3)).toBeCloseTo(1, 12);
    expect(RECIPROCALS.down(0.3, 1e-16) / (1e-16 / 0.09)).toBeCloseTo(1, 12);
    for (const beyond of [LOGARITHMS.down(2, 2), RECIPROCALS.down(2, 3), RECIPROCALS.step(2, 0.5)]) {
      expect(beyond).toBe(Number.POSITIVE_INFINITY);
    }
  });
});

describe('a race by a quantile', () => {
  type Rows = readonly (readonly number[])[];
  function race(rows: Rows, scale: ScaleSetting, toLoss: (value: number) => number, tolerance?: number) {
    const settings = { candidates: rows.length, criterion: parseCriterion('q3'), scale, seed: 3 };
    const made = createAdaptiveRace({ ...settings, ...(tolerance === undefined ? {} : { tolerance }) });
    const state = made.begin();
    while (state.end === undefined) {
      const { sequence, replicateAt, outcomes } = state.evidence;
      made.apply(state, [toLoss(rows[sequence[outcomes] as number]?.[replicateAt[outcomes] as number] as number)]);
    }
    return { verdict: made.verdict(state), asks: [...state.evidence.sequence.subarray(0, state.evidence.outcomes)] };
  }
  const random = randomFrom('loss-scale.test/race');
  const rows = Array.from({ length: 30 }, (_, i) => Array.from({ length: 20 }, () => 0.2 * i + 0.3 * random.normal()));

  it.each([
    ['logarithms', Math.exp, Math.log],
    ['reciprocals', (value: number) => 1 / (12 - value), (loss: number) => 12 - 1 / loss],
  ] as const)('is that of the %s, asks and all, and says so in units of the loss', (_, toLoss, back) => {
    // A tolerance is in units of the loss, and no part of a scale.
    const asTheyAre = race(rows, 'losses', (value) => value, 0);
    const found = race(rows, 'auto', toLoss, 0);
    expect(found.asks).toEqual(asTheyAre.asks);
    const { leader, leaderValue, set, bound } = found.verdict;
    expect({ leader, set }).toEqual({ leader: asTheyAre.verdict.leader, set: asTheyAre.verdict.set });
    // The first looks may have been on another scale, and a fit begins anew where that changes.
    expect(back(leaderValue)).toBeCloseTo(asTheyAre.verdict.leaderValue, 2);
    expect(bound).toBeGreaterThan(0);
    expect(bound).toBeLessThan(leaderValue);
  });

  it('knows a tolerance in units of the loss that spans all, and one that does not though its part of the scale would', () => {
    // Of reciprocals from about 20 down to about 14, 0.018 is less than the losses' span of 0.021, and more than that as a part of the
    // scale at the best. Bounds that cross 0 would be infinite in units of the loss: these do not.
    const spans = (tolerance: number) => {
      return race(rows, 'auto', (value) => 1 / (20 - value), tolerance).verdict.toleranceSpansAll;
    };
    expect([spans(0.018), spans(50)]).toEqual([false, true]);
  });

  it('has a finite tolerance and bound where reciprocals would have none', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const heavy = randomFrom('loss-scale.test/heavy', seed);
      const draw = (i: number) => (1 + 0.02 * i) / (1 - heavy.uniform());
      const losses = Array.from({ length: 12 }, (_, i) => Array.from({ length: 20 }, () => draw(i)));
      const criterion = parseCriterion('q0.95');
      const made = createAdaptiveRace({ candidates: 12, criterion, tolerance: '5 %', seed });
      const state = made.begin();
      while (state.end === undefined) {
        const { sequence, replicateAt, outcomes } = state.evidence;
        made.apply(state, [losses[sequence[outcomes] as number]?.[replicateAt[outcomes] as number] as number]);
      }
      const { verdict, bounds } = made.assess(state);
      expect(Number.isFinite(verdict.tolerance) && Number.isFinite(verdict.bound)).toBe(true);
      for (let i = 0; i < 12; i++) expect(bounds.difference(verdict.leader, i).value).not.toBeNaN();
    }
  });

  it('needs fewer trials than on losses that spread with their size', () => {
    const [raw, found] = [race(rows, 'losses', Math.exp), race(rows, 'auto', Math.exp)];
    expect(found.asks.length).toBeLessThan(0.7 * raw.asks.length);
  });
});
