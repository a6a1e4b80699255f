/** @file The question whether enough trainings pass a bar, with losses that are known. */
import { describe, expect, test } from 'vitest';
import { type Outcome, randomFrom, type Trial } from '../../src/core/index.js';
import { passes } from '../../src/questions/assure/plan/assure-plan.js';
import {
  type AssureRequest,
  analyseAssurance,
  barOf,
  createAssurance,
  decisionOf,
} from '../../src/questions/assure/plan/index.js';
import { outcomeOf, type Played, playStudy } from './played-study.js';

const asked: AssureRequest = {
  ...{ candidates: ['c1'], figure: 'loss', seed: 1, share: 0.95, sampleSize: 0 },
  bar: barOf('loss', { below: 0.4 }),
};

/** What is found where training number n (0, 1, ...) gives `played(n)`. */
function found(played: (place: number) => Played, request: Partial<AssureRequest> = {}) {
  const study = createAssurance({ ...asked, ...request });
  const { outcomes, rounds } = playStudy(study, ({ streams }: Trial) => played(streams.init - 2_000_000));
  return { ...analyseAssurance(study, outcomes), rounds };
}

test('ends with the first training that decides, and asks for none beyond it', () => {
  const holds = found(() => 0.3);
  expect(holds).toMatchObject({ verdict: 'holds', trials: 68, passed: 68, least: 68, most: 408 });
  expect(holds.rounds.map(({ length }) => length)).toEqual([68]);
  // One that misses costs more, and these alone are asked for.
  const later = found((place) => (place === 10 ? 0.5 : 0.3));
  expect(later).toMatchObject({ verdict: 'holds', passed: later.trials - 1 });
  expect(later.rounds.map(({ length }) => length)).toEqual([68, later.trials - 68]);
  expect(found(() => 0.5)).toMatchObject({ verdict: 'does not hold', passed: 0, trials: 3 });
});

test('what a training gave in place of a loss passes no bar for the loss', () => {
  const given: Outcome = { ...outcomeOf(trial(0), -0.9), lossOf: 'accuracy', metrics: { accuracy: 0.9 } };
  expect(passes(barOf('loss', { below: 0.4 }), given)).toBe(false);
  expect(passes(barOf('accuracy', { above: 0.88 }), given)).toBe(true);
});

test('a bar is passed on its own side alone', () => {
  expect(found(() => 0.4)).toMatchObject({ verdict: 'does not hold', passed: 0 });
  const metric = { figure: 'accuracy', bar: barOf('accuracy', { above: 0.88 }) };
  const study = createAssurance({ ...asked, ...metric });
  const { outcomes } = playStudy(study, () => 0.3);
  // The made-up trainings have no accuracy; one has, and passes.
  const better: Outcome = { ...(outcomes[0] as Outcome), metrics: { accuracy: 0.9 } };
  const passedWith = (status: Outcome['status']) =>
    analyseAssurance(study, [{ ...better, status }, better, ...outcomes.slice(2)]).passed;
  // Whatever it measured, of a training that did not end well there is no model that people could use.
  expect((['completed', 'diverged', 'timed-out', 'failed'] as const).map(passedWith)).toEqual([2, 1, 1, 1]);
});

test.each(['failed', 'diverged'] as const)('a training that %s does not pass', (status) => {
  const { verdict, passed, trials, failed, diverged } = found((place) => (place % 4 === 0 ? status : 0.3));
  expect(verdict).toBe('does not hold');
  expect(failed + diverged).toBe(trials - passed);
  expect(status === 'failed' ? failed : diverged).toBe(trials - passed);
});

test('is undecided where its trainings end, and what it says agrees with itself', () => {
  const near = found((place) => (place % 20 === 19 ? 0.5 : 0.3));
  expect(near).toMatchObject({ verdict: 'undecided', trials: 408 });
  expect(near.interval.low).toBeLessThan(0.95);
  expect(near.interval.high).toBeGreaterThan(0.95);
  const more = found((place) => (place % 20 === 19 ? 0.5 : 0.3), { trials: 500 });
  expect(more.trials).toBe(500);
  for (const { verdict, interval } of [found(() => 0.3), found(() => 0.5)]) {
    expect(verdict === 'holds' ? interval.low >= 0.95 : interval.high <= 0.95).toBe(true);
  }
});

test('a course ends with the last training, at most 200 looks long', () => {
  const { course, trials, passed, interval } = found((place) => (place % 20 === 19 ? 0.5 : 0.3));
  expect(course.length).toBeLessThanOrEqual(200);
  expect(course.at(-1)).toEqual({ trials, passed, low: interval.low, high: interval.high });
});

test('baselines stand beside the same bar', () => {
  const study = createAssurance(asked);
  const outcomes = [outcomeOf({ ...trial(0) }, 0.3)];
  const baseline = { name: 'mean', kind: 'trivial', replicates: 1, candidates: ['c1'], sampleSize: 0 } as const;
  const passes = (value: number) => analyseAssurance(study, outcomes, [{ ...baseline, value }]).baselines[0]?.passes;
  expect([passes(0.3), passes(0.5)]).toEqual([true, false]);
});

function trial(init: number): Trial {
  return {
    candidate: 'c1',
    streams: { init, sample: init, order: init, noise: init },
    fidelity: { sampleSize: 0 },
    repeat: 0,
  };
}

/** Fewer than the table of docs/measurements.md rests on: the errors are exact in src/stats/tests/sequential-share.test.ts. */
test.each([
  [0.9, 'below'],
  [0.99, 'above'],
] as const)('of candidates that pass with a chance of %f most are found out', (share, decision) => {
  const study = createAssurance(asked);
  const decisions = Array.from({ length: 60 }, (_, run) => {
    const random = randomFrom('assure', share, run);
    const { outcomes } = playStudy(study, () => (random.uniform() < share ? 0.3 : 0.5));
    return decisionOf(study.settings, outcomes);
  });
  expect(decisions.filter((one) => one === decision).length).toBeGreaterThan(50);
});

describe('refuses', () => {
  test.each([
    ['no bar', 'loss', {}, 'assure-bar'],
    ['two bars', 'accuracy', { below: 0.5, above: 0.8 }, 'assure-bar'],
    ['the worse side', 'accuracy', { below: 0.5 }, 'assure-side'],
    ['the worse side of the loss', 'loss', { above: 0.5 }, 'assure-side'],
    ['what nobody reaches', 'accuracy', { above: 88 }, 'assure-value'],
    ['what everybody reaches', 'accuracy', { above: -1 }, 'assure-value'],
    ['no number', 'loss', { below: Number.POSITIVE_INFINITY }, 'assure-value'],
  ])('%s', (_, figure, bar, code) => {
    expect(() => barOf(figure, bar)).toThrow(expect.objectContaining({ code }));
  });

  test('a share that nothing can show, and too few trainings', () => {
    for (const share of [0, 1, -1, 1.5, Number.NaN]) {
      expect(() => createAssurance({ ...asked, share })).toThrow(expect.objectContaining({ code: 'assure-share' }));
    }
    expect(() => createAssurance({ ...asked, trials: 67 })).toThrow(expect.objectContaining({ code: 'study-trials' }));
    expect(createAssurance({ ...asked, share: 0.5 }).settings).toMatchObject({ least: 5, trials: 30 });
  });

  test('neither side of a metric of which nobody knows which is better', () => {
    expect(barOf('speed', { above: 3 })).toEqual({ figure: 'speed', side: 'above', value: 3 });
    expect(barOf('speed', { below: 3 })).toEqual({ figure: 'speed', side: 'below', value: 3 });
  });
});
