/** @file The question whether a change is real, with losses that are known. */
import { describe, expect, test } from 'vitest';
import { randomFrom, type Trial } from '../../src/core/index.js';
import {
  analyseChange,
  type ChangeRequest,
  createChange,
  trainingsUpTo,
} from '../../src/questions/change/plan/index.js';
import { type Played, playStudy } from './played-study.js';

const asked: ChangeRequest = {
  ...{ candidates: ['new', 'old'], figure: 'loss', seed: 3, criterion: 'q3', trials: 75, sampleSize: 0 },
};

function found(played: (trial: Trial) => Played, request: Partial<ChangeRequest> = {}) {
  const study = createChange({ ...asked, ...request });
  const { outcomes, rounds } = playStudy(study, played);
  return { ...analyseChange(study, outcomes), rounds };
}

/** What both share, more than what they do not. */
const paired = (shift: number) => (trial: Trial) => {
  const { candidate, streams } = trial;
  const own = randomFrom('change', candidate, streams.init).normal();
  return 4 * randomFrom('change', streams.sample).normal() + own - (candidate === 'new' ? shift : 0);
};

test('pairs are trained up to a look, and the question ends where it is answered', () => {
  const real = found(paired(3));
  expect(real).toMatchObject({ verdict: 'real', because: null, pairs: real.look });
  expect(real.pValue).toBeLessThanOrEqual(real.threshold);
  expect(real.difference).toBeLessThan(0);
  const [first = []] = real.rounds;
  expect(first.map(({ candidate }) => candidate).slice(0, 4)).toEqual(['new', 'old', 'new', 'old']);
  expect(first.map(({ streams }) => streams.init).slice(0, 4)).toEqual([2_000_000, 2_000_000, 2_000_001, 2_000_001]);
  expect(real.rounds.flat()).toHaveLength(2 * real.pairs);
});

test('a change for the worse, and one that does nothing, are not shown', () => {
  expect(found(paired(-3))).toMatchObject({ verdict: 'not shown', because: 'worse' });
  // The old one is ahead by a little, at every look.
  const behind = found(
    ({ candidate, streams }) => (streams.init % 7) + (candidate === 'new' ? 0.1 * (streams.init % 2) : 0),
  );
  expect(behind).toMatchObject({ verdict: 'not shown', because: 'behind', pairs: 22 });
  // Ahead, and not for certain.
  const close = found(paired(0.35));
  expect(close).toMatchObject({ verdict: 'not shown', because: 'pairs', pairs: 75 });
});

test('one training that fails, or diverges, is no proof that the other candidate is better', () => {
  for (const status of ['failed', 'diverged'] as const) {
    const one = ({ candidate, streams }: Trial) =>
      candidate === 'old' && streams.init === 2_000_004 ? status : paired(0)({ candidate, streams } as Trial);
    expect(found(one, { criterion: 'mean' })).toMatchObject({
      verdict: 'not shown',
      leftOut: 0,
      old: { value: Number.POSITIVE_INFINITY, distribution: { losses: expect.any(Array) } },
    });
  }
  const all = found(({ candidate }) => (candidate === 'old' ? 'diverged' : 1));
  expect(all).toMatchObject({ verdict: 'real', pairs: 33, difference: Number.NEGATIVE_INFINITY });
});

describe('where what fails is left out', () => {
  const excluding = { failurePolicy: { retries: 0, action: 'exclude', kinds: {} } } as const;

  test('verdict, values, difference and distributions are of the same whole pairs', () => {
    // Each fails in pairs of its own, which hold its best losses.
    const lossOf = ({ candidate, streams: { init } }: Trial): Played => {
      const fails = init % 5 === (candidate === 'new' ? 1 : 3);
      return fails ? 'failed' : 1 + 0.1 * randomFrom('left-out', candidate, init).normal() - (init % 5 === 1 ? 0.9 : 0);
    };
    const { pairs, leftOut, verdict, difference, ...told } = found(lossOf, excluding);
    expect([pairs, leftOut]).toEqual([30, 20]);
    expect(verdict).toBe('not shown');
    for (const { value, distribution } of [told.new, told.old]) {
      expect(distribution).toMatchObject({ begun: 50, failed: 10 });
      expect(distribution.losses).toHaveLength(pairs);
      expect(Math.min(...distribution.losses)).toBeGreaterThan(0.5);
      expect(distribution.criteria.find(({ name }) => name === 'q3')?.value).toBe(value);
    }
    expect(difference).toBe((told.new.value as number) - (told.old.value as number));
  });

  test('a change is found without them, and nothing is said on fewer than ten pairs', () => {
    const one = found(
      (trial) => (trial.streams.init % 4 === 0 && trial.candidate === 'old' ? 'failed' : paired(3)(trial)),
      excluding,
    );
    expect(one).toMatchObject({ verdict: 'real', old: { distribution: { collapsed: 0 } } });
    expect(one.leftOut).toBeGreaterThan(2);
    const never = found(({ candidate }) => (candidate === 'old' ? 'failed' : 1), excluding);
    expect(never).toMatchObject({ verdict: 'not shown', because: 'pairs', pairs: 0, leftOut: 75, difference: null });
    // Nine in ten fail: at 75 pairs eight are left.
    const few = found((trial) => (trial.streams.init % 10 > 0 ? 'failed' : paired(30)(trial)), excluding);
    expect(few).toMatchObject({ verdict: 'not shown', because: 'pairs', pairs: 8, pValue: 1 });
  });
});

test('where both are infinite, neither is better', () => {
  const all = found(({ streams }) => (streams.init % 2 === 0 ? 'failed' : 1), { criterion: 'mean' });
  const infinite = { value: Number.POSITIVE_INFINITY };
  expect(all).toMatchObject({ verdict: 'not shown', difference: 0, new: infinite, old: infinite });
});

test('of too few trainings there is no value and no difference', () => {
  const study = createChange(asked);
  const { outcomes } = playStudy(study, paired(0));
  const few = analyseChange(study, outcomes.slice(0, 1));
  expect(few).toMatchObject({ verdict: 'undecided', pairs: 0, difference: null, old: { value: null } });
});

test('passes and failures alone are enough', () => {
  const half = (trial: Trial) =>
    Number(trial.candidate === 'old' && randomFrom('half', trial.streams.init).uniform() < 0.7);
  expect(found(half, { criterion: 'mean' }).verdict).toBe('real');
});

test('a metric that is better where it is higher', () => {
  const study = createChange({ ...asked, figure: 'speed', direction: 'maximize' });
  const { outcomes } = playStudy(study, paired(3));
  const fast = outcomes.map((outcome) => ({ ...outcome, metrics: { speed: 0 - outcome.loss } }));
  expect(analyseChange(study, fast)).toMatchObject({ better: 'higher', criterion: 'q1' });
  const { difference, ...told } = analyseChange(study, fast);
  expect(difference).toBeGreaterThan(0);
  const { distribution, value } = told.new;
  expect(distribution.criteria.find(({ name }) => name === 'q1')?.value).toBe(value);
  // What failed is the slowest there is.
  const lost = fast.map((outcome, place) => (place === 0 ? { ...outcome, status: 'diverged' as const } : outcome));
  const { losses, collapsed } = analyseChange(study, lost).new.distribution;
  expect([losses[0], collapsed]).toEqual([Number.NEGATIVE_INFINITY, 1]);
});

/** The figures of docs/measurements.md rest on 1,000 runs a row. */
test.each(['mean', 'q3'])('of candidates that are alike few are called better by the %s', (criterion) => {
  const verdicts = Array.from({ length: 40 }, (_, run) => {
    const lossOf = ({ candidate, streams }: Trial) => randomFrom('alike', run, candidate, streams.init).normal();
    return found(lossOf, { criterion, seed: run }).verdict;
  });
  expect(verdicts.filter((verdict) => verdict === 'real').length).toBeLessThanOrEqual(4);
});

test('as many trainings as looks take', () => {
  expect([10, 14, 15, 75, 111, 112, 168, 252].map(trainingsUpTo)).toEqual([20, 20, 30, 150, 150, 224, 336, 504]);
});

test('refuses the same candidate twice, a criterion that nobody knows and fewer pairs than the first look has', () => {
  const code = (request: Partial<ChangeRequest>) => {
    try {
      createChange({ ...asked, ...request });
    } catch (error) {
      return (error as { code: string }).code;
    }
    return undefined;
  };
  expect(code({ candidates: ['a', 'a'] })).toBe('assure-same');
  expect(code({ criterion: 'best' })).toBe('unknown-criterion');
  expect(code({ trials: 9 })).toBe('study-trials');
});
