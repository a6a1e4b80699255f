/** @file Probation after a race: who passes, who comes next, what it asks for, the same at any number of workers and after any cut. */
import { describe, expect, test } from 'vitest';
import { Fold, type Outcome, randomFrom, type Trial, trialKey } from '../../../src/core/index.js';
import {
  FRESH_FROM,
  parseRule,
  planRace,
  type Race,
  type RaceSettings,
} from '../../../src/questions/race/plan/index.js';
import { parseCriterion } from '../../../src/stats/index.js';

const IDS = ['a', 'b', 'c', 'd'];

const raceOf = (settings: Partial<RaceSettings> = {}): Race =>
  planRace({
    candidates: IDS,
    criterion: parseCriterion('median'),
    rule: parseRule({ name: 'default', tolerance: 10 }),
    reliability: 0.95,
    collapse: { above: 5 },
    ...settings,
  });

/** Losses around 1, the earlier the candidate the lower; fresh ones collapse where `collapses` says so. */
const lossBy =
  (collapses: (candidate: string, fresh: number) => boolean) =>
  ({ candidate, streams: { init } }: Trial): number => {
    const fresh = init - FRESH_FROM;
    if (fresh >= 0 && collapses(candidate, fresh)) return 9;
    return 1 + 0.2 * IDS.indexOf(candidate) + 0.05 * randomFrom('probation', candidate, init).normal();
  };

const outcomeOf = (trial: Trial, loss: number): Outcome => ({
  trial,
  status: Number.isFinite(loss) ? 'completed' : 'diverged',
  loss,
  metrics: {},
  lossPerEpoch: [],
  seconds: 0,
});

/** With so many workers, which finish in any order. */
function run(race: Race, loss: (trial: Trial) => number, workers = 1, limit?: number) {
  const fold = new Fold(race, limit);
  const random = randomFrom('arrival', workers);
  const open: { number: number; ask: Trial }[] = [];
  const trained = new Set<string>();
  for (;;) {
    const { slots, abandoned } = fold.advance();
    // Numbers of what was abandoned are used again.
    const gone = new Set(abandoned);
    if (gone.size > 0) open.splice(0, open.length, ...open.filter(({ number }) => !gone.has(number)));
    open.push(...slots);
    if (fold.end !== undefined) break;
    const at = Math.floor(random.uniform() * Math.min(workers, open.length));
    const [{ number, ask }] = open.splice(at, 1) as [{ number: number; ask: Trial }];
    trained.add(trialKey(ask));
    fold.settle(number, outcomeOf(ask, loss(ask)));
  }
  const answer = race.answer(fold.state);
  const fresh = Object.fromEntries(
    race.standings(fold.state).map(({ candidate, fresh: own }) => [candidate, own.length]),
  );
  return {
    answer,
    fresh,
    end: race.endOf(fold.state),
    applied: fold.applied,
    trained,
    winner: race.winner(fold.state),
  };
}

const statuses = ({ answer }: ReturnType<typeof run>) =>
  answer?.reliability?.members.map(({ candidate, status, begun, collapsed }) => [candidate, status, begun, collapsed]);

test('a clean winner passes after as many trainings as it takes, and no more', () => {
  const plain = run(
    raceOf({ reliability: undefined as never }),
    lossBy(() => false),
  );
  const found = run(
    raceOf(),
    lossBy(() => false),
  );
  expect(found.answer).toMatchObject({ winner: 'a', verdict: plain.answer?.verdict, reliability: { share: 0.95 } });
  const [first, ...others] = found.answer?.reliability?.members ?? [];
  expect(first).toMatchObject({ candidate: 'a', status: 'passed', collapsed: 0, begun: first?.passesAfter });
  expect(others.every(({ status, begun }) => status === 'waiting' && begun === 0)).toBe(true);
  expect(found.fresh.a).toBe(first?.begun);
  // The usual ones of the others come as they do without it.
  for (const id of ['b', 'c', 'd']) expect(found.fresh[id]).toBe(plain.fresh[id]);
});

test('who collapses is left at the third, and the next of the set is chosen, with its own figures', () => {
  const found = run(
    raceOf(),
    lossBy((candidate, fresh) => candidate === 'a' && fresh % 10 === 5),
  );
  expect(statuses(found)?.slice(0, 2)).toMatchObject([
    ['a', 'failed', 26, 3],
    ['b', 'passed', expect.any(Number), 0],
  ]);
  // What was out then comes back, and is counted.
  expect(found.fresh.a).toBeLessThan(26 + 8);
  expect(found.winner).toBe('b');
  expect(found.answer?.set.slice(0, 2)).toEqual(['b', 'a']);
  expect(found.answer?.rivals.map(({ candidate }) => candidate).sort()).toEqual(['a', 'c', 'd']);
  // The leader's criterion is better than that of the one in its place, by 0.2.
  const leader = found.answer?.rivals.find(({ candidate }) => candidate === 'a');
  expect(leader?.difference).toBeLessThan(-0.1);
  expect(found.answer?.bound).toBeGreaterThan(0.1);
});

test('tested are those that are surely within the tolerance, and none that may be beyond it', () => {
  // 0.2 from one to the next: the interval of the third reaches beyond 0.4.
  const found = run(
    raceOf({ rule: parseRule({ name: 'default', tolerance: 0.4 }) }),
    lossBy(() => false),
  );
  const third = found.answer?.rivals.find(({ candidate }) => candidate === 'c');
  expect(third?.interval).toMatchObject({ low: expect.any(Number), high: expect.any(Number) });
  const { low = 0, high = 0 } = { ...third?.interval } as { low?: number; high?: number };
  expect([low < 0.4, high > 0.4]).toEqual([true, true]);
  expect(found.answer?.reliability?.members.map(({ candidate }) => candidate)).toEqual(['a', 'b']);
});

test('the usual trials are waited for where it fails among them', () => {
  const found = run(
    raceOf(),
    lossBy((candidate, fresh) => candidate === 'a' && fresh < 3),
  );
  expect(statuses(found)?.[0]).toEqual(['a', 'failed', 3, 3]);
  expect(found.fresh.a).toBe(20);
});

test('where nobody passes the leader stays, and the verdict is provisional', () => {
  const found = run(
    raceOf(),
    lossBy((_, fresh) => fresh % 7 === 3),
  );
  expect(statuses(found)?.map(([, status]) => status)).toEqual(['failed', 'failed', 'failed', 'failed']);
  expect(found).toMatchObject({ winner: 'a', answer: { winner: 'a', verdict: 'stopped' } });
  expect(found.end).not.toBe('budget');
});

describe.each([
  { name: 'default', tolerance: 10 },
  { name: 'strict', tolerance: 10 },
  { name: 'fast', tolerance: 10 },
  { name: 'halving', minimumSurvivors: 3 },
  { name: 'welch', alpha: 0.0001 },
])('$name', (rule) => {
  const settings = { rule: parseRule(rule), maxReplicates: 6 };
  const loss = lossBy((candidate, fresh) => candidate === 'a' && fresh % 12 === 7);

  test('the same at any number of workers, and after any cut', () => {
    const whole = run(raceOf(settings), loss);
    expect(whole.winner).toBe('b');
    for (const workers of [2, 7, 64]) {
      const found = run(raceOf(settings), loss, workers);
      expect({ ...found, trained: 0 }).toEqual({ ...whole, trained: 0 });
      // Nobody trains more in vain than were under way.
      expect(found.trained.size).toBeLessThanOrEqual(whole.trained.size + 3 * (workers + 1));
    }
    for (const limit of [whole.applied - 1, whole.applied - 60, 40]) {
      const cut = run(raceOf(settings), loss, 3, limit);
      expect(cut.trained.size).toBeLessThanOrEqual(limit);
      // What was asked for when the race ended, or a member failed, is charged: a tenth of a race, and eight or a tenth of a probation.
      expect(cut.applied).toBeGreaterThanOrEqual(limit - 2 * Math.max(8, limit / 10));
      if (cut.winner === 'a') expect(cut).toMatchObject({ end: 'budget', answer: { verdict: 'stopped' } });
    }
    expect({ ...run(raceOf(settings), loss, 5, whole.applied + 150), trained: 0 }).toMatchObject({
      winner: 'b',
      end: whole.end,
    });
  });
});

test('trainings that are left out of estimates did not come out all the same', () => {
  const race = planRace(
    {
      candidates: IDS,
      criterion: parseCriterion('median'),
      rule: parseRule({ name: 'default', tolerance: 10 }),
      reliability: 0.8,
    },
    ({ trial, loss }) => (trial.candidate === 'a' && trial.streams.init >= FRESH_FROM ? Number.NaN : loss),
  );
  const found = run(
    race,
    lossBy(() => false),
  );
  expect(statuses(found)?.[0]).toEqual(['a', 'failed', 3, 3]);
  expect(found.winner).toBe('b');
});

test.each([
  [1, 'reliability'],
  [0.3, 'reliability'],
  [Number.NaN, 'reliability'],
])('a reliability of %s is refused', (reliability, code) => {
  expect(() => raceOf({ reliability })).toThrow(expect.objectContaining({ code }));
});

test('without fresh trials there is nothing to show it by', () => {
  expect(() => raceOf({ finalTrials: 0 })).toThrow(expect.objectContaining({ code: 'reliability-without-fresh' }));
});
