/** @file What a race says of one candidate: its decisions as they were made, and the criterion with which it would have stayed, by racing with that. */
import { expect, test } from 'vitest';
import { Fold, type Outcome, randomFrom, type Trial, watchedPlan } from '../../../src/core/index.js';
import {
  type CandidateHistory,
  candidateHistory,
  planRace,
  type Race,
  ruleOf,
} from '../../../src/questions/race/plan/index.js';
import { parseCriterion } from '../../../src/stats/index.js';

const CANDIDATES = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Each is worse than the one before it; what a replicate does to all, and what is a training's own. */
function lossOf({ candidate, streams }: Trial, moved: (candidate: string, loss: number) => number): number {
  const [all, own] = [randomFrom('all', streams.init), randomFrom('own', candidate, streams.init)].map((one) =>
    one.uniform(),
  );
  return moved(candidate, 5 + 0.3 * CANDIDATES.indexOf(candidate) + 0.2 * (all as number) + 0.3 * (own as number));
}

function raceBy(rule: object, criterion: string): Race {
  return planRace({
    ...{ candidates: CANDIDATES, criterion: parseCriterion(criterion), rule: ruleOf({ rule } as never) },
    ...{ finalTrials: 2, maxReplicates: 8, seed: 1 },
  });
}

interface Told {
  readonly history: CandidateHistory;
  /** Asked up to its first step. */
  readonly asked: readonly Trial[];
  readonly applied: number;
}

function played(
  race: Race,
  candidate: string,
  moved: (candidate: string, loss: number) => number = (_, loss) => loss,
): Told {
  const { listener, told } = candidateHistory(race, candidate);
  const fold = new Fold(watchedPlan<unknown, Trial, Outcome>(race, listener));
  const asked: Trial[] = [];
  while (fold.end === undefined) {
    const { slots } = fold.advance();
    for (const { number, ask } of slots) {
      if (told().steps.length === 0) asked.push(ask);
      const loss = lossOf(ask, moved);
      fold.settle(number, { trial: ask, status: 'completed', loss, metrics: {}, lossPerEpoch: [], seconds: 0 });
    }
  }
  return { history: told(), asked, applied: fold.applied };
}

const RULES: readonly (readonly [rule: object, criterion: string])[] = [
  [{ name: 'default' }, 'mean'],
  [{ name: 'default' }, 'q3'],
  [{ name: 'strict' }, 'median'],
  [{ name: 'halving' }, 'q3'],
  [{ name: 'welch' }, 'mean'],
  [{ name: 'threshold', margin: 0.4 }, 'median'],
];

test.each(RULES)(
  '%o by %s: a candidate stays with the criterion that is told, and with no worse one',
  (rule, criterion) => {
    const race = raceBy(rule, criterion);
    const seen = CANDIDATES.flatMap((candidate) => {
      const { history, asked } = played(race, candidate);
      const [step] = history.steps;
      if (step?.staysFrom === undefined || step.estimate === null || step.kind === 'back') return [];
      const { estimate, staysFrom, decision, own, trainings } = step;
      // By the same decision, of the same trainings, with all of its losses so much less.
      const isOutAt = (goal: number): boolean | undefined => {
        const shift = (id: string, loss: number) => (id === candidate ? loss - (estimate - goal) : loss);
        const again = played(raceBy(rule, criterion), candidate, shift);
        const [first] = again.history.steps;
        const sameAsks = again.asked
          .slice(0, trainings)
          .every((trial, place) => trial.candidate === asked[place]?.candidate);
        return sameAsks ? first?.decision.round === decision.round && first.kind !== 'back' : undefined;
      };
      const room = 0.02 * Math.abs(estimate - staysFrom);
      const verdicts = [isOutAt(staysFrom - room), isOutAt(staysFrom + room)];
      expect(own).toBeGreaterThan(0);
      return verdicts.includes(undefined) ? [] : [{ candidate, verdicts }];
    });
    expect(seen.length).toBeGreaterThan(0);
    for (const one of seen) expect(one).toEqual({ candidate: one.candidate, verdicts: [false, true] });
  },
);

test('steps are those of the decisions, with what was known then', () => {
  const race = raceBy({ name: 'default' }, 'q3');
  const { history, applied } = played(race, 'f');
  const [step] = history.steps;
  expect(step).toMatchObject({ kind: 'set aside', decision: { rule: 'default' }, evidence: { candidate: 'f' } });
  const { decision, estimate, rival, trainings = 0 } = step ?? {};
  expect(estimate).toBeCloseTo((decision?.incumbentValue ?? 0) + (step?.evidence?.statistic ?? 0), 12);
  expect(rival?.candidate).toBe('f');
  expect(trainings).toBeLessThan(applied);
  expect(history.isIn).toBe(false);
  expect(played(race, 'a').history).toMatchObject({ steps: [], isIn: true, ledFrom: { decision: expect.any(Number) } });
});

test('in rounds a candidate is dropped once, at the round that its standing names', () => {
  const race = raceBy({ name: 'halving' }, 'mean');
  for (const candidate of CANDIDATES.slice(1)) {
    const { history } = played(race, candidate);
    expect(history.steps.map(({ kind }) => kind)).toEqual(['dropped']);
    const [{ decision, own, estimate } = { decision: undefined, own: 0, estimate: 0 }] = history.steps;
    expect(decision?.eliminated).toContain(candidate);
    // One decision a round, from the first one's three trainings on, to the round in which one is left.
    expect(history.since).toBe(history.decisions - 1 - ((decision?.round ?? 0) - 3));
    expect(history.isIn).toBe(false);
    // Each round has one training of everybody who is left.
    expect(own).toBe(decision?.round);
    expect(estimate).toBeGreaterThan(decision?.incumbentValue ?? Number.POSITIVE_INFINITY);
  }
});
