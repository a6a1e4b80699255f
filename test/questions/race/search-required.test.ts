/** @file Searches in which metrics of the trainings are bounded: who breaks a bound cannot win, and settings say who is worth a training at all. */
import { expect, test } from 'vitest';
import { type Decision, Fold, type Outcome, permutation, randomFrom, type Trial } from '../../../src/core/index.js';
import {
  type MetricBound,
  parseRule,
  planSearch,
  type SearchSettings,
} from '../../../src/questions/race/plan/index.js';
import { parseCriterion, placesOf } from '../../../src/stats/index.js';

/** Three settings of five values. The larger `size` the better and the slower; the others are best at 1 and 2. */
const CANDIDATES = 125;
const SETTINGS = ['size', 'depth', 'rate'].map((name, place) => ({
  name,
  values: Array.from({ length: CANDIDATES }, (_, i) => Math.floor(i / 5 ** place) % 5),
}));
const ids = Array.from({ length: CANDIDATES }, (_, i) => `c${i}`);
const [sizeOf, depthOf, rateOf] = SETTINGS.map(
  ({ values }) =>
    (i: number) =>
      values[i] as number,
) as [(i: number) => number, (i: number) => number, (i: number) => number];
const lossOf = (i: number): number => 2 - 0.3 * sizeOf(i) + 0.2 * (depthOf(i) - 1) ** 2 + 0.2 * (rateOf(i) - 2) ** 2;
const msOf = (i: number): number => 10 + 6 * sizeOf(i);
const MS: MetricBound = {
  ...{ metric: 'ms', criterion: parseCriterion('mean'), below: 20 },
  valueOf: ({ metrics }: Outcome) => metrics.ms ?? Number.NaN,
};
/** Sizes 0 and 1 keep the bound. */
const BEST = 1 + 5 + 2 * 25;
const AUDIT = [...permutation(CANDIDATES, randomFrom('audit', 1)).subarray(0, 10)];

interface World {
  readonly required?: readonly MetricBound[];
  readonly prior?: SearchSettings['prior'];
  readonly trials?: number;
  readonly slice?: number;
  readonly msIn?: (i: number, trial: Trial) => number;
  /** Outcomes by which the state is made anew, as after a kill. */
  readonly killedAt?: number;
}

function searched({ required = [MS], prior = 'full', trials = 220, slice = 1, killedAt, ...world }: World = {}) {
  const msIn = world.msIn ?? msOf;
  const race = planSearch({
    ...{ candidates: ids, criterion: parseCriterion('mean'), rule: parseRule('default'), finalTrials: 0, seed: 1 },
    maxReplicates: 10,
    search: {
      ...{ prior, audit: prior === 'full' ? AUDIT : [], places: placesOf(SETTINGS), isDrawn: false },
      ...(required.length === 0 ? {} : { required }),
    },
  });
  const outcomeOf = (trial: Trial): Outcome => {
    const i = Number(trial.candidate.slice(1));
    const random = randomFrom('search required', i, trial.streams.init);
    const loss = lossOf(i) + 0.1 * random.normal();
    const metrics = { ms: msIn(i, trial) + 0.6 * random.normal() };
    return { trial, status: 'completed', loss, metrics, lossPerEpoch: [], seconds: 0 };
  };
  let fold = new Fold(race);
  const waiting: { number: number; ask: Trial }[] = [];
  const asked: string[] = [];
  let decisions: Decision[] = [];
  const advance = (): void => {
    const { slots, decisions: made } = fold.advance();
    waiting.push(...slots);
    decisions.push(...made);
  };
  let killed = killedAt;
  while (asked.length < trials) {
    advance();
    if (killed !== undefined && asked.length >= killed) {
      // What is settled is told again, from the log.
      [killed, fold, decisions] = [undefined, new Fold(race), []];
      const known = asked.length;
      waiting.length = 0;
      for (let place = 0; place < known; place++) {
        advance();
        const next = waiting.shift() as { number: number; ask: Trial };
        fold.settle(next.number, outcomeOf(next.ask));
      }
      continue;
    }
    if (waiting.length === 0) break;
    const due = waiting.splice(0, Math.min(slice, trials - asked.length));
    asked.push(...due.map(({ ask }) => ask.candidate));
    for (const { number, ask } of due.reverse()) fold.settle(number, outcomeOf(ask));
  }
  advance();
  const answer = race.answer(fold.state);
  const own = answer?.requirements?.metrics[0]?.candidates ?? [];
  const standingOf = (i: number) => own.find(({ candidate }) => candidate === `c${i}`)?.standing;
  return { answer, asked, decisions, standingOf, end: race.endOf(fold.state) };
}

const spentOnBroken = (asked: readonly string[]): number =>
  asked.filter((id) => msOf(Number(id.slice(1))) >= 20).length;

test('the best of those that keep the bound wins, and those that break it are hardly trained', () => {
  const { answer, asked, standingOf, decisions } = searched();
  const pick = Number(answer?.winner?.slice(1));
  expect([sizeOf(pick), standingOf(pick)]).toEqual([1, 'met']);
  expect(lossOf(pick) - lossOf(BEST)).toBeLessThan(0.25);
  expect(spentOnBroken(asked) / asked.length).toBeLessThan(0.4);
  const plain = searched({ required: [] });
  expect(spentOnBroken(plain.asked) / plain.asked.length).toBeGreaterThan(0.6);
  expect(plain.answer?.requirements).toBeUndefined();
  // Whoever is shown to break it cannot win by that, and not because it diverged.
  const [broken = ''] = answer?.requirements?.refused ?? [];
  expect(msOf(Number(broken.slice(1)))).toBeGreaterThan(20);
  const rival = answer?.rivals.find(({ candidate }) => candidate === broken);
  expect(rival?.interval).toMatchObject({ reason: /^its mean of ms is \S+ \[.*\], not below 20$/ });
  // Whoever has the better loss and the settings to break it is no equal.
  const better =
    answer?.rivals.filter(({ candidate }) => lossOf(Number(candidate.slice(1))) < lossOf(pick) - 0.3) ?? [];
  expect(better.length).toBeGreaterThan(0);
  expect(better.map(({ standing }) => standing)).not.toContain('close');
  expect(answer?.rivals.filter(({ difference }) => difference < -0.3)).toEqual([]);
  const reasons = decisions.flatMap(({ evidence = [] }) => evidence.map(({ reason }) => reason));
  expect(reasons).not.toContain('divergence');
});

test('the same is asked for however outcomes come, and after a kill', () => {
  const alone = searched({ trials: 120 });
  for (const other of [searched({ trials: 120, slice: 3 }), searched({ trials: 120, killedAt: 70 })]) {
    expect([other.answer, other.decisions]).toEqual([alone.answer, alone.decisions]);
  }
});

test.each(['full', 'guarded'] as const)('where nobody keeps it a %s search looks on, and says so', (prior) => {
  const { answer, asked, end } = searched({ prior, trials: 180, required: [{ ...MS, below: 5 }] });
  expect([answer?.winner, end, asked.length]).toEqual([null, 'budget', 180]);
  expect(answer?.requirements?.refused).toHaveLength(new Set(asked).size);
  expect(answer?.search).toMatchObject({ candidates: CANDIDATES, tried: new Set(asked).size });
});

test('a criterion that settings do not predict is judged by trainings alone', () => {
  const deviation = { ...MS, criterion: parseCriterion('std'), below: 50 };
  const { answer, standingOf } = searched({ required: [deviation] });
  expect(standingOf(Number(answer?.winner?.slice(1)))).toBe('met');
});
