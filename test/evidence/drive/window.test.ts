/** @file Plans that decide trial by trial, as whole runs: equal with 1, 2 and 16 workers, interrupted and resumed, with failures. */
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Decision, type Plan, type Question, type RunEvent, trialKey } from '../../../src/core/index.js';
import { type RunOptions, runPlan } from '../../../src/evidence/drive/index.js';
import { createInProcessExecutor } from '../../../src/work/here/index.js';
import { examples } from '../../examples.js';
import { toyCandidates, toyTrial } from '../../work/here/fixtures/toy.mjs';
import { toyQuestion, whatCounts } from './in-memory-run.js';

interface Shape {
  readonly total: number;
  readonly window: number;
  /** Asks at a time. */
  readonly batch: number;
  readonly decideEvery: number;
  /** How long trainings take, in turn. */
  readonly delaysMs: readonly number[];
  /** Every so many trainings fail. */
  readonly failEvery: number;
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  total: fc.integer({ min: 5, max: 60 }),
  window: fc.integer({ min: 1, max: 24 }),
  batch: fc.integer({ min: 1, max: 4 }),
  decideEvery: fc.integer({ min: 1, max: 7 }),
  delaysMs: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 7 }),
  failEvery: fc.integer({ min: 2, max: 9 }),
});

/** Asks for the candidate with the lowest sum so far, the next replicate of it. */
function greedyPlan({
  total,
  window,
  batch,
  decideEvery,
}: Shape): Plan<{ sums: number[]; asked: number[]; seen: number }> {
  return {
    window: () => window,
    begin: () => ({ sums: toyCandidates.map(() => 0), asked: toyCandidates.map(() => 0), seen: 0 }),
    next: ({ sums, asked, seen }, pending) => {
      if (seen + pending.length >= total)
        return pending.length > 0 ? { kind: 'wait', outcomes: 1 } : { kind: 'finished' };
      const counts = asked.map((count, index) => {
        return count + pending.filter(({ candidate }) => candidate === toyCandidates[index]?.id).length;
      });
      const asks = Array.from({ length: batch }, (_, place) => {
        const best = (sums.indexOf(Math.min(...sums)) + place) % sums.length;
        counts[best] = (counts[best] as number) + 1;
        return toyTrial(toyCandidates[best]?.id as string, (counts[best] as number) - 1);
      });
      return { kind: 'asked', asks, stage: { number: 1, phase: 'race' }, divisible: true };
    },
    apply: (state, outcomes) => {
      const decisions: Decision[] = [];
      for (const { trial, loss } of outcomes) {
        const index = toyCandidates.findIndex(({ id }) => id === trial.candidate);
        state.sums[index] = (state.sums[index] as number) + Math.min(loss, 9);
        state.asked[index] = (state.asked[index] as number) + 1;
        if (++state.seen % decideEvery !== 0) continue;
        const best = state.sums.indexOf(Math.min(...state.sums));
        const incumbent = toyCandidates[best]?.id as string;
        const value = state.sums[best] as number;
        decisions.push({
          round: state.seen,
          rule: 'greedy',
          survivors: [incumbent],
          eliminated: [],
          incumbent,
          incumbentValue: value,
          evidence: [],
        });
      }
      return { state, decisions };
    },
  };
}

/** The same, which guesses what it will ask for: some of it comes true. */
function guessingPlan(shape: Shape): ReturnType<typeof greedyPlan> {
  return {
    ...greedyPlan(shape),
    ahead: ({ sums, asked, seen }, pending, most) => {
      const counts = asked.map((count, index) => {
        return count + pending.filter(({ candidate }) => candidate === toyCandidates[index]?.id).length;
      });
      const best = sums.indexOf(Math.min(...sums));
      const asks = Array.from({ length: Math.min(most, 20) }, (_, place) => {
        const index = (best + (place % 3)) % counts.length;
        counts[index] = (counts[index] as number) + 1;
        return toyTrial(toyCandidates[index]?.id as string, (counts[index] as number) - 1);
      });
      return { needed: [], likely: asks, certain: seen };
    },
  };
}

/** The same; once `total` outcomes are applied it confirms the best with two fresh trials in place of what is pending. */
function confirmingPlan(
  shape: Shape,
): Plan<{ race: ReturnType<ReturnType<typeof greedyPlan>['begin']>; fresh: number }> {
  const race = greedyPlan({ ...shape, total: Number.POSITIVE_INFINITY });
  return {
    window: race.window,
    begin: () => ({ race: race.begin(), fresh: 0 }),
    next: (state, pending) => {
      if (state.race.seen < shape.total) return race.next(state.race, pending);
      const hasBegun = state.fresh > 0 || (pending.at(-1)?.streams.init ?? 0) >= FRESH;
      if (hasBegun) return pending.length > 0 ? { kind: 'wait', outcomes: 1 } : { kind: 'finished' };
      const best = state.race.sums.indexOf(Math.min(...state.race.sums));
      const asks = [FRESH, FRESH + 1].map((replicate) => toyTrial(toyCandidates[best]?.id as string, replicate));
      return { kind: 'asked', asks, stage: { number: 2, phase: 'final' }, divisible: true, abandons: true };
    },
    apply: (state, outcomes) => {
      const raced = outcomes.filter(({ trial }) => trial.streams.init < FRESH);
      state.fresh += outcomes.length - raced.length;
      return { state, decisions: race.apply(state.race, raced).decisions };
    },
  };
}

const FRESH = 1000;

/** Runs until it ends, or is interrupted after so many trainings. */
async function run(
  shape: Shape,
  question: Question,
  workers: number,
  most = Number.POSITIVE_INFINITY,
  plan: Plan<unknown> = greedyPlan(shape),
  options: Partial<RunOptions<unknown>> = {},
) {
  const abort = new AbortController();
  let begun = 0;
  const executor = createInProcessExecutor({
    workers,
    candidates: toyCandidates,
    experimentSeed: 1,
    failurePolicy: { retries: 0, action: 'worst', isActionWritten: true, kinds: {} },
    createTrainer: () => ({
      train: async ({ id }, { streams }) => {
        if (++begun > most) abort.abort();
        const place = streams.init * 7 + id.charCodeAt(0);
        await sleep(shape.delaysMs[place % shape.delaysMs.length] as number);
        if (place % shape.failEvery === 0) throw new Error('the toy breaks');
        return { loss: ((place * 37) % 11) / 11 };
      },
    }),
  });
  const { end } = await runPlan({
    plan,
    question,
    executor,
    budget: {},
    signal: abort.signal,
    environment: {},
    failurePolicy: { retries: 0, action: 'worst', isActionWritten: true, kinds: {} },
    groupMs: 1,
    ...options,
  });
  await executor.close();
  return end;
}

/** Without messages of failures, which say where in the program they arose. */
function lossesOf(question: Question) {
  return whatCounts(question).outcomes.map(({ trial, status, loss }) => ({ trial, status, loss }));
}

it('decides the same whoever trains how fast, and however often it is interrupted', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }), async (shape, cuts) => {
      const one = toyQuestion();
      expect(await run(shape, one, 1)).toBe('finished');
      for (const workers of [2, 16]) {
        const other = toyQuestion();
        for (const most of cuts) await run(shape, other, workers, most);
        expect(await run(shape, other, workers)).toBe('finished');
        expect(other.decisions()).toEqual(one.decisions());
        expect(lossesOf(other)).toEqual(lossesOf(one));
      }
    }),
    { numRuns: examples(10, 20) },
  );
});

it('reports the same however many trainings were under way when they stopped to matter', async () => {
  await fc.assert(
    fc.asyncProperty(shapes, fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 2 }), async (shape, cuts) => {
      const usedWith = async (workers: number, interruptions: readonly number[]) => {
        const question = toyQuestion();
        for (const most of interruptions) await run(shape, question, workers, most, confirmingPlan(shape));
        expect(await run(shape, question, workers, undefined, confirmingPlan(shape))).toBe('finished');
        return question.usedOutcomes().map(({ trial, loss }) => ({ trial, loss }));
      };
      const one = await usedWith(1, []);
      expect(one.length).toBeGreaterThanOrEqual(shape.total + 2);
      expect(await usedWith(16, cuts)).toEqual(one);
      expect(await usedWith(3, [])).toEqual(one);
    }),
    { numRuns: examples(6, 12) },
  );
});

it('decides the same with places that train ahead of what is asked for, and tells of every trial when it is', async () => {
  let unused = 0;
  const cuts = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 2 });
  const limits = fc.option(fc.integer({ min: 1, max: 70 }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(shapes, cuts, limits, async (shape, interruptions, trials) => {
      const budget = { budget: trials === undefined ? {} : { trials } };
      const resultWith = async (workers: number, ahead: number, interrupted: readonly number[]) => {
        const question = toyQuestion();
        const told: RunEvent[] = [];
        const options = { ...budget, ahead, onEvent: (event: RunEvent) => told.push(event) };
        for (const most of interrupted) await run(shape, question, workers, most, guessingPlan(shape), budget);
        const there = new Set(question.outcomes().map(({ trial }) => trialKey(trial)));
        const end = await run(shape, question, workers, undefined, guessingPlan(shape), options);
        const used = question.usedOutcomes().map(({ trial, status, loss }) => ({ trial, status, loss }));
        const fresh = used.flatMap(({ trial }) => (there.has(trialKey(trial)) ? [] : [trialKey(trial)]));
        const heard = told.flatMap((event) => (event.kind === 'outcome' ? [trialKey(event.outcome.trial)] : []));
        expect(heard.toSorted()).toEqual(fresh.toSorted());
        const rest = question.unusedOutcomes();
        expect(rest.every(({ status }) => status === 'completed' || interrupted.length > 0)).toBe(true);
        expect(used.length + rest.length).toBe(question.outcomes().length);
        if (ahead === 0 && interrupted.length === 0) expect(rest).toEqual([]);
        unused += rest.length;
        return { end, used, decisions: question.decisions() };
      };
      const one = await resultWith(1, 0, []);
      expect(await resultWith(1, 4, [])).toEqual(one);
      expect(await resultWith(16, 4, [])).toEqual(one);
      expect(await resultWith(5, 4, interruptions)).toEqual(one);
    }),
    { numRuns: examples(7, 15) },
  );
  expect(unused).toBeGreaterThan(0);
});

it('counts no failure of what is not asked for', async () => {
  const shape = { total: 12, window: 1, batch: 1, decideEvery: 3, delaysMs: [1], failEvery: 1000 };
  const vain: Plan<unknown> = {
    ...(greedyPlan(shape) as Plan<unknown>),
    // Every training of it would fail and end the run.
    ahead: () => {
      const asks = Array.from({ length: 40 }, (_, place) => toyTrial('b', 1000 * place + 986));
      return { needed: [], likely: asks, certain: shape.total };
    },
  };
  const question = toyQuestion();
  const failurePolicy = { retries: 0, action: 'stop', kinds: {} } as const;
  expect(await run(shape, question, 4, undefined, vain, { failurePolicy })).toBe('finished');
  expect([question.outcomes().length, question.unusedOutcomes().length]).toEqual([12, 0]);
});
