/** @file What every plan must do, whatever it asks for: it is pure, total, and a fold over outcomes. */
import { describe, expect, it } from 'vitest';
import { type Outcome, type Plan, type Round, type Trial, trialKey } from '../../src/core/index.js';

export interface PlanAdapter<State> {
  create(): Plan<State>;
  /** Losses that let the plan come to its end. */
  lossOf(trial: Trial): number;
  /** Trials up to which it must have ended. */
  readonly most: number;
}

/** A value that throws when anything in it is changed. */
function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
}

export function describePlan<State>(name: string, adapter: PlanAdapter<State>): void {
  const outcomeOf = (trial: Trial): Outcome => {
    const loss = adapter.lossOf(trial);
    const status = Number.isFinite(loss) ? 'completed' : 'diverged';
    return { trial, status, loss, metrics: {}, lossPerEpoch: [2 * loss, loss], seconds: 1 };
  };

  /** Every state the plan goes through, with what it asked for there. */
  function play(plan = adapter.create(), change: (outcome: Outcome, index: number) => Outcome = (outcome) => outcome) {
    const rounds: { readonly state: State; readonly round: Round; readonly outcomes: readonly Outcome[] }[] = [];
    let trials = 0;
    for (let state = freeze(plan.initialState); ; ) {
      const next = plan.planNext(state);
      if (next.kind === 'finished') return { plan, rounds, state, reason: next.reason };
      const outcomes = next.trials.map((trial) => freeze(change(outcomeOf(trial), trials++)));
      rounds.push({ state, round: next, outcomes });
      state = freeze(plan.applyOutcomes(state, outcomes).state);
      expect(trials).toBeLessThanOrEqual(adapter.most);
    }
  }

  describe(`plan: ${name}`, () => {
    it('ends, and never asks twice for the same trial or for none', () => {
      const { rounds } = play();
      const keys = rounds.flatMap(({ round }) => round.trials.map(trialKey));
      expect(new Set(keys).size).toBe(keys.length);
      for (const { round } of rounds) expect(round.trials.length).toBeGreaterThan(0);
      expect(rounds.map(({ round }) => round.number)).toEqual(rounds.map((_, index) => index + 1));
    });

    it('gives equal answers to equal questions, and changes no state that it was given', () => {
      const { plan, rounds, reason } = play();
      const other = play(adapter.create());
      expect(other.reason).toBe(reason);
      rounds.forEach(({ state, round, outcomes }, index) => {
        expect(plan.planNext(state)).toEqual(round);
        expect(other.rounds[index]?.round).toEqual(round);
        // Later states have been made since, from this one.
        expect(plan.applyOutcomes(state, outcomes)).toEqual(plan.applyOutcomes(state, outcomes));
      });
    });

    it('takes whatever comes of its trials, and ends', () => {
      const failed: Partial<Outcome> = { status: 'failed', loss: Number.POSITIVE_INFINITY, lossPerEpoch: [] };
      const failure = { kind: 'exit-code', message: 'It ended with exit code 1.' };
      play(adapter.create(), (outcome) => ({ ...outcome, ...failed, failure }));
      play(adapter.create(), (outcome, index) => (index % 3 === 1 ? { ...outcome, ...failed, failure } : outcome));
      play(adapter.create(), (outcome, index) =>
        index % 4 === 2 ? { ...outcome, status: 'diverged', loss: Number.POSITIVE_INFINITY } : outcome,
      );
    });

    it('takes a part of a round that may be divided', () => {
      const { plan, rounds } = play();
      for (const { state, round, outcomes } of rounds.filter((one) => one.round.divisible)) {
        for (let part = 1; part <= round.trials.length; part++) plan.applyOutcomes(state, outcomes.slice(0, part));
      }
    });
  });
}
