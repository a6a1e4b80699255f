/** @file Races in which metrics of the trainings are bounded: who breaks a bound cannot win, who is shown to keep it goes first, and nobody is said to who is not. */
import { describe, expect, test } from 'vitest';
import { type Decision, Fold, type Outcome, randomFrom, type Trial } from '../../../src/core/index.js';
import {
  type AdaptiveRule,
  type Admission,
  joinedAdmissions,
  lossRequirement,
  type MetricBound,
  metricRequirements,
  parseRule,
  planRequired,
} from '../../../src/questions/race/plan/index.js';
import { parseCriterion } from '../../../src/stats/index.js';

const MS = { metric: 'ms', valueOf: ({ metrics }: Outcome) => metrics.ms ?? Number.NaN };
const Q3: MetricBound = { ...MS, criterion: parseCriterion('q3'), below: 20 };
/** Deviations that the third quartile of a normal lies above its mean. */
const QUARTILE = 0.6745;

interface World {
  /** By candidate: the mean of the loss, and the third quartile of the metric. */
  readonly losses: readonly number[];
  readonly quartiles: readonly number[];
  readonly deviation?: number;
  readonly bounds?: readonly MetricBound[];
  readonly rule?: string;
  readonly seed?: number;
  /** Asks for the answer after each outcome. */
  readonly isWatched?: boolean;
  readonly slice?: number;
  /** A candidate that is worse than the best by more in the metric `own` cannot win either. */
  readonly within?: string;
  readonly metricsOf?: (candidate: number, init: number) => Readonly<Record<string, number>>;
}

function raced({ losses, quartiles, deviation = 1.5, bounds = [Q3], rule = 'default', ...world }: World) {
  const { seed = 1, isWatched = false, slice = 1, within } = world;
  const ids = losses.map((_, i) => `c${i}`);
  const metricsOf =
    world.metricsOf ??
    ((i: number, init: number) => {
      const z = randomFrom('required/ms', seed, i, init).normal();
      return { ms: (quartiles[i] as number) + deviation * (z - QUARTILE) };
    });
  const outcomeOf = (trial: Trial): Outcome => {
    const [i, { init }] = [Number(trial.candidate.slice(1)), trial.streams];
    const loss = (losses[i] as number) + 0.02 * randomFrom('required/loss', seed, i, init).normal();
    return { trial, status: 'completed', loss, metrics: metricsOf(i, init), lossPerEpoch: [], seconds: 0 };
  };
  const metricsRequired = metricRequirements({ candidates: ids, bounds, seed });
  const share = { criterion: parseCriterion('mean'), lossOf: ({ metrics }: Outcome) => metrics.own ?? Number.NaN };
  const admission =
    within === undefined
      ? metricsRequired
      : (joinedAdmissions([
          lossRequirement({ candidates: ids, within, seed, ...share }),
          metricsRequired,
        ]) as Admission);
  const settings = { candidates: ids, criterion: parseCriterion('mean'), finalTrials: 0, seed, admission };
  const race = planRequired({ ...settings, rule: parseRule(rule) as AdaptiveRule });
  const fold = new Fold(race);
  const waiting: { number: number; ask: Trial }[] = [];
  const decisions: Decision[] = [];
  for (;;) {
    const { slots, decisions: made } = fold.advance();
    waiting.push(...slots);
    decisions.push(...made);
    if (waiting.length === 0) break;
    // Answered in slices, the last first.
    for (const { number, ask } of waiting.splice(0, slice).reverse()) fold.settle(number, outcomeOf(ask));
    if (isWatched) race.answer(fold.state);
  }
  const answer = race.answer(fold.state);
  const [standings = []] = answer?.requirements?.metrics.map(({ candidates }) => candidates) ?? [];
  const standingOf = (id: string | undefined) => standings.find(({ candidate }) => candidate === id)?.standing;
  return { answer, standings, standingOf, decisions, trials: race.trials(fold.state), end: race.endOf(fold.state) };
}

/** The better by the loss the slower: those from c4 on keep the bound. */
const losses = [0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2];
const quartiles = [40, 35, 30, 26, 16, 14, 12];

describe.each(['default', 'strict', 'fast'])('under the rule %s', (rule) => {
  test('the best of those that keep the bound wins, and is shown to', () => {
    const { answer, standingOf } = raced({ losses, quartiles, rule });
    expect(answer).toMatchObject({ winner: 'c4', verdict: 'decided' });
    expect(answer?.requirements?.refused).toEqual(['c0', 'c1', 'c2', 'c3']);
    expect(['c0', 'c3', 'c4'].map(standingOf)).toEqual(['unmet', 'unmet', 'met']);
    const rival = answer?.rivals.find(({ candidate }) => candidate === 'c0');
    expect(rival).toMatchObject({
      standing: 'worse',
      interval: { reason: /^its q3 of ms is 4\d(\.\d)? \[.*\], not below 20$/ },
    });
  });
});

test('a bound from below is kept by who lies above it', () => {
  const bounds: MetricBound[] = [{ ...MS, criterion: parseCriterion('median'), above: 20 }];
  const { answer, standingOf } = raced({ losses: [...losses].reverse(), quartiles, bounds });
  expect([answer?.winner, standingOf('c3'), standingOf('c6')]).toEqual(['c3', 'met', 'unmet']);
});

test('nobody wins where nobody keeps it, and the race ends early', () => {
  const { answer, trials, end } = raced({ losses, quartiles: losses.map(() => 40) });
  expect(answer).toMatchObject({ winner: null, verdict: null });
  expect(answer?.requirements?.refused).toHaveLength(losses.length);
  expect([end, trials < 60]).toEqual(['exhausted', true]);
});

test('of several requirements all have to be met', () => {
  const size = {
    metric: 'size',
    criterion: parseCriterion('mean'),
    valueOf: ({ metrics }: Outcome) => metrics.size ?? Number.NaN,
  };
  const metricsOf = (i: number, init: number) => ({
    ms: (quartiles[i] as number) + randomFrom('both', i, init).normal(),
    size: i === 4 ? 9 : 1,
  });
  const { answer } = raced({ losses, quartiles, metricsOf, bounds: [Q3, { ...size, below: 5 }] });
  expect(answer?.winner).toBe('c5');
  expect(answer?.requirements?.metrics.map(({ candidates }) => candidates[4]?.standing)).toEqual(['met', 'unmet']);
});

test('who is best and lies on the bound is trained to the end, and gives way to who is shown to keep it', () => {
  const { answer, standingOf, standings } = raced({ losses, quartiles: [20, 20, 30, 30, 14, 14, 14] });
  expect([answer?.winner, standingOf('c4')]).toEqual(['c4', 'met']);
  expect(standings.find(({ candidate }) => candidate === 'c0')).toMatchObject({ standing: 'open', n: 20 });
  expect(answer?.requirements?.refused).toContain('c0');
});

test('where nobody is shown to keep it the best wins, and is not said to', () => {
  const { answer, standingOf } = raced({ losses, quartiles: losses.map(() => 20) });
  expect([answer?.winner, standingOf('c0')]).toEqual(['c0', 'open']);
});

test('where who keeps it cannot win for another reason, nobody gives way to it', () => {
  const metricsOf = (i: number, init: number) => {
    const random = randomFrom('own', i, init);
    const ms = (i === 0 ? 14 : 20) + 1.5 * (random.normal() - QUARTILE);
    return { ms, own: (i === 0 ? 1.2 : 1) + 0.1 * random.normal() };
  };
  const alike = [1.01, 1, 1.02, 1.02];
  const { answer, standingOf } = raced({ losses: alike, quartiles, metricsOf, within: '5 %' });
  expect(['c0', 'c1'].map(standingOf)).toEqual(['met', 'open']);
  expect(answer?.winner).toBe('c1');
  expect([answer?.requirement?.beyond, answer?.requirements?.refused]).toEqual([['c0'], []]);
});

test('it is the same however outcomes come, and whoever looks at it', () => {
  const world = { losses, quartiles, deviation: 4 };
  const { standingOf: _, ...alone } = raced(world);
  const { standingOf: __, ...other } = raced({ ...world, slice: 3, isWatched: true });
  expect(other).toEqual(alone);
});

test('a metric that is the same in every training refuses everybody or nobody', () => {
  const constant = (ms: number) => raced({ losses, quartiles, metricsOf: () => ({ ms }) });
  expect(constant(31).answer?.requirements).toMatchObject({
    refused: { length: losses.length },
    metrics: [{ isConstant: true }],
  });
  expect(constant(3).answer).toMatchObject({ winner: 'c0', requirements: { refused: [] } });
});

test('a metric that no training has tells nothing', () => {
  const { answer, standings } = raced({ losses, quartiles, metricsOf: () => ({}) });
  expect(answer?.winner).toBe('c0');
  expect(standings[0]).toMatchObject({ value: null, n: 0, standing: 'open' });
});

/** Most candidates lie near the bound; 6 seeds each. */
test.each(['normal', 'skewed'])('the winner that is said to keep a bound rarely breaks it: %s', (law) => {
  let [said, broken] = [0, 0];
  for (let seed = 0; seed < 6; seed++) {
    const near = losses.map((_, i) => 20 + (i % 3 === 2 ? -6 : 1.5) * randomFrom('near', seed, i).uniform());
    const metricsOf = (i: number, init: number) => {
      const z = randomFrom('near/ms', seed, i, init).normal();
      const spread = law === 'normal' ? 1.5 * (z - QUARTILE) : 2 * (Math.exp(0.6 * z) - Math.exp(0.6 * QUARTILE));
      return { ms: (near[i] as number) + spread };
    };
    const { answer, standingOf } = raced({ losses, quartiles: near, metricsOf, seed });
    const winner = answer?.winner ?? null;
    if (winner === null || standingOf(winner) !== 'met') continue;
    said++;
    if ((near[Number(winner.slice(1))] as number) >= 20) broken++;
  }
  expect(said).toBeGreaterThan(2);
  expect(broken).toBe(0);
});
