/** @file What every store must do, whatever it writes to. */
import { describe, expect, it } from 'vitest';
import { RunError, type Store } from '../../src/core/index.js';
import { sampleDecision, sampleFailure, sampleHeader, sampleOutcome, sampleTrial } from '../store/sample-log.js';

export interface StoreAdapter {
  /** An empty store headed by `sampleHeader`. */
  create(): Store;
  /** The same log after its process has ended; absent where the log ends with it. */
  reopen?(store: Store): Store;
}

export function describeStore(name: string, adapter: StoreAdapter): void {
  describe(`store: ${name}`, () => {
    /** Both as it was written and, where there is such a thing, as it is read by the next process. */
    function* views(store: Store): Generator<Store> {
      yield store;
      if (adapter.reopen !== undefined) yield adapter.reopen(store);
    }

    it('keeps its header', () => {
      for (const store of views(adapter.create())) expect(store.header).toEqual(sampleHeader);
    });

    it('gives outcomes in order of arrival, with every bit of every number', () => {
      const store = adapter.create();
      const outcomes = [
        sampleOutcome(2, { loss: Number.MIN_VALUE }),
        sampleOutcome(0, { loss: -0.1, artifacts: { model: 'x/model.onnx' } }),
        sampleOutcome(1, { status: 'diverged', loss: Number.POSITIVE_INFINITY }),
        sampleOutcome(3, sampleFailure),
      ];
      for (const outcome of outcomes) store.append(outcome);
      for (const view of views(store)) expect(view.outcomes()).toEqual(outcomes);
    });

    it('finds the outcome of a trial by its whole key', () => {
      const store = adapter.create();
      store.append(sampleOutcome(0));
      for (const view of views(store)) {
        expect(view.outcome(sampleTrial(0))).toEqual(sampleOutcome(0));
        expect(view.outcome(sampleTrial(1))).toBeUndefined();
        expect(view.outcome({ ...sampleTrial(0), repeat: 1 })).toBeUndefined();
        expect(view.outcome({ ...sampleTrial(0), fidelity: { sampleSize: 100, epochs: 4 } })).toBeUndefined();
      }
    });

    it.each(['completed', 'diverged'] as const)('refuses a second outcome after a %s one', (status) => {
      const store = adapter.create();
      store.append(sampleOutcome(0, { status }));
      expect(() => store.append(sampleOutcome(0, { loss: 9 }))).toThrow(RunError);
      expect(() => store.append(sampleOutcome(0, sampleFailure))).toThrow(/a\|i0,s0,o1,n0\|100x3\|0/);
      for (const view of views(store)) expect(view.outcomes()).toEqual([sampleOutcome(0, { status })]);
    });

    it.each(['failed', 'timed-out'] as const)('lets a later outcome take the place of a %s one', (status) => {
      const store = adapter.create();
      store.append(sampleOutcome(0, { ...sampleFailure, status }));
      store.append(sampleOutcome(1));
      store.append(sampleOutcome(0));
      for (const view of views(store)) expect(view.outcomes()).toEqual([sampleOutcome(1), sampleOutcome(0)]);
    });

    it('keeps decisions in their order', () => {
      const store = adapter.create();
      const later = { ...sampleDecision, round: 4, incumbentValue: 0.1 };
      store.appendDecision(sampleDecision);
      store.appendDecision(later);
      for (const view of views(store)) expect(view.decisions()).toEqual([sampleDecision, later]);
    });

    it('lets a decision of an earlier round supersede it and all later ones', () => {
      const store = adapter.create();
      const [third, fourth, fifth] = [3, 4, 5].map((round) => ({ ...sampleDecision, round }));
      for (const decision of [third, fourth, fifth]) store.appendDecision(decision as typeof sampleDecision);
      const again = { ...sampleDecision, round: 4, incumbentValue: 0.25 };
      store.appendDecision(again);
      for (const view of views(store)) expect(view.decisions()).toEqual([third, again]);
    });

    it('adds up stretches, each growing while it is open', () => {
      const store = adapter.create();
      const first = { startedAt: '2025-01-01T00:00:00.000Z', workers: 2, environment: { node: '20' } };
      const second = { startedAt: '2025-01-02T00:00:00.000Z', workers: 4, environment: { node: '22' } };
      const recordFirst = store.beginStretch(first);
      recordFirst(1.5);
      recordFirst(2.25);
      store.beginStretch(second);
      for (const view of views(store)) {
        expect(view.stretches()).toEqual([
          { ...first, seconds: 2.25 },
          { ...second, seconds: 0 },
        ]);
      }
    });

    it('hands out lists that do not change later', () => {
      const store = adapter.create();
      const [outcomes, decisions, stretches] = [store.outcomes(), store.decisions(), store.stretches()];
      store.append(sampleOutcome(0));
      store.appendDecision(sampleDecision);
      store.beginStretch({ startedAt: '2025-01-01T00:00:00.000Z', workers: 1, environment: {} });
      expect([outcomes, decisions, stretches]).toEqual([[], [], []]);
    });

    it('can be closed twice', () => {
      const store = adapter.create();
      store.close();
      store.close();
    });
  });
}
