/** @file What every plan must do, whatever it asks for: it is deterministic, total, and a fold over outcomes. */
import { describe, expect, it } from 'vitest';
import { type Decision, Fold, type Outcome, type Plan, type Slot, type Trial, trialKey } from '../../src/core/index.js';

export interface PlanAdapter<State> {
  create(): Plan<State>;
  /** Losses that let the plan come to its end. */
  lossOf(trial: Trial): number;
  /** Trials up to which it must have ended. */
  readonly most: number;
}

/** Which of the open slots is answered next. */
type Arrival = (open: readonly Slot<Trial>[]) => number;

const inOrder: Arrival = () => 0;
const lastFirst: Arrival = (open) => open.length - 1;
const scattered: Arrival = (open) => (open.length * 7919 + 13) % open.length;

export function describePlan<State>(name: string, adapter: PlanAdapter<State>): void {
  const outcomeOf = (trial: Trial): Outcome => {
    const loss = adapter.lossOf(trial);
    const status = Number.isFinite(loss) ? 'completed' : 'diverged';
    return { trial, status, loss, metrics: {}, lossPerEpoch: [2 * loss, loss], seconds: 1 };
  };

  /** Plays the plan to its end, answering one slot after another. */
  function play(change: (outcome: Outcome, index: number) => Outcome = (outcome) => outcome, arrival = inOrder) {
    const fold = new Fold(adapter.create());
    const asks: Trial[] = [];
    const decisions: Decision[] = [];
    const open: Slot<Trial>[] = [];
    for (;;) {
      const progress = fold.advance();
      decisions.push(...progress.decisions);
      open.push(...progress.slots);
      asks.push(...progress.slots.map(({ ask }) => ask));
      expect(asks.length).toBeLessThanOrEqual(adapter.most);
      if (fold.end !== undefined) return { asks, decisions, state: fold.state };
      expect(open.length).toBeGreaterThan(0);
      const [slot] = open.splice(arrival(open), 1) as [Slot<Trial>];
      fold.settle(slot.number, change(outcomeOf(slot.ask), slot.number));
    }
  }

  describe(`plan: ${name}`, () => {
    it('ends, and never asks twice for the same trial', () => {
      const keys = play().asks.map(trialKey);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.length).toBeGreaterThan(0);
    });

    it.each([
      ['in order', inOrder],
      ['last first', lastFirst],
      ['scattered', scattered],
    ])('asks and decides the same, whatever order outcomes arrive in (%s)', (_, arrival) => {
      const { asks, decisions } = play();
      expect(play(undefined, arrival)).toMatchObject({ asks, decisions });
    });

    it('comes to the same, one outcome at a time or all that are there at once', () => {
      const whole = play();
      const plan = adapter.create();
      let state = plan.begin();
      const decisions: Decision[] = [];
      const outcomes = whole.asks.map(outcomeOf);
      for (const outcome of outcomes) {
        const applied = plan.apply(state, [outcome]);
        state = applied.state;
        decisions.push(...applied.decisions);
      }
      expect(state).toEqual(whole.state);
      expect(decisions).toEqual(whole.decisions);
      const atOnce = plan.apply(plan.begin(), outcomes);
      expect(atOnce.state).toEqual(whole.state);
      expect(atOnce.decisions).toEqual(whole.decisions);
    });

    it('takes whatever comes of its trials, and ends', () => {
      const failed: Partial<Outcome> = { status: 'failed', loss: Number.POSITIVE_INFINITY, lossPerEpoch: [] };
      const failure = { kind: 'exit-code', message: 'It ended with exit code 1.' };
      play((outcome) => ({ ...outcome, ...failed, failure }));
      play((outcome, index) => (index % 3 === 1 ? { ...outcome, ...failed, failure } : outcome));
      play((outcome, index) =>
        index % 4 === 2 ? { ...outcome, status: 'diverged', loss: Number.POSITIVE_INFINITY } : outcome,
      );
    });

    it('has a state at every budget', () => {
      const { asks } = play();
      for (const limit of [0, 1, asks.length - 1, asks.length]) {
        const fold = new Fold(adapter.create(), limit);
        while (fold.end === undefined) {
          for (const { number, ask } of fold.advance().slots) fold.settle(number, outcomeOf(ask));
        }
        expect(fold.asked).toBeLessThanOrEqual(limit);
        expect(fold.end).toBe(limit < asks.length ? 'limit' : 'finished');
      }
    });
  });
}
