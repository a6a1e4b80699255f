/** @file What every plan must do, whatever it asks for: it is deterministic, total, and a fold over outcomes. */
import { describe, expect, it } from 'vitest';
import { type Decision, Fold, type Outcome, type Plan, type Slot, type Trial, trialKey } from '../../src/core/index.js';

export interface PlanAdapter<State> {
  create(): Plan<State>;
  /** Losses that let the plan come to its end. */
  lossOf(trial: Trial): number;
  /** What it predicted, where the plan goes by that. */
  predictedBy?(trial: Trial): string;
  /** Trials up to which it must have ended, abandoned ones included. */
  readonly most: number;
  /** True where it gives up trials that are pending once they do not matter any more. */
  readonly abandons?: boolean;
}

// A state may keep functions that read its own losses: these are compared, and functions made anew are never the same.
expect.addEqualityTesters([
  (one: unknown, other: unknown) => (typeof one === 'function' && typeof other === 'function' ? true : undefined),
]);

/** Which of the open slots is answered next. */
type Arrival = (open: readonly Slot<Trial>[]) => number;

const inOrder: Arrival = () => 0;
const lastFirst: Arrival = (open) => open.length - 1;
const scattered: Arrival = (open) => (open.length * 7919 + 13) % open.length;

export function describePlan<State>(name: string, adapter: PlanAdapter<State>): void {
  const outcomeOf = (trial: Trial): Outcome => {
    const loss = adapter.lossOf(trial);
    const status = Number.isFinite(loss) ? 'completed' : 'diverged';
    const predicted = adapter.predictedBy?.(trial);
    const plain = { trial, status, loss, metrics: {}, lossPerEpoch: [2 * loss, loss], seconds: 1 } as const;
    return predicted === undefined ? plain : { ...plain, predicted };
  };

  /** Plays the plan to its end, answering one slot after another, or cuts it after so many answers. */
  function play(
    change: (outcome: Outcome, index: number) => Outcome = (outcome) => outcome,
    arrival = inOrder,
    cutAfter = Number.POSITIVE_INFINITY,
  ) {
    const plan = adapter.create();
    const applied: Outcome[] = [];
    const recording: Plan<State> = {
      window: (asked) => plan.window(asked),
      begin: () => plan.begin(),
      next: (state, pending, isCut) => plan.next(state, pending, isCut),
      ...(plan.ahead === undefined ? {} : { ahead: plan.ahead }),
      apply: (state, outcomes) => {
        applied.push(...outcomes);
        return plan.apply(state, outcomes);
      },
    };
    const fold = new Fold(recording);
    const asks: Trial[] = [];
    const promised = new Set<string>();
    const decisions: Decision[] = [];
    let open: Slot<Trial>[] = [];
    let abandoned = 0;
    for (let answered = 0; ; answered++) {
      if (answered === cutAfter) {
        decisions.push(...fold.cut());
        return { asks, decisions, applied, abandoned, state: fold.state };
      }
      const progress = fold.advance();
      decisions.push(...progress.decisions);
      open = [...open.filter(({ number }) => !progress.abandoned.includes(number)), ...progress.slots];
      abandoned += progress.abandoned.length;
      asks.push(...progress.slots.map(({ ask }) => ask));
      expect(asks.length).toBeLessThanOrEqual(adapter.most);
      const [first] = progress.slots;
      if (first !== undefined) expect(first.number - plan.window(first.number)).toBeLessThanOrEqual(fold.applied);
      if (fold.end !== undefined) {
        // What it said it needs it has asked for, whatever came back.
        const asked = new Set(asks.map(trialKey));
        expect([...promised].filter((key) => !asked.has(key))).toEqual([]);
        return { asks, decisions, applied, abandoned, state: fold.state };
      }
      // A guess changes nothing, and repeats nothing that was asked for.
      if (arrival !== inOrder) {
        const { needed, likely, certain } = fold.ahead(open.length + 100);
        const guessed = [...needed, ...likely].map(trialKey);
        for (const trial of needed) promised.add(trialKey(trial));
        expect(certain).toBeGreaterThanOrEqual(fold.applied);
        expect(new Set([...asks.map(trialKey), ...guessed]).size).toBe(asks.length + guessed.length);
      }
      expect(open.length).toBeGreaterThan(0);
      const [slot] = open.splice(arrival(open), 1) as [Slot<Trial>];
      fold.settle(slot.number, change(outcomeOf(slot.ask), slot.number));
    }
  }

  let played: ReturnType<typeof play> | undefined;
  /** Played once: what others are compared with. */
  const undisturbed = () => {
    played ??= play();
    return played;
  };

  describe(`plan: ${name}`, () => {
    it('ends, and never asks twice for the same trial', () => {
      const keys = undisturbed().asks.map(trialKey);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.length).toBeGreaterThan(0);
    });

    it.each([
      ['in order', inOrder],
      ['last first', lastFirst],
      ['scattered', scattered],
    ])('asks and decides the same, whatever order outcomes arrive in (%s)', (_, arrival) => {
      const whole = undisturbed();
      const again = play(undefined, arrival);
      expect(again.applied).toEqual(whole.applied);
      expect(again.decisions).toEqual(whole.decisions);
      expect(again.state).toEqual(whole.state);
    });

    it('comes to nothing that it would not have come to, wherever it is cut', () => {
      const { applied, decisions } = undisturbed();
      for (const [arrival, share] of [
        [inOrder, 0.3],
        [scattered, 0.6],
        [lastFirst, 0.9],
      ] as const) {
        const cut = play(undefined, arrival, Math.ceil(share * applied.length));
        expect(decisions.slice(0, cut.decisions.length)).toEqual(cut.decisions);
        expect(applied.slice(0, cut.applied.length)).toEqual(cut.applied);
      }
    });

    if (adapter.abandons === true)
      it('gives up what is pending once it does not matter any more', () => {
        const { asks, applied, abandoned } = undisturbed();
        expect(abandoned).toBeGreaterThan(0);
        expect(asks.length).toBe(applied.length + abandoned);
      });

    it('comes to the same, one outcome at a time or all that are there at once', () => {
      const whole = undisturbed();
      const plan = adapter.create();
      let state = plan.begin();
      const decisions: Decision[] = [];
      const outcomes = whole.applied;
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
      const { asks, applied } = undisturbed();
      for (const limit of [0, 1, applied.length - 1, asks.length]) {
        const fold = new Fold(adapter.create(), limit);
        while (fold.end === undefined) {
          for (const { number, ask } of fold.advance().slots) fold.settle(number, outcomeOf(ask));
        }
        expect(fold.asked).toBeLessThanOrEqual(limit);
        // What is asked before the plan can know that it is not needed takes room as well.
        expect(fold.end).toBe(limit < applied.length ? 'limit' : 'finished');
      }
    });
  });
}
