/** @file The loop: what it trains, what it logs, when it stops. */
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  type Clock,
  type Executor,
  type Plan,
  type Question,
  RunError,
  type RunEvent,
  type Trial,
} from '../../../src/core/index.js';
import { runPlan } from '../../../src/evidence/drive/index.js';
import { NEVER_MS } from '../../hang-guard.js';
import { toyCandidate, toyCandidates } from '../../work/here/fixtures/toy.mjs';
import { runToy, toyQuestion, whatCounts } from './in-memory-run.js';

// Six candidates, three replicates for the warm-up; then 3 and 2 with one more each; then the winner from 5 to 8.
const WARM_UP = 18;
const BEFORE_FINAL = WARM_UP + 3 + 2;
const ALL = BEFORE_FINAL + 3;

/** A clock that a test moves on; its timers fire when it does. */
function manualClock() {
  let nowMs = 0;
  const timers = new Set<{ dueMs: number; callback: () => void }>();
  const clock: Clock = {
    nowMs: () => nowMs,
    after: (delayMs, callback) => {
      const timer = { dueMs: nowMs + delayMs, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  const advance = (ms: number) => {
    nowMs += ms;
    for (const timer of [...timers]) {
      if (timer.dueMs <= nowMs && timers.delete(timer)) timer.callback();
    }
  };
  return { clock, advance };
}

/** Gives all outcomes at once, in the order that `arrange` makes, and does not listen to any signal. */
function instantExecutor(arrange = (trials: readonly Trial[]): readonly Trial[] => trials): Executor {
  return {
    workers: 1,
    execute: async (source, onOutcome) => {
      while (await source.more()) {
        const trials: Trial[] = [];
        for (let trial = source.take(); trial !== undefined; trial = source.take()) trials.push(trial);
        for (const trial of arrange(trials)) {
          const loss = trial.candidate.charCodeAt(0) + trial.streams.init;
          onOutcome({ trial, status: 'completed', loss, metrics: {}, lossPerEpoch: [], seconds: 0 });
        }
      }
    },
    close: async () => {},
  };
}

/** What a run needs that a test says nothing of. */
function quiet() {
  return { question: toyQuestion(), budget: {}, environment: {}, signal: new AbortController().signal };
}

describe('a run', () => {
  it('trains until the plan is finished and logs what came of it', async () => {
    const { summary, store, trained, events } = await runToy({ workers: 2 });
    expect(summary).toMatchObject({ end: 'finished', trialsLogged: ALL, trialsTrained: ALL });
    expect(summary.state.survivors).toHaveLength(1);
    expect(trained).toHaveLength(ALL);
    expect(store.outcomes()).toHaveLength(ALL);
    expect(store.decisions().map(({ survivors }) => survivors.length)).toEqual([3, 2, 1]);
    expect(store.stretches()).toMatchObject([{ workers: 2, environment: { surefoot: 'test' } }]);
    expect(events.filter(({ kind }) => kind !== 'outcome').map(({ kind }) => kind)).toEqual([
      'begun',
      ...Array(3).fill(['round-begun', 'round-ended', 'decision']).flat(),
      'round-begun',
      'round-ended',
      'finished',
    ]);
  });

  it('tells where a round stands with every outcome', async () => {
    const { events } = await runToy({ workers: 4 });
    const warmUp = events.filter((event) => event.kind === 'outcome').slice(0, WARM_UP);
    expect(warmUp.map(({ round }) => round.done)).toEqual(Array.from({ length: WARM_UP }, (_, index) => index + 1));
    expect(warmUp.map(({ round }) => round.running).slice(-5)).toEqual([4, 3, 2, 1, 0]);
    expect(warmUp[0]?.round).toMatchObject({ number: 1, phase: 'warm-up', total: WARM_UP, cut: false });
  });

  it('gives the plan the outcomes in its order, whatever order they arrive in', async () => {
    const reversing = instantExecutor((trials) => trials.toReversed());
    const { summary } = await runToy({ options: { executor: reversing } });
    expect(summary.state.losses.a).toEqual([97, 98, 99, 100, 101, 102, 103, 104]);
  });

  it('needs little for a trial that takes no time', async () => {
    const count = 100_000;
    const trials = Array.from({ length: count }, (_, replicate) => ({
      candidate: 'a',
      streams: { init: replicate, sample: 0, order: 0, noise: 0 },
      fidelity: { sampleSize: 0 },
      repeat: 0,
    }));
    const executor = instantExecutor();
    const plan: Plan<number> = {
      window: (asked) => asked,
      begin: () => 0,
      next: (done, pending) =>
        pending.length > 0
          ? { kind: 'wait', outcomes: pending.length }
          : done === count
            ? { kind: 'finished' }
            : { kind: 'asked', asks: trials, stage: { number: 1, phase: 'warm-up' }, divisible: false },
      apply: (done, outcomes) => ({ state: done + outcomes.length, decisions: [] }),
    };
    const summary = await runPlan({ plan, executor, ...quiet() });
    expect(summary).toMatchObject({ end: 'finished', trialsLogged: count, state: count });
  });
});

describe('a resume', () => {
  it('trains what is missing and comes to the same log', async () => {
    const whole = await runToy();
    for (const logged of [1, WARM_UP - 1, WARM_UP, WARM_UP + 1, BEFORE_FINAL, ALL - 1, ALL]) {
      const store = toyQuestion();
      for (const outcome of whole.store.outcomes().slice(0, logged)) store.append([outcome]);
      const resumed = await runToy({ store });
      expect(resumed.trained).toHaveLength(ALL - logged);
      expect(resumed.summary).toMatchObject({ end: 'finished', trialsLogged: ALL, trialsTrained: ALL - logged });
      expect(whatCounts(store)).toEqual(whatCounts(whole.store));
    }
  });

  it('of a finished run trains nothing and adds nothing to the log', async () => {
    const { store } = await runToy();
    const before = [whatCounts(store), store.stretches()];
    const { trained, summary, events } = await runToy({ store });
    expect([trained.length, summary.end]).toEqual([0, 'finished']);
    expect([whatCounts(store), store.stretches()]).toEqual(before);
    expect(events.filter((event) => event.kind === 'decision').map(({ replayed }) => replayed)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('refuses a log whose decisions do not follow from its outcomes', async () => {
    const { store } = await runToy();
    const [first, ...others] = store.decisions();
    const changed = (decisions: Question['decisions']): Question => {
      const copy = toyQuestion();
      for (const outcome of store.outcomes()) copy.append([outcome]);
      for (const decision of decisions()) copy.appendDecision(decision);
      return copy;
    };
    const other = changed(() => [{ ...(first as NonNullable<typeof first>), incumbentValue: 5 }, ...others]);
    await expect(runToy({ store: other })).rejects.toThrow(/^Decision 1 in the log \(toy-halving after round 3/);
    await expect(runToy({ store: other })).rejects.toThrow('same outcomes (with other values of incumbentValue).');
    // The one now eliminates one more.
    const eliminated = first?.eliminated.slice(0, -1) ?? [];
    const less = changed(() => [{ ...(first as NonNullable<typeof first>), eliminated }, ...others]);
    await expect(runToy({ store: less })).rejects.toThrow(/^Decision 1 in the log/);
    const last = others.at(-1) as NonNullable<typeof first>;
    const tooMany = changed(() => [...store.decisions(), { ...last, round: last.round + 1 }]);
    await expect(runToy({ store: tooMany })).rejects.toThrow('no further decision');
  });
});

describe('a budget of trials', () => {
  it.each([
    [WARM_UP - 1, 'budget', 0],
    [WARM_UP, 'budget', WARM_UP],
    [WARM_UP + 2, 'budget', WARM_UP],
    [BEFORE_FINAL, 'budget', BEFORE_FINAL],
    [BEFORE_FINAL + 1, 'budget', BEFORE_FINAL + 1],
    [ALL, 'finished', ALL],
  ] as const)('of %i ends it: %s after %i', async (trials, end, trialsLogged) => {
    const { summary } = await runToy({ options: { budget: { trials } } });
    expect(summary).toMatchObject({ end, trialsLogged });
  });

  it('puts the part of a divisible round that it allows into the state', async () => {
    const { summary } = await runToy({ options: { budget: { trials: BEFORE_FINAL + 2 } } });
    expect(summary.state.losses[summary.state.survivors[0] as string]).toHaveLength(7);
  });

  it('that is larger later extends the run to what it would have been', async () => {
    const whole = await runToy();
    const { store } = await runToy({ options: { budget: { trials: WARM_UP + 2 } } });
    await runToy({ store, options: { budget: { trials: BEFORE_FINAL + 1 } } });
    await runToy({ store });
    expect(whatCounts(store)).toEqual(whatCounts(whole.store));
  });

  it('starts the rest of a round that was begun only when all of it fits', async () => {
    const whole = await runToy();
    const store = toyQuestion();
    for (const outcome of whole.store.outcomes().slice(0, 10)) store.append([outcome]);
    const { trained, summary } = await runToy({ store, options: { budget: { trials: WARM_UP - 1 } } });
    expect([trained.length, summary.end]).toEqual([0, 'budget']);
  });
});

describe('what is not the plan’s own', () => {
  it('is taken off its budget', async () => {
    const within = async (trials: number) => (await runToy({ options: { budget: { trials }, besides: 1 } })).trained;
    expect([(await within(WARM_UP)).length, (await within(WARM_UP + 1)).length]).toEqual([0, WARM_UP]);
  });
});

describe('the time of a run', () => {
  it('is in its log to the last moment, with nothing under way when it is over', async () => {
    const { clock, advance } = manualClock();
    const { store } = await runToy({ workers: 2, options: { clock }, onTraining: () => advance(20) });
    expect(store.stretches()).toMatchObject([{ seconds: (ALL * 20) / 1000, underWay: 0 }]);
  });
});

describe('a budget of minutes', () => {
  it('adds up over stretches, drops what is running and keeps what is finished', async () => {
    const { clock, advance } = manualClock();
    const budget = { minutes: 1 };
    const first = await runToy({
      options: { budget, clock },
      // The tenth training comes when 45 s are over, which is not yet the end.
      onTraining: () => advance(5_000),
    });
    expect(first.summary).toMatchObject({ end: 'budget', trialsLogged: 11 });
    expect(first.store.stretches()).toMatchObject([{ seconds: 60 }]);

    const again = await runToy({ store: first.store, options: { budget, clock } });
    expect(again.summary).toMatchObject({ end: 'budget', trialsTrained: 0 });

    const { store } = await runToy({ store: first.store, options: { budget: { minutes: 30 }, clock } });
    expect(whatCounts(store)).toEqual(whatCounts((await runToy()).store));
  });

  it('ends a training that is on its way', async () => {
    const slow = toyCandidates.map(({ id }) => toyCandidate(id, { delayMs: NEVER_MS }));
    const { summary } = await runToy({ candidates: slow, options: { budget: { minutes: 0.002 } } });
    expect(summary).toMatchObject({ end: 'budget', trialsLogged: 0 });
  });
});

describe('an interruption', () => {
  it('drops what is running, keeps what is finished, and the run can go on', async () => {
    const abort = new AbortController();
    const { summary, store } = await runToy({
      workers: 3,
      options: { signal: abort.signal },
      onTraining: ({ candidate, streams }) => {
        if (candidate === 'c' && streams.init === 1) abort.abort();
      },
    });
    expect(summary).toMatchObject({ end: 'interrupted' });
    expect(store.outcomes().length).toBe(summary.trialsLogged);
    expect(summary.trialsLogged).toBeLessThan(WARM_UP);
    await runToy({ store });
    expect(whatCounts(store)).toEqual(whatCounts((await runToy()).store));
  });

  it('logs what waits for its group', async () => {
    const abort = new AbortController();
    const executor: Executor = {
      ...instantExecutor(),
      execute: async (source, onOutcome) => {
        const trial = source.take() as Trial;
        onOutcome({ trial, status: 'completed', loss: 1, metrics: {}, lossPerEpoch: [], seconds: 0 });
        abort.abort();
      },
    };
    const { summary, store } = await runToy({ options: { executor, signal: abort.signal, groupMs: NEVER_MS } });
    expect([summary.end, store.outcomes().length]).toEqual(['interrupted', 1]);
  });

  it('by an executor that cannot go on keeps what was trained before, and says why', async () => {
    const gone = new RunError({ code: 'gone', what: 'It is gone.', fix: 'Wait.' });
    const endingAfter = (trials: number): Executor => ({
      ...instantExecutor(),
      execute: async (source, onOutcome) => {
        for (let left = trials; left > 0; left--) {
          const trial = source.take() as Trial;
          onOutcome({ trial, status: 'completed', loss: 1, metrics: {}, lossPerEpoch: [], seconds: 0 });
        }
        throw gone;
      },
    });
    const { summary, store } = await runToy({ options: { executor: endingAfter(5) } });
    expect(summary).toMatchObject({ end: 'interrupted', stoppedBy: gone, trialsTrained: 5 });
    expect(store.outcomes()).toHaveLength(5);
    await expect(runToy({ options: { executor: endingAfter(0) } })).rejects.toBe(gone);
  });

  it('is heard while trials keep the process busy', async () => {
    const abort = new AbortController();
    const many = Array.from({ length: 20_000 }, (_, index) => toyCandidate(`m${index}`));
    const { summary } = await runToy({
      candidates: many,
      options: { signal: abort.signal },
      onTraining: ({ candidate }) => {
        if (candidate === 'm9') void setTimeout(0).then(() => abort.abort());
      },
    });
    expect(summary.end).toBe('interrupted');
  });

  it.each([
    ['finished', ALL, {}],
    ['budget', WARM_UP, { trials: WARM_UP }],
  ])('that comes with the last outcome interrupts nothing: %s', async (end, last, budget) => {
    const abort = new AbortController();
    let outcomes = 0;
    const onEvent = ({ kind }: RunEvent) => void (kind === 'outcome' && ++outcomes === last && abort.abort());
    const { summary } = await runToy({ options: { budget, signal: abort.signal, onEvent } });
    expect(summary).toMatchObject({ end, trialsLogged: last });
  });

  it('before the run trains nothing', async () => {
    const { summary, trained } = await runToy({ options: { signal: AbortSignal.abort() } });
    expect([summary.end, trained.length]).toEqual(['interrupted', 0]);
  });
});

describe('failures', () => {
  const failing = (...ids: string[]) =>
    toyCandidates.map(({ id, configuration }) =>
      toyCandidate(id, { ...configuration, ...(ids.includes(id) ? { behaviour: 'throw' } : {}) }),
    );

  it('of trials of every candidate stop the run and say why', async () => {
    const candidates = failing('a', 'b', 'c', 'd', 'e', 'f');
    const store = toyQuestion(candidates);
    const run = runToy({ candidates, store });
    await expect(run).rejects.toThrow(RunError);
    await expect(run).rejects.toThrow(
      /all failed the same way, exception: Error: the toy breaks\nThe first was replicate 0 of a:\nError: the toy breaks/,
    );
    // The toy's warm-up trains candidate by candidate, three trials each: the sixth candidate's first is the sixteenth.
    expect(store.outcomes()).toHaveLength(16);
  });

  it('that count as the worst because the user wrote so stop no run', async () => {
    const candidates = failing('a', 'b', 'c', 'd', 'e', 'f');
    const failurePolicy = { retries: 0, action: 'worst', isActionWritten: true, kinds: {} } as const;
    const { summary } = await runToy({ candidates, options: { failurePolicy } });
    expect(summary.end).toBe('finished');
  });

  it('that stopped a run are trained again by the same command', async () => {
    const candidates = failing('a', 'b', 'c', 'd', 'e', 'f');
    const store = toyQuestion(candidates);
    await expect(runToy({ candidates, store })).rejects.toThrow(RunError);
    const { summary } = await runToy({ store });
    expect(summary).toMatchObject({ end: 'finished', trialsLogged: ALL, trialsTrained: ALL });
    expect(whatCounts(store)).toEqual(whatCounts((await runToy()).store));
  });

  it('after a success are counted and the run goes on', async () => {
    const { summary, store } = await runToy({ candidates: failing('b', 'c', 'd', 'e', 'f') });
    expect(summary).toMatchObject({ end: 'finished', state: { survivors: ['a'] } });
    expect(store.outcomes().filter(({ status }) => status === 'failed')).not.toHaveLength(0);
    const resumed = await runToy({ candidates: failing('b', 'c', 'd', 'e', 'f'), store });
    expect(resumed.trained).toEqual([]);
  });

  it('of the log end the run with the error of the log, and nothing more is appended', async () => {
    const store = toyQuestion();
    let appended = 0;
    store.append = () => {
      appended++;
      throw new RunError({ code: 'log-not-writable', what: 'disk full', fix: 'make room' });
    };
    await expect(runToy({ store, options: { executor: instantExecutor() } })).rejects.toThrow('disk full');
    expect(appended).toBe(1);
  });

  it('of an executor that loses trials are told', async () => {
    const executor: Executor = { workers: 1, execute: async () => {}, close: async () => {} };
    await expect(runToy({ options: { executor } })).rejects.toThrow('18 trainings');
  });
});
