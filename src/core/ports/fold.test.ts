/** @file The fold over random plans: what is asked and decided never depends on when answers arrive. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../ground/decision.js';
import { Fold } from './fold.js';
import type { Asked, Finished, Plan, Wait } from './plan.js';

interface Seen {
  /** Answers applied so far, by number. */
  readonly answers: number[];
  /** For every call of `next`: how many had been applied, how many were pending. */
  readonly calls: string[];
}

/** A plan that asks, waits and decides by a script and by what it has been told. */
interface Script {
  readonly total: number;
  readonly window: number;
  readonly batches: readonly number[];
  readonly waits: readonly number[];
  readonly decideEvery: number;
}

const decisionOf = (answers: readonly number[]): Decision => ({
  round: answers.length,
  rule: 'scripted',
  survivors: [],
  eliminated: [],
  incumbent: String(answers.reduce((sum, answer, index) => sum + answer * (index + 1), 0)),
  incumbentValue: answers.length,
  evidence: [],
});

function scripted({ total, window, batches, waits, decideEvery }: Script, calls: string[]): Plan<Seen, number, number> {
  return {
    window: () => window,
    begin: () => ({ answers: [], calls }),
    next: ({ answers }, pending): Asked<number> | Wait | Finished => {
      const asked = answers.length + pending.length;
      calls.push(`${asked}: ${answers.length}`);
      if (asked >= total) return { kind: 'finished' };
      const step = answers.reduce((sum, answer) => sum + answer, asked);
      const wait = waits[step % waits.length] as number;
      if (wait > 0 && wait <= pending.length && answers.length % 3 !== 2) return { kind: 'wait', outcomes: wait };
      const asks = Array.from({ length: batches[step % batches.length] as number }, (_, index) => asked + index);
      return { kind: 'asked', asks, stage, divisible: step % 2 === 0 };
    },
    apply: (state, fresh) => {
      const decisions: Decision[] = [];
      for (const answer of fresh) {
        state.answers.push(answer);
        if (state.answers.length % decideEvery === 0) decisions.push(decisionOf(state.answers));
      }
      return { state, decisions };
    },
  };
}

/** Answers come with the delays given: after so many other events. */
function play(script: Script, delays: readonly number[], workers: number, limit = Number.POSITIVE_INFINITY) {
  const calls: string[] = [];
  const fold = new Fold(scripted(script, calls), limit);
  const decisions: Decision[] = [];
  const waiting: number[] = [];
  const running: { number: number; left: number }[] = [];
  for (;;) {
    const progress = fold.advance();
    decisions.push(...progress.decisions);
    waiting.push(...progress.slots.map(({ number }) => number));
    if (fold.end !== undefined) return { calls, decisions, answers: fold.state.answers, end: fold.end };
    while (running.length < workers && waiting.length > 0) {
      const number = waiting.shift() as number;
      running.push({ number, left: delays[number % delays.length] as number });
    }
    for (const one of running) one.left--;
    running.sort((a, b) => a.left - b.left || b.number - a.number);
    const { number } = running.shift() as { number: number };
    fold.settle(number, (number * 37) % 11);
  }
}

const scripts = fc.record({
  total: fc.integer({ min: 1, max: 60 }),
  window: fc.integer({ min: 0, max: 40 }),
  batches: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
  waits: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 }),
  decideEvery: fc.integer({ min: 1, max: 9 }),
});
const stage = { number: 1, phase: 'race' };
const delays = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 20 });

describe('a fold', () => {
  it('asks and decides the same with 1, 2 and 16 workers, whatever takes how long', () => {
    fc.assert(
      fc.property(scripts, delays, delays, (script, some, others) => {
        const one = play(script, some, 1);
        expect(play(script, others, 2)).toEqual(one);
        expect(play(script, some, 16)).toEqual(one);
      }),
      { numRuns: 300 },
    );
  });

  it('shows every ask exactly what the window says, or what the plan waited for', () => {
    const script = { total: 40, window: 8, batches: [1], waits: [0], decideEvery: 5 };
    const { calls } = play(script, [9, 1, 30], 16);
    expect(calls).toEqual(Array.from({ length: 41 }, (_, asked) => `${asked}: ${Math.max(0, asked - 8)}`));
  });

  it('asks for no more than the limit, applies all of it, and decides nothing that a larger one would not', () => {
    fc.assert(
      fc.property(scripts, delays, fc.integer({ min: 0, max: 60 }), (script, some, limit) => {
        const whole = play(script, some, 4);
        const part = play(script, some, 4, limit);
        expect(part.answers.length).toBeLessThanOrEqual(limit);
        expect(whole.answers.slice(0, part.answers.length)).toEqual(part.answers.slice(0, whole.answers.length));
        const common = Math.min(whole.decisions.length, part.decisions.length);
        expect(part.decisions.slice(0, common)).toEqual(whole.decisions.slice(0, common));
      }),
      { numRuns: 300 },
    );
  });

  it('ends at any limit where a plan abandons what is pending, which is charged', () => {
    // Six in a window of four, and three more once the six have been seen.
    const abandoning: Plan<string[], string, string> = {
      window: () => 4,
      begin: () => [],
      next: (seen, pending) => {
        const hasBegun = [...seen, ...pending].includes('late');
        const late = hasBegun ? [...seen, ...pending].filter((ask) => ask === 'late').length : 0;
        if (seen.length < 6) return { kind: 'asked', asks: ['early'], stage, divisible: true };
        if (late === 3) return pending.length > 0 ? { kind: 'wait', outcomes: pending.length } : { kind: 'finished' };
        const asks = Array.from({ length: 3 - late }, () => 'late');
        return { kind: 'asked', asks, stage, divisible: true, abandons: !hasBegun };
      },
      apply: (seen, answers) => ({ state: [...seen, ...answers], decisions: [] }),
    };
    const early = (count: number) => Array.from({ length: count }, () => 'early');
    for (let limit = 0; limit < 14; limit++) {
      const fold = new Fold(abandoning, limit);
      for (let { slots } = fold.advance(); fold.end === undefined; { slots } = fold.advance()) {
        for (const { number, ask } of slots) fold.settle(number, ask);
      }
      // The seventh to tenth are asked for, and may be begun, before the plan can know that they are not needed.
      const seen = limit < 10 ? early(limit) : [...early(6), ...Array.from({ length: limit - 10 }, () => 'late')];
      expect([limit, fold.state, fold.end]).toEqual([limit, seen, limit < 13 ? 'limit' : 'finished']);
    }
  });

  it('keeps of a limit what a plan wants for its last asks, and asks for those once the rest is used up', () => {
    // The plan asks for as many as it may until ten are seen, then for three at the end.
    const keeping: Plan<string[], string, string> = {
      window: () => 2,
      begin: () => [],
      reserve: () => 3,
      next: (seen, pending, isCut = false) => {
        const all = [...seen, ...pending];
        const late = all.filter((ask) => ask === 'late').length;
        if (late === 0 && seen.length < 10 && !isCut) return { kind: 'asked', asks: ['early'], stage, divisible: true };
        if (late === 3) return pending.length > 0 ? { kind: 'wait', outcomes: pending.length } : { kind: 'finished' };
        const asks = Array.from({ length: 3 - late }, () => 'late');
        return { kind: 'asked', asks, stage, divisible: true, abandons: late === 0, fromReserve: true };
      },
      apply: (seen, answers) => ({ state: [...seen, ...answers], decisions: [] }),
    };
    for (const [limit, early, late, end] of [
      [2, 0, 2, 'limit'],
      [5, 2, 3, 'limit'],
      [11, 8, 3, 'limit'],
      // It has come to its own end when what it had asked for was there.
      [14, 11, 3, 'finished'],
      [15, 10, 3, 'finished'],
      [Number.POSITIVE_INFINITY, 10, 3, 'finished'],
    ] as const) {
      const fold = new Fold(keeping, limit);
      for (let { slots } = fold.advance(); fold.end === undefined; { slots } = fold.advance()) {
        for (const { number, ask } of slots) fold.settle(number, ask);
      }
      const count = (what: string) => fold.state.filter((ask) => ask === what).length;
      expect([limit, count('early'), count('late'), fold.end]).toEqual([limit, early, late, end]);
    }
  });

  it('that is cut applies what is there up to the first gap', () => {
    const fold = new Fold(scripted({ total: 99, window: 9, batches: [9], waits: [3], decideEvery: 2 }, []));
    expect(fold.advance().slots).toHaveLength(9);
    for (const number of [0, 1, 2, 4]) fold.settle(number, number);
    expect(fold.cut().map(({ round }) => round)).toEqual([2]);
    expect([fold.end, fold.state.answers, fold.open]).toEqual(['cut', [0, 1, 2], 5]);
  });

  it('refuses an answer twice, one that nobody asked for, and plans that ask for nothing or wait for nobody', () => {
    const fold = new Fold(scripted({ total: 9, window: 9, batches: [2], waits: [0], decideEvery: 2 }, []));
    fold.advance();
    fold.settle(0, 1);
    expect(() => fold.settle(0, 1)).toThrow('not open');
    expect(() => fold.settle(99, 1)).toThrow('not open');
    const broken = (next: Asked<number> | Wait) =>
      new Fold<Seen, number, number>({
        ...scripted({ total: 9, window: 9, batches: [1], waits: [0], decideEvery: 1 }, []),
        next: () => next,
      });
    expect(() => broken({ kind: 'wait', outcomes: 1 }).advance()).toThrow('waits for 1');
    expect(() => broken({ kind: 'asked', asks: [], stage, divisible: true }).advance()).toThrow('asks for nothing');
  });

  it('forgets what is abandoned, whenever its answers come, and charges the limit for it', () => {
    fc.assert(
      fc.property(delays, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 40 }), (some, window, enough) => {
        const one = playEnding(window, enough, some, 1);
        expect(playEnding(window, enough, some, 16)).toEqual(one);
        expect(one.raced).toEqual(Array.from({ length: enough }, (_, ask) => ask));
        expect(one.confirmed).toEqual([100, 101, 102]);
        for (const left of [0, 1, 3]) {
          const { confirmed } = playEnding(window, enough, some, 3, enough + window + left);
          expect(confirmed).toEqual([100, 101, 102].slice(0, left));
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** A plan that asks ahead until so many answers are there, then for three others in place of what is pending. */
function endingPlan(window: number, enough: number): Plan<{ raced: number[]; confirmed: number[] }, number, number> {
  return {
    window: () => window,
    begin: () => ({ raced: [], confirmed: [] }),
    next: ({ raced, confirmed }, pending) => {
      if (raced.length < enough) {
        return { kind: 'asked', asks: [raced.length + pending.length], stage, divisible: true };
      }
      const hasBegun = confirmed.length > 0 || (pending.at(-1) ?? 0) >= 100;
      if (hasBegun) return pending.length > 0 ? { kind: 'wait', outcomes: pending.length } : { kind: 'finished' };
      return { kind: 'asked', asks: [100, 101, 102], stage, divisible: true, abandons: true };
    },
    apply: (state, answers) => {
      for (const answer of answers) (answer >= 100 ? state.confirmed : state.raced).push(answer);
      return { state, decisions: [] };
    },
  };
}

function playEnding(window: number, enough: number, delays: readonly number[], workers: number, limit?: number) {
  const fold = new Fold(endingPlan(window, enough), limit);
  let open: { number: number; ask: number; left: number }[] = [];
  for (;;) {
    const { slots, abandoned } = fold.advance();
    open = open.filter(({ number }) => !abandoned.includes(number));
    open.push(...slots.map(({ number, ask }) => ({ number, ask, left: delays[ask % delays.length] as number })));
    if (fold.end !== undefined) return fold.state;
    const running = open.slice(0, workers).sort((a, b) => a.left - b.left);
    const { number, ask } = running[0] as (typeof open)[0];
    open = open.filter((one) => one.number !== number);
    fold.settle(number, ask);
  }
}

it('what is left of a limit counts what is kept for later asks', () => {
  const plan: Plan<number, number, number> = {
    window: () => 4,
    begin: () => 0,
    next: (applied, pending): Asked<number> | Wait | Finished => {
      if (applied + pending.length >= 12)
        return pending.length === 0 ? { kind: 'finished' } : { kind: 'wait', outcomes: 1 };
      return { kind: 'asked', asks: [applied], stage, divisible: true };
    },
    apply: (applied, fresh) => ({ state: applied + fresh.length, decisions: [] }),
    reserve: () => 5,
  };
  const fold = new Fold(plan, 12);
  expect(fold.left).toBe(12);
  const { slots } = fold.advance();
  expect(fold.left).toBe(12 - slots.length);
  for (const { number } of slots) fold.settle(number, 0);
  while (fold.end === undefined) for (const { number } of fold.advance().slots) fold.settle(number, 0);
  // The plan's own asks leave what is kept, and it is still there.
  expect([fold.left, fold.isShort]).toEqual([5, true]);
});
