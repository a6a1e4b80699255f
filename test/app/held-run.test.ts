/** @file A run in somebody's hand: whenever it is paused, resumed, extended or stopped, its counts hold and it goes on. */
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runExtendable } from '../../src/app/live/extendable-run.js';
import { type Executor, type RunEvent, randomFrom, type Trial } from '../../src/core/index.js';
import { RunControl } from '../../src/evidence/drive/index.js';
import { ProgressFold } from '../../src/report/index.js';
import { toyQuestion } from '../execution/in-memory-run.js';
import { attemptAt, type SimulatedRace, simulatedRace } from '../simulation/simulated-race.js';

const MOVES = ['settle', 'settle', 'settle', 'pause', 'resume', 'extend'] as const;
type Move = (typeof MOVES)[number];

interface Played {
  readonly seed: number;
  readonly workers: number;
  /** What happens between two outcomes; from its end on the run is left alone. */
  readonly moves: readonly Move[];
  readonly trials: number;
  readonly stopAt: number | undefined;
}

/** Everything that is counted: a number below 0 is one that no file of the run may hold. */
function leastCount({ trials, remaining, decisions, workers, round }: ReturnType<ProgressFold['at']>): number {
  return Math.min(
    ...Object.values(trials),
    ...Object.values(remaining?.trials ?? { none: 0 }),
    decisions,
    workers,
    round,
  );
}

/** Resolves as `wait` does; a run that nothing wakes is stuck. */
async function wokenBy(wait: Promise<boolean>): Promise<boolean> {
  const turns = async () => {
    for (let turn = 0; turn < 50; turn++) await setImmediate();
    return 'stuck' as const;
  };
  const woken = await Promise.race([wait, turns()]);
  if (woken === 'stuck') throw new Error('The run is not paused, nothing is under way, and nothing comes.');
  return woken;
}

/** Trains one at a time of those under way, as the moves say; goes on with a paused run once nothing is under way. */
function playedExecutor(
  race: SimulatedRace,
  { seed, workers, moves, stopAt }: Played,
  control: RunControl,
  stop: AbortController,
): Executor {
  const random = randomFrom('moves', seed);
  let step = 0;
  return {
    workers,
    execute: async (source, onOutcome, signal) => {
      const underWay: Trial[] = [];
      for (;;) {
        for (let trial: Trial | undefined; underWay.length < workers; underWay.push(trial)) {
          trial = source.take() ?? source.takeAhead?.();
          if (trial === undefined) break;
        }
        const move = moves[step++] ?? 'settle';
        if (step === stopAt) stop.abort();
        if (signal.aborted) return;
        if (move === 'pause') control.pause();
        if (move === 'resume') control.resume();
        if (move === 'extend') control.extend({ trials: 5 });
        if (move !== 'settle') continue;
        const [trial] = underWay.splice(random.below(Math.max(1, underWay.length)), 1);
        if (trial !== undefined) onOutcome(attemptAt(race, trial, 2));
        else if (control.isPaused) control.resume();
        else if (!(await wokenBy(source.more()))) return;
      }
    },
    close: async () => {},
  };
}

async function play(played: Played) {
  const race = simulatedRace(played.seed, randomFrom('race', played.seed));
  const question = toyQuestion(race.candidates);
  const control = new RunControl({ trials: played.trials });
  const stop = new AbortController();
  const fold = new ProgressFold({ work: { kind: 'study', trials: 60, isExact: false }, budget: {} });
  const wrong: unknown[] = [];
  const onEvent = (event: RunEvent): void => {
    fold.take(event);
    const progress = fold.at();
    const left = (control.budget.trials ?? 0) - progress.trials.done;
    const counts =
      'round' in event ? [event.round.done, event.round.running, event.round.total - event.round.done] : [];
    if (Math.min(leastCount(progress), left, ...counts) < 0) wrong.push(event);
  };
  const summary = await runExtendable(
    {
      plan: race.plan(),
      question,
      executor: playedExecutor(race, played, control, stop),
      environment: {},
      failurePolicy: race.policy,
      signal: stop.signal,
      onEvent,
    },
    control,
  );
  return { question, summary, wrong };
}

test('no count is ever below 0 or above the budget, and a paused run goes on to the same decisions', async () => {
  const played = fc.record({
    seed: fc.nat(5000),
    workers: fc.integer({ min: 1, max: 8 }),
    moves: fc.array(fc.constantFrom(...MOVES), { maxLength: 120 }),
    trials: fc.integer({ min: 5, max: 200 }),
    stopAt: fc.option(fc.integer({ min: 1, max: 150 }), { nil: undefined, freq: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(played, async (given) => {
      const { question, summary, wrong } = await play(given);
      expect(wrong).toEqual([]);
      // What the budget left out may have mattered.
      if (summary.end !== 'finished' || summary.isShort) return;
      const leftAlone = await play({ ...given, workers: 1, moves: [], trials: 10_000, stopAt: undefined });
      expect(question.decisions()).toEqual(leftAlone.question.decisions());
    }),
    { numRuns: 300 },
  );
});
