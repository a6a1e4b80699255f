/** @file A race by how far the predictions of a candidate's trainings disagree: who is chosen, by which figure, and what counts as what. */
import { describe, expect, test } from 'vitest';
import { Fold, type Outcome, randomFrom, type Trial, writePredicted } from '../../../src/core/index.js';
import { costsOfAll, DISAGREEMENT, FRESH_FROM, parseRule, planRace } from '../../../src/questions/race/plan/index.js';
import { parseCriterion } from '../../../src/stats/index.js';

const EXAMPLES = 80;
const IDS = ['wild', 'steady', 'middle'];
const RATES: Readonly<Record<string, number>> = { wild: 0.2, steady: 0.02, middle: 0.12 };

function labelsBy({ candidate, streams: { init } }: Trial): Float32Array {
  const random = randomFrom('disagreement', candidate, init);
  return Float32Array.from({ length: EXAMPLES }, () => (random.uniform() < (RATES[candidate] as number) ? 1 : 0));
}

const trialOf = (candidate: string, init: number): Trial => ({
  candidate,
  streams: { init, sample: init, order: init, noise: init },
  fidelity: { sampleSize: 0 },
  repeat: 0,
});

const outcomeOf = (trial: Trial, values = labelsBy(trial)): Outcome => ({
  ...{ trial, status: 'completed', loss: 1, metrics: {}, lossPerEpoch: [], seconds: 0 },
  predicted: writePredicted({ kind: 'labels', outputs: 1, values }),
});

/** By its definition: the share of examples on which two trainings differ, over all pairs. */
function meanOfPairs(trials: readonly Trial[]): number {
  const labels = trials.map(labelsBy);
  const pairs = labels.flatMap((one, i) =>
    labels.slice(0, i).map((other) => one.filter((label, e) => label !== other[e])),
  );
  return pairs.reduce((sum, differing) => sum + differing.length / EXAMPLES, 0) / pairs.length;
}

const settings = {
  ...{
    candidates: IDS,
    criterion: parseCriterion('mean'),
    rule: parseRule('default'),
    finalTrials: 6,
    joint: DISAGREEMENT,
  },
  maxReplicates: 20,
};

describe('the race', () => {
  const race = planRace(settings);
  const fold = new Fold(race);
  const asked: Trial[] = [];
  while (fold.end === undefined) {
    for (const { number, ask } of fold.advance().slots) {
      asked.push(ask);
      fold.settle(number, outcomeOf(ask));
    }
  }
  const standings = new Map(race.standings(fold.state).map((standing) => [standing.candidate, standing]));
  const trialsOf = (id: string, isFresh: boolean) =>
    asked.filter(({ candidate, streams }) => candidate === id && streams.init >= FRESH_FROM === isFresh);

  test('chooses the candidate whose trainings predict alike', () => {
    expect(race.winner(fold.state)).toBe('steady');
    expect(race.answer(fold.state)?.verdict).toBe('decided');
  });

  test.each(IDS)('compares the mean over all pairs of trainings of %s', (id) => {
    const used = trialsOf(id, false).slice(0, standings.get(id)?.losses.length);
    expect(used.length).toBeGreaterThanOrEqual(2);
    if (used.length > 2) expect(standings.get(id)?.criterion).toBeCloseTo(meanOfPairs(used), 10);
  });

  test('compares fresh trainings with one another alone', () => {
    const fresh = standings.get('steady')?.fresh ?? new Float64Array();
    expect(fresh.length).toBe(6);
    expect(fresh.reduce((sum, cost) => sum + cost, 0) / 6).toBeCloseTo(meanOfPairs(trialsOf('steady', true)), 10);
  });
});

describe('what a training costs', () => {
  const lossOf = ({ status }: Outcome) => (status === 'completed' ? 1 : Number.POSITIVE_INFINITY);
  const costsOf = (outcomes: readonly Outcome[]) => [...costsOfAll(outcomes, lossOf, DISAGREEMENT)];
  const plain = [0, 1, 2, 3].map((init) => outcomeOf(trialOf('wild', init)));

  test('is nothing before there are two, and then what it is worth to their mean', () => {
    expect(costsOf(plain.slice(0, 1))).toEqual([Number.NaN]);
    expect(costsOf(plain.slice(0, 2))).toEqual([meanOfPairs(plain.slice(0, 2).map(({ trial }) => trial)), Number.NaN]);
    const costs = costsOf(plain);
    expect(costs.reduce((sum, cost) => sum + cost, 0) / 4).toBeCloseTo(
      meanOfPairs(plain.map(({ trial }) => trial)),
      12,
    );
  });

  test('is the worst where it diverged or predicted nothing, and changes nothing of the others', () => {
    const [first, second, third, fourth] = plain as [Outcome, Outcome, Outcome, Outcome];
    const diverged: Outcome = { ...second, status: 'diverged', loss: Number.POSITIVE_INFINITY };
    const { predicted: _, ...mute } = second;
    const others = costsOf([first, third, fourth]);
    for (const bad of [diverged, mute]) {
      expect(costsOf([first, bad, third, fourth])).toEqual([others[0], Number.POSITIVE_INFINITY, others[1], others[2]]);
    }
  });

  test('of numbers is their median distance, whatever the number of targets', () => {
    const numbers = (init: number, values: readonly number[]): Outcome => ({
      ...outcomeOf(trialOf('wild', init)),
      predicted: writePredicted({ kind: 'values', outputs: 2, values: Float32Array.from(values) }),
    });
    // Of the first target 1, 2 and 3 apart, of the second 4, 4 and 8.
    expect(costsOf([numbers(0, [0, 0, 0, 0, 0, 0]), numbers(1, [1, 4, 2, -4, 3, 8])])[0]).toBe(3);
  });

  test('of other examples than before is refused', () => {
    const shorter = outcomeOf(trialOf('wild', 9), new Float32Array(79));
    expect(() => costsOf([...plain, shorter])).toThrow(
      expect.objectContaining({ name: 'InputError', code: 'predictions-differ' }),
    );
  });
});
