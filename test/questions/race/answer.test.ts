/** @file The answer's honesty: ties found among the eliminated, undecided ones apart, the same in any order. */
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/core/index.js';
import {
  type LossTable,
  parseRule,
  planRace,
  type RaceAnswer,
  replayRace,
} from '../../../src/questions/race/plan/index.js';
import { adjustPValues, pairedTTest, parseCriterion, studentTwoSidedQuantile } from '../../../src/stats/index.js';
import { runRace } from './outcomes.js';

/** Means a 1, b 1 (a hair above), c 1.5, d 4, e 6; a common effect per replicate. */
const MEANS = { a: 1, b: 1.02, c: 1.5, d: 4, e: 6 };
const random = randomFrom('answer-test');
const table: LossTable = {
  candidates: Object.keys(MEANS),
  columns: Array.from({ length: 16 }, () => {
    const common = random.normal();
    return Float64Array.from(Object.values(MEANS), (mean) => mean + common + 0.3 * random.normal());
  }),
};
const answerOf = (criterion: string, warmup: number, given = table): RaceAnswer => {
  const settings = { criterion: parseCriterion(criterion), rule: parseRule('halving'), warmup };
  const answer = replayRace(settings, given).answer();
  if (answer === undefined) throw new Error('The table ends before the first decision.');
  return answer;
};

describe('a race with enough replicates', () => {
  const answer = answerOf('mean', 10);

  it('names the eliminated candidate it cannot tell from the winner', () => {
    expect(answer).toMatchObject({ test: 'paired-t', alpha: 0.05, undecided: [], verdict: 'tied' });
    expect(answer).toMatchObject({ tolerance: null, bound: null, steadier: null, set: [answer.winner] });
    expect([answer.winner, ...answer.ties].sort()).toEqual(['a', 'b']);
    expect(answer.rivals.map(({ candidate, standing }) => `${candidate} ${standing}`).slice(1)).toEqual([
      'c worse',
      'd worse',
      'e worse',
    ]);
  });
  it('rests differences on the common replicates alone', () => {
    expect(answer.rivals.find(({ candidate }) => candidate === 'e')).toMatchObject({ n: 10, effectSize: 1 });
    expect(answer.rivals[0]?.n).toBeGreaterThan(10);
    for (const { difference, interval } of answer.rivals) {
      if ('reason' in interval) throw new Error(interval.reason);
      expect(interval.low).toBeLessThanOrEqual(difference);
      expect(interval.high).toBeGreaterThanOrEqual(difference);
    }
  });
  it('corrects by Holm over the rivals', () => {
    const raw = answer.rivals.map(({ candidate, n }) => {
      const losses = (id: string) =>
        table.columns.slice(0, n).map((column) => column[table.candidates.indexOf(id)] as number);
      return pairedTTest(losses(candidate), losses(answer.winner as string), 'greater').pValue;
    });
    expect(answer.rivals.map(({ pValue }) => pValue)).toEqual(Array.from(adjustPValues(raw, 'holm')));
  });
  it('has intervals that hold for all rivals at once', () => {
    const { interval, n = 0 } = answer.rivals.find(({ candidate }) => candidate === 'd') ?? {};
    if (interval === undefined || 'reason' in interval) throw new Error('no interval');
    const losses = (id: string) =>
      table.columns.slice(0, n).map((column) => column[table.candidates.indexOf(id)] as number);
    const own = losses(answer.winner as string);
    const differences = losses('d').map((loss, replicate) => loss - (own[replicate] as number));
    const mean = differences.reduce((sum, one) => sum + one, 0) / n;
    const squares = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    // Bonferroni: a quarter of 5 % each.
    const half = studentTwoSidedQuantile(0.05 / 4, n - 1) * Math.sqrt(squares / (n - 1) / n);
    expect(interval.low).toBeCloseTo(mean - half, 9);
    expect(interval.high).toBeCloseTo(mean + half, 9);
  });
  it.each(['median', 'std', 'max'])('is the same in any order of candidates (%s)', (criterion) => {
    const order = [3, 1, 4, 0, 2];
    const reordered = {
      candidates: order.map((index) => table.candidates[index] as string),
      columns: table.columns.map((column) => Float64Array.from(order, (index) => column[index] as number)),
    };
    expect(answerOf(criterion, 10, reordered)).toEqual(answerOf(criterion, 10));
  });
});

it('a short race decides little: those with fewer than 8 common replicates are undecided', () => {
  const answer = answerOf('q3', 4);
  expect(answer.ties).toEqual([]);
  expect(answer.undecided).toHaveLength(4);
  expect(answer.rivals[0]?.interval).toMatchObject({ reason: expect.stringContaining('from 8 common replicates on') });
});

it('where everybody diverged nobody is chosen', () => {
  const diverged = { ...table, columns: table.columns.map((column) => column.map(() => Number.POSITIVE_INFINITY)) };
  expect(answerOf('mean', 10, diverged)).toMatchObject({ winner: null, ties: [], undecided: [] });
});

it('a candidate that diverged is worse beyond doubt, once there are enough replicates', () => {
  const columns = table.columns.map((column, replicate) =>
    replicate === 3 ? column.with(1, Number.POSITIVE_INFINITY) : column,
  );
  const answer = answerOf('mean', 10, { ...table, columns });
  expect(answer.rivals.find(({ candidate }) => candidate === 'b')).toMatchObject({
    ...{ standing: 'worse', pValue: 0, difference: Number.POSITIVE_INFINITY },
    interval: { reason: expect.stringContaining('diverged') },
  });
});

it('a rival is worse below the level that is told, and not above it', () => {
  let near = 0;
  for (let draw = 0; draw < 60; draw++) {
    const drawn = randomFrom('answer-level', draw);
    const columns = Array.from({ length: 10 }, () => Float64Array.of(drawn.normal(), 0.8 + drawn.normal()));
    const { rivals, alpha } = answerOf('mean', 10, { candidates: ['a', 'b'], columns });
    for (const { pValue = Number.NaN, standing } of rivals) {
      expect([alpha, standing]).toEqual([0.05, pValue < 0.05 ? 'worse' : 'tied']);
      if (pValue > 0.05 && pValue < 0.1) near++;
    }
  }
  expect(near).toBeGreaterThan(2);
});

it.each(['std', 'es0.25'])(
  'the interval of a rival that is not worse reaches 0, whatever the criterion (%s)',
  (criterion) => {
    let reached = 0;
    for (let draw = 0; draw < 30; draw++) {
      const drawn = randomFrom('reach', draw);
      const columns = Array.from({ length: 9 }, () =>
        Float64Array.of(drawn.normal(), 1.1 + 0.5 * drawn.normal() * drawn.normal(), 0.9 + 1.5 * drawn.normal()),
      );
      for (const { standing, interval } of answerOf(criterion, 9, { candidates: ['a', 'b', 'c'], columns }).rivals) {
        if (standing === 'worse' || 'reason' in interval) continue;
        expect(interval.low).toBeLessThanOrEqual(0);
        if (interval.low === 0) reached++;
      }
    }
    // Some of them by what the test says, not by their own resamples.
    expect(reached).toBeGreaterThan(0);
  },
);

it('is decided where no rival is left, tied or undecided, and stopped where its budget ended it', () => {
  const lossOf = (id: string, replicate: number) =>
    table.columns[replicate]?.[table.candidates.indexOf(id)] ?? Number.NaN;
  const seen = new Set<string>();
  for (const warmup of [4, 10]) {
    const rounds = { warmup, maxReplicates: table.columns.length, finalTrials: 0 };
    const settings = { candidates: table.candidates, criterion: parseCriterion('mean'), rule: parseRule('halving') };
    const race = planRace({ ...settings, ...rounds });
    const whole = runRace(race, lossOf).trials.length;
    for (let limit = 5 * warmup; limit <= whole; limit++) {
      const { verdict, set, ties, undecided } = race.answer(runRace(race, lossOf, limit).state) as RaceAnswer;
      const rivals = set.length - 1 + ties.length + undecided.length;
      expect(verdict).toBe(limit < whole ? 'stopped' : rivals === 0 ? 'decided' : 'tied');
      seen.add(`${verdict}, ${undecided.length > 0 && ties.length === 0 ? 'undecided ones alone' : 'ties'}`);
    }
  }
  expect(seen).toContain('tied, undecided ones alone');
});
