/** @file What the code guard does before trainings begin, and that nothing follows an outcome that was refused. */
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { sampleHead, sampleOutcome } from '../../../test/evidence/log/sample-log.js';
import { type Executor, type Outcome, trialSource } from '../../core/index.js';
import { createMemoryStore } from '../../evidence/log/index.js';
import { watchFunction } from '../../trainers/index.js';
import { withCodeGuard, withOutcomeGate } from './outcome-gate.js';

/** Gives one outcome at once. */
const immediate: Executor = {
  workers: 1,
  execute: async (_source, onOutcome) => onOutcome(sampleOutcome(0)),
  close: async () => {},
};

async function outcomesOf(ask: () => Promise<Record<string, string>>, signal: AbortSignal) {
  const store = createMemoryStore(sampleHead);
  const { watch, ...others } = watchFunction(() => 0);
  let versions = {};
  const told = {
    ...{ changedSince: () => [], take: () => [], look: () => [] },
    get state() {
      return { ...watch.state, versions };
    },
  };
  const learnVersions = async () => {
    versions = await ask();
  };
  const code = { ...others, watch: told, learnVersions };
  const outcomes: Outcome[] = [];
  const guarded = withCodeGuard(immediate, code, store, [], () => {});
  await guarded.execute(trialSource([]), (outcome) => outcomes.push(outcome), signal);
  return outcomes.map(({ code: number }) => store.codes()[(number ?? 0) - 1]?.versions);
}

test('the first outcome knows the versions, however late they are told', async () => {
  const late = async () => {
    await setTimeout(20);
    return { Python: '3.12.1' };
  };
  expect(await outcomesOf(late, new AbortController().signal)).toMatchObject([{ Python: '3.12.1' }]);
});

test('a run that is stopped waits for no answer', async () => {
  const stop = new AbortController();
  const outcomes = outcomesOf(() => new Promise(() => {}), stop.signal);
  stop.abort();
  expect(await outcomes).toHaveLength(1);
});

test('no outcome is given after one that was refused, though the executor has more', async () => {
  const given: Outcome[] = [];
  const several: Executor = {
    ...immediate,
    execute: async (_source, onOutcome) => [0, 1, 2, 3].forEach((place) => void onOutcome(sampleOutcome(place))),
  };
  let seen = 0;
  const gated = withOutcomeGate(several, (outcome) => {
    if (seen++ === 1) throw new Error('refused');
    return outcome;
  });
  const executed = gated.execute(trialSource([]), (outcome) => given.push(outcome), new AbortController().signal);
  await expect(executed).rejects.toThrow('refused');
  expect([given, seen]).toEqual([[sampleOutcome(0)], 2]);
});
