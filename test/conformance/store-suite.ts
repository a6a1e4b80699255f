/** @file What every store must do, whatever it writes to. */
import { describe, expect, it } from 'vitest';
import { type Question, RunError, type Store } from '../../src/core/index.js';
import {
  sampleDecision,
  sampleFailure,
  sampleHead,
  sampleHeader,
  sampleOutcome,
  sampleTrial,
} from '../evidence/log/sample-log.js';

export interface StoreAdapter {
  /** An empty store headed by `sampleHeader`. */
  create(): Store;
  /** The same log after its process has ended; absent where the log ends with it. */
  reopen?(store: Store): Store;
}

const STRETCH = { startedAt: '2025-01-01T00:00:00.000Z', workers: 2, environment: { node: '20' } };

export function describeStore(name: string, adapter: StoreAdapter): void {
  describe(`store: ${name}`, () => {
    /** Both as it was written and, where there is such a thing, as it is read by the next process. */
    function* views(store: Store): Generator<Store> {
      yield store;
      if (adapter.reopen !== undefined) yield adapter.reopen(store);
    }

    /** An empty store with a question, and that question in every view. */
    function asked(): { store: Store; question: Question; views(): Generator<Question> } {
      const store = adapter.create();
      const question = store.ask({ header: sampleHeader });
      return {
        store,
        question,
        *views() {
          for (const view of views(store)) yield view.questions()[0] as Question;
        },
      };
    }

    it('keeps its head', () => {
      for (const store of views(adapter.create())) expect(store.head).toEqual(sampleHead);
    });

    it('gives outcomes in order of arrival, with every bit of every number', () => {
      const { store, question } = asked();
      const outcomes = [
        sampleOutcome(2, { loss: Number.MIN_VALUE }),
        sampleOutcome(0, {
          loss: -0.1,
          artifacts: { model: 'x/model.onnx', log: 'x/log' },
          artifactSums: { model: { bytes: 3, sha256: 'ab' } },
        }),
        sampleOutcome(1, { status: 'diverged', loss: Number.POSITIVE_INFINITY, metrics: {}, lossPerEpoch: [] }),
        sampleOutcome(3, sampleFailure),
        sampleOutcome(4, { retried: [{ kind: 'lost-worker', message: 'gone' }] }),
        sampleOutcome(5, { ...sampleFailure, retried: [{ kind: 'exit-code', message: 'code 1' }] }),
      ];
      question.append(outcomes.slice(0, 3));
      question.append(outcomes.slice(3));
      for (const view of views(store)) {
        expect(view.outcomes()).toEqual(outcomes);
        expect(view.questions()[0]?.outcomes()).toEqual(outcomes);
      }
    });

    it('finds the outcome of a trial by its whole key', () => {
      const { question, views } = asked();
      question.append([sampleOutcome(0)]);
      for (const view of views()) {
        expect(view.outcome(sampleTrial(0))).toEqual(sampleOutcome(0));
        expect(view.outcome(sampleTrial(1))).toBeUndefined();
        expect(view.outcome(sampleTrial(0, 'nobody'))).toBeUndefined();
        expect(view.outcome({ ...sampleTrial(0), repeat: 1 })).toBeUndefined();
        expect(view.outcome({ ...sampleTrial(0), fidelity: { sampleSize: 200 } })).toBeUndefined();
      }
    });

    it.each(['completed', 'diverged'] as const)(
      'refuses a second outcome after a %s one, and all that come with it',
      (status) => {
        const { store, question } = asked();
        question.append([sampleOutcome(0, { status })]);
        expect(() => question.append([sampleOutcome(1), sampleOutcome(0, { loss: 9 })])).toThrow(RunError);
        expect(() => question.append([sampleOutcome(0, sampleFailure)])).toThrow(/a\|i0,s0,o1,n0\|100\|0/);
        expect(() => question.append([sampleOutcome(2), sampleOutcome(2)])).toThrow(RangeError);
        for (const view of views(store)) expect(view.outcomes()).toEqual([sampleOutcome(0, { status })]);
      },
    );

    it.each(['failed', 'timed-out'] as const)('lets a later outcome take the place of a %s one', (status) => {
      const { store, question } = asked();
      question.append([sampleOutcome(0, { ...sampleFailure, status }), sampleOutcome(1)]);
      question.append([sampleOutcome(0)]);
      expect(question.usedOutcomes()).toEqual([sampleOutcome(1), sampleOutcome(0)]);
      for (const view of views(store)) expect(view.outcomes()).toEqual([sampleOutcome(1), sampleOutcome(0)]);
    });

    it('keeps decisions in their order', () => {
      const { question, views } = asked();
      const later = { ...sampleDecision, round: 4, incumbentValue: 0.1 };
      question.appendDecision(sampleDecision);
      question.appendDecision(later);
      for (const view of views()) expect(view.decisions()).toEqual([sampleDecision, later]);
    });

    it('lets a decision of an earlier round supersede it and all later ones', () => {
      const { question, views } = asked();
      const [third, fourth, fifth] = [3, 4, 5].map((round) => ({ ...sampleDecision, round }));
      for (const decision of [third, fourth, fifth]) question.appendDecision(decision as typeof sampleDecision);
      const again = { ...sampleDecision, round: 4, incumbentValue: 0.25 };
      question.appendDecision(again);
      for (const view of views()) expect(view.decisions()).toEqual([third, again]);
    });

    it('adds up stretches, each growing while it is open', () => {
      const { store, question } = asked();
      const second = { startedAt: '2025-01-02T00:00:00.000Z', workers: 4, environment: { node: '22' } };
      const recordFirst = question.beginStretch(STRETCH);
      recordFirst(1.5);
      recordFirst(2.25);
      question.beginStretch(second);
      question.append([sampleOutcome(0)]);
      const stretches = [
        { ...STRETCH, seconds: 2.25 },
        { ...second, seconds: 0 },
      ];
      for (const view of views(store)) {
        expect(view.stretches()).toEqual(stretches);
        expect(view.questions()[0]?.stretches()).toEqual(stretches);
      }
    });

    it('hands out lists that do not change later', () => {
      const { store, question } = asked();
      const lists = [store.outcomes(), question.outcomes(), question.decisions(), store.stretches(), store.notices()];
      question.beginStretch(STRETCH);
      question.notice('warning', 'something');
      question.append([sampleOutcome(0)]);
      question.appendDecision(sampleDecision);
      expect(lists).toEqual([[], [], [], [], []]);
    });

    it('can be closed twice', () => {
      const store = adapter.create();
      store.close();
      store.close();
    });

    describe('questions', () => {
      const other = { ...sampleHeader, plan: { kind: 'race', warmup: 5 } };
      const wider = {
        ...sampleHeader,
        candidates: [
          { id: 'b', label: 'units=32', configuration: { units: 32 } },
          { id: 'a', label: 'units=16', configuration: { units: 16 } },
        ],
      };

      it('are the same when plan and candidates are, in whatever order and under whatever label', () => {
        const { store, question } = asked();
        const [b, a] = wider.candidates;
        const both = store.ask({ header: wider });
        expect(store.ask({ header: { ...sampleHeader, name: 'renamed', experiment: {} } })).toBe(question);
        expect(store.ask({ header: { ...wider, candidates: [{ ...a, label: 'x' }, b] as never } })).toBe(both);
        expect(store.ask({ header: other }).number).toBe(3);
        expect(store.questions().map(({ number }) => number)).toEqual([1, 2, 3]);
      });

      it('share outcomes where their trials are the same, and decide for themselves', () => {
        const { store, question } = asked();
        question.beginStretch(STRETCH)(5);
        question.append([sampleOutcome(0), sampleOutcome(1)]);
        question.appendDecision(sampleDecision);
        const second = store.ask({ header: other });
        expect(second.outcome(sampleTrial(1))).toEqual(sampleOutcome(1));
        // A look is no use.
        expect(second.usedOutcomes()).toEqual([]);
        second.use(sampleTrial(1));
        second.use(sampleTrial(9));
        expect(second.usedOutcomes()).toEqual([sampleOutcome(1)]);
        expect(second.decisions()).toEqual([]);
        expect(second.stretches()).toEqual([]);
        expect(second.usedStretches()).toEqual([{ ...STRETCH, seconds: 5 }]);
        second.append([sampleOutcome(2)]);
        expect(second.usedOutcomes()).toEqual([sampleOutcome(1), sampleOutcome(2)]);
        second.useOnly([sampleTrial(2), sampleTrial(7)], 0);
        expect(second.usedOutcomes()).toEqual([sampleOutcome(2)]);
        expect(question.usedDecisions()).toEqual([sampleDecision]);
        question.useOnly([], 0);
        expect(question.usedDecisions()).toEqual([]);
        for (const view of views(store)) {
          expect(view.outcomes()).toHaveLength(3);
          expect(view.questions().map((one) => one.decisions().length)).toEqual([1, 0]);
          expect(view.newestQuestion()?.number).toBe(2);
        }
      });

      it('see the outcomes of their candidates alone', () => {
        const { store, question } = asked();
        const both = store.ask({ header: wider });
        both.append([{ ...sampleOutcome(0), trial: sampleTrial(0, 'b') }, sampleOutcome(1)]);
        for (const view of views(store)) {
          expect(view.questions().map((one) => one.outcomes().length)).toEqual([1, 2]);
        }
        expect(question.outcomes()).toEqual([sampleOutcome(1)]);
      });

      it('keep what they were asked with last, and when first', () => {
        const { store, question } = asked();
        store.ask({ header: wider });
        store.ask({ header: sampleHeader, request: { finalTrials: 40 } });
        question.append([sampleOutcome(0)]);
        for (const view of views(store)) {
          const [first] = view.questions();
          expect(first?.request).toEqual({ finalTrials: 40 });
          expect(first?.header).toEqual(sampleHeader);
          expect(first?.askedAt).toBe(question.askedAt);
          expect(view.newestQuestion()).toBe(first);
        }
      });

      it('keep their conclusion until the next', () => {
        const { question, views } = asked();
        const conclusion = {
          key: 'k1',
          at: '2025-01-01T00:00:00.000Z',
          status: 'budget',
          headline: 'one',
          content: { a: 1 },
        };
        question.conclude(conclusion);
        question.conclude({ ...conclusion, key: 'k2', headline: 'two' });
        for (const view of views()) expect(view.conclusion()).toEqual({ ...conclusion, key: 'k2', headline: 'two' });
      });
    });

    it('fixes the ids of candidates', () => {
      const { store, question } = asked();
      question.append([sampleOutcome(0)]);
      for (const view of views(store)) {
        expect([...view.knownIds().values()]).toEqual(['a']);
        expect(view.candidates().map(({ id }) => id)).toEqual(['a']);
        const renamed = [{ id: 'c', label: '', configuration: { units: 16 } }];
        expect(() => view.ask({ header: { ...sampleHeader, candidates: renamed } })).toThrow(/another id/);
        const taken = [{ id: 'a', label: '', configuration: { units: 8 } }];
        expect(() => view.ask({ header: { ...sampleHeader, candidates: taken } })).toThrow(/another candidate/);
      }
    });

    it('keeps notices once a question, codes once, and claims', () => {
      const { store, question } = asked();
      question.notice('warning', 'seeds change nothing');
      question.notice('warning', 'seeds change nothing');
      store.notice({ kind: 'migrated', text: 'old', at: STRETCH.startedAt, question: null });
      const codes = [{ files: { 'a.py': '1' } }, { files: { 'a.py': '2' } }];
      expect([...codes, ...codes].map((code) => store.recordCode(code))).toEqual([1, 2, 1, 2]);
      store.claim(['result.json']);
      store.claim(['result.json', 'artifacts']);
      question.append([sampleOutcome(0, { code: 2 })]);
      for (const view of views(store)) {
        expect(view.notices().map(({ text, question: number }) => [text, number])).toEqual([
          ['seeds change nothing', 1],
          ['old', null],
        ]);
        expect(view.questions()[0]?.notices()).toHaveLength(2);
        expect(view.codes()).toEqual(codes);
        expect(view.claims()).toEqual(['result.json', 'artifacts']);
        expect(view.outcomes()[0]?.code).toBe(2);
      }
    });
  });
}
