/** @file How far a run has come: what it says is left comes true, whatever the rule, the workers and the losses. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Outcome, randomFrom, replicateTrial } from '../../src/core/index.js';
import { parseRule, planRace } from '../../src/questions/race/plan/index.js';
import { ProgressFold, type Remaining, remainingText } from '../../src/report/index.js';
import { parseCriterion } from '../../src/stats/index.js';
import { examples } from '../examples.js';
import { simulateProgress, TRIAL_SECONDS } from './simulated-progress.js';

const anySize = {
  workers: fc.integer({ min: 1, max: 9 }),
  candidates: fc.integer({ min: 2, max: 60 }),
  seed: fc.nat(99),
};

const lossIn = ({ loss }: Outcome) => loss;

describe('what is left', () => {
  it('is exact where the rule keeps a share', async () => {
    const rule = fc.constantFrom(
      { name: 'halving' },
      { name: 'halving', keep: 'ceil', testEvery: 2 },
      { name: 'fraction', share: 0.3, minimumSurvivors: 3 },
    );
    await fc.assert(
      fc.asyncProperty(fc.record({ ...anySize, rule }), async (options) => {
        // Nobody diverges: that would make a field smaller than the rule does.
        const { steps } = await simulateProgress({
          ...options,
          loss: (candidate, { streams }) => candidate + streams.init,
        });
        for (const { progress, toCome } of steps) {
          if (progress.remaining === null) continue;
          expect(progress.remaining.kind).toBe('exact');
          expect(progress.remaining.trials).toEqual({ least: toCome, most: toCome });
        }
      }),
      { numRuns: examples(8, 15) },
    );
  });

  it('is a bound where tests decide, and no budget is overrun', async () => {
    const rule = fc.constantFrom({ name: 'welch' }, { name: 'friedman' }, { name: 'default' }, { name: 'fast' });
    const budget = fc.constantFrom({}, { trials: 200 }, { trials: 400 });
    await fc.assert(
      fc.asyncProperty(fc.record({ ...anySize, rule, budget }), async (options) => {
        const { steps } = await simulateProgress(options);
        for (const { progress, toCome } of steps) {
          if (progress.remaining === null) continue;
          const { kind, trials } = progress.remaining;
          expect(progress.trials.done + trials.most).toBeLessThanOrEqual(options.budget.trials ?? 1e9);
          if (kind === 'range') continue;
          // What was being trained when a race ended is trained to its end.
          expect(toCome).toBeGreaterThanOrEqual(trials.least);
          expect(toCome).toBeLessThanOrEqual(trials.most + options.workers);
        }
      }),
      { numRuns: examples(10, 25) },
    );
  });

  it('is in the range that it names, for nine of ten races', async () => {
    const RACES = examples(12, 30);
    const shares: number[] = [];
    for (let seed = 0; seed < RACES; seed++) {
      const rule = { name: ['default', 'fast', 'strict'][seed % 3] as string };
      // Fields as narrow as the noise and up to ten times as wide.
      const width = 10 ** ((seed % 7) / 6) / 30;
      const { steps } = await simulateProgress({
        ...{ candidates: 4 + ((seed * 13) % 50), rule, workers: 2, seed },
        loss: (candidate, { streams }) => {
          const random = randomFrom('range', candidate, streams.init);
          return width * randomFrom('range', candidate).uniform() + random.normal() / 30;
        },
      });
      const ranged = steps.filter(({ progress }) => progress.remaining?.kind === 'range');
      const kept = ranged.filter(({ progress, toCome }) => {
        const { remaining } = progress;
        return remaining !== null && toCome >= remaining.trials.least && toCome <= remaining.trials.most + 2;
      });
      if (ranged.length > 0) shares.push(kept.length / ranged.length);
    }
    expect(shares.length).toBeGreaterThan(0.8 * RACES);
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThan(0.9);
  });

  it('takes the time that it says, once there is a pace', async () => {
    const { steps, seconds } = await simulateProgress({ candidates: 60, rule: { name: 'halving' }, workers: 4 });
    for (const { progress } of steps) {
      if (progress.trials.done < 40 || progress.remaining?.seconds == null) continue;
      const left = seconds - progress.elapsedSeconds;
      expect(Math.abs(progress.remaining.seconds.most - left)).toBeLessThan(0.2 * left + 2 * TRIAL_SECONDS);
    }
  });
});

describe('the pace', () => {
  const facts = { work: { kind: 'study', trials: 10_000, isExact: true, valueOf: lossIn } as const, budget: {} };
  /** Seconds left after each outcome; `seconds` is what the next one takes. */
  const leftAfter = (outcomes: number, seconds: (place: number) => number): readonly number[] => {
    const progress = new ProgressFold(facts);
    const timed = (elapsedSeconds: number) => ({ elapsedSeconds, totalSeconds: elapsedSeconds });
    const round = (done: number) => ({ number: 1, phase: 'measure', done, running: 1, total: 10_000, cut: false });
    progress.take({ kind: 'begun', trialsLogged: 0, workers: 1, outcomes: [], ...timed(0) });
    progress.take({ kind: 'round-begun', round: round(0), alreadyLogged: 0, trialsBefore: 0, ...timed(0) });
    let now = 0;
    return Array.from({ length: outcomes }, (_, place) => {
      now += seconds(place);
      const trial = replicateTrial('c', place, 0);
      const outcome = { trial, status: 'completed', loss: 1, metrics: {}, lossPerEpoch: [], seconds: 1 } as const;
      progress.take({ kind: 'outcome', outcome, round: round(place + 1), ...timed(now) });
      return progress.at().remaining?.seconds?.most ?? Number.NaN;
    });
  };

  it('is steady where trainings come fast and slow by turns', () => {
    // Forty of a twentieth of a second, forty of five seconds.
    const left = leftAfter(2000, (place) => (Math.floor(place / 40) % 2 === 0 ? 0.05 : 5)).slice(400);
    expect(Math.max(...left) / Math.min(...left)).toBeLessThan(2);
  });

  it('soon follows trainings that take longer from some time on', () => {
    const left = leftAfter(520, (place) => (place < 466 ? 0.2 : 15));
    const all = 10_000 * 15;
    for (const seconds of left.slice(480)) expect(Math.abs(Math.log2(seconds / all))).toBeLessThan(1);
  });
});

describe('the progress of a race', () => {
  it('names the winner first, then who comes next, and how many may still be better', async () => {
    const { steps } = await simulateProgress({ candidates: 40, rule: { name: 'default' }, workers: 4 });
    const last = steps.at(-1)?.progress;
    expect(last).toMatchObject({ state: 'finished', remaining: null, workers: 4, trials: { running: 0 } });
    for (const { progress } of steps) {
      expect(progress.leaders.length).toBeLessThanOrEqual(Math.min(4, (progress.contested as number) + 1));
      const values = progress.leaders.slice(1).map(({ value }) => value);
      if (progress.decisions === 0) continue;
      expect(values.length).toBeGreaterThanOrEqual(Math.min(3, progress.contested as number) - 1);
    }
    expect(JSON.parse(JSON.stringify(last))).toEqual(last);
  });

  it('keeps the newest five failures', async () => {
    const { steps } = await simulateProgress({
      candidates: 20,
      rule: { name: 'default' },
      workers: 2,
      loss: (candidate, { streams }) => (candidate % 3 === 1 ? null : candidate + streams.init),
    });
    const { failures, trials } = steps.at(-1)?.progress ?? { failures: [], trials: { failed: 0 } };
    expect(trials.failed).toBeGreaterThan(5);
    expect(failures).toHaveLength(5);
    expect(failures[0]).toMatchObject({ kind: 'exception', message: 'simulated' });
    const times = failures.map(({ atSeconds }) => atSeconds);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('names a leader that joined while the race went on', () => {
    const criterion = parseCriterion('mean');
    const { facts } = planRace({ candidates: ['a', 'b'], criterion, rule: parseRule({ name: 'default' }) });
    const fold = new ProgressFold({ work: { kind: 'race', facts, lossOf: ({ loss }) => loss }, budget: {} });
    const outcomes = [
      ['a', 1],
      ['b', 2],
      ['joined', 0.5],
    ].map(([candidate, loss]): Outcome => {
      const trial = replicateTrial(String(candidate), 0, 0);
      return { trial, status: 'completed', loss: Number(loss), metrics: {}, lossPerEpoch: [], seconds: 1 };
    });
    const times = { elapsedSeconds: 1, totalSeconds: 1 };
    fold.take({ kind: 'begun', trialsLogged: 3, workers: 1, outcomes, ...times });
    // Until a decision names it, it may be of another question.
    expect(fold.at().leaders.map(({ candidate }) => candidate)).toEqual(['a', 'b']);
    const survivors = ['joined', 'a', 'b'];
    const standing = { survivors, eliminated: [], incumbent: 'joined', incumbentValue: 0.5, evidence: [] };
    fold.take({ kind: 'decision', decision: { round: 1, rule: 'default', ...standing }, replayed: false, ...times });
    expect(fold.at()).toMatchObject({
      contested: 2,
      leaders: [{ candidate: 'joined', value: 0.5, trials: 1 }, {}, {}],
    });
  });

  it('goes on between events, and takes what a resume finds', () => {
    const fold = new ProgressFold({
      work: { kind: 'study', trials: 10, isExact: true, valueOf: lossIn },
      budget: { minutes: 1 },
    });
    expect(fold.at(5)).toMatchObject({ state: 'preparing', elapsedSeconds: 0, remaining: null });
    fold.take({ kind: 'begun', trialsLogged: 4, workers: 2, outcomes: [], elapsedSeconds: 0, totalSeconds: 30 });
    const round = { number: 1, phase: 'measure', done: 4, running: 2, total: 10, cut: false };
    fold.take({ kind: 'round-begun', round, alreadyLogged: 4, trialsBefore: 0, elapsedSeconds: 0, totalSeconds: 30 });
    expect(fold.at(5)).toMatchObject({ elapsedSeconds: 5, totalSeconds: 35, trials: { done: 4, running: 2 } });
    expect(fold.at(5).remaining).toEqual({ kind: 'exact', trials: { least: 6, most: 6 }, seconds: null });
  });
});

describe('the words for it', () => {
  const text = (kind: Remaining['kind'], least: number, most: number) =>
    remainingText({ kind, trials: { least: 1, most: 2 }, seconds: { least, most } });

  it('promises no more than is known', () => {
    expect(text('exact', 75, 75)).toBe('1 min left');
    expect(text('range', 180, 480)).toBe('3-8 min left');
    expect(text('range', 50, 480)).toBe('50 s to 8 min left');
    expect(text('at-most', 0, 720)).toBe('at most 12 min left');
    expect(text('at-most', 0, 3600 * 60)).toBe('at most 2.5 days left');
    expect(text('at-most', 60 * 60, 3600 * 60)).toBe('60 min to 2.5 days left');
    expect(remainingText({ kind: 'exact', trials: { least: 1, most: 1 }, seconds: null })).toBeUndefined();
  });
});
