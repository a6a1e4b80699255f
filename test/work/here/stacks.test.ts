/** @file Trials that a worker trains together: which go along, and that each keeps an outcome of its own whatever happens to the others. */
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type Candidate,
  type ExecutorEvent,
  type JsonObject,
  type Outcome,
  type Trial,
  TrialQueue,
  trialKey,
  trialSource,
} from '../../../src/core/index.js';
import { createProcessExecutor, type ProcessExecutorOptions } from '../../../src/work/here/index.js';
import { journalLines } from '../../evidence/drive/toy-journal.js';
import { temporaryFolder } from '../../evidence/log/temporary-folder.js';
import { NEVER_MS } from '../../hang-guard.js';
import { toyCandidate, toyTrial } from './fixtures/toy.mjs';

const candidates = [
  ...['good', 'throw', 'nan', 'die', 'die-once'].map((id) => toyCandidate(id, { behaviour: id })),
  toyCandidate('slow', { delayMs: NEVER_MS }),
  toyCandidate('other', {}),
];
const eight = (odd = 'good'): Trial[] =>
  Array.from({ length: 8 }, (_, replicate) => toyTrial(replicate === 5 ? odd : 'good', replicate));

/** All but `other` are of one shape. */
const stackRule = ({ id }: Candidate) => ({ key: String(id === 'other'), most: 8 });

function begin(workers: number, options: Partial<ProcessExecutorOptions> = {}, payload: JsonObject = {}) {
  const folder = temporaryFolder();
  const journal = join(folder, 'journal');
  const events: ExecutorEvent[] = [];
  const outcomes: Outcome[] = [];
  const heard: string[] = [];
  const executor = createProcessExecutor({
    workers,
    entry: fileURLToPath(new URL('fixtures/toy-worker.mjs', import.meta.url)),
    payload: { journal, marker: folder, ...payload },
    candidates,
    experimentSeed: 1,
    stackRule,
    onEvent: (event) => events.push(event),
    training: {
      began: ({ streams }) => heard.push(`began ${streams.init}`),
      reported: () => {},
      ended: ({ streams }) => heard.push(`ended ${streams.init}`),
    },
    ...options,
  });
  onTestFinished(() => executor.close());
  return {
    events,
    outcomes,
    heard,
    journal,
    execute: (trials: readonly Trial[], signal = new AbortController().signal) =>
      executor.execute(trialSource(trials), (outcome) => outcomes.push(outcome), signal),
    stacks: () => journalLines(journal).flatMap((line) => /^together (\d)/.exec(line)?.[1] ?? []),
    notes: () => events.flatMap((event) => (event.kind === 'note' ? [event.text] : [])),
  };
}

/** Of each trial what stands in a log, but for how long it took. */
const told = (outcomes: readonly Outcome[]) =>
  Object.fromEntries(outcomes.map(({ seconds: _, ...outcome }) => [trialKey(outcome.trial), outcome]));

/** One for each of them. */
function expectEach(outcomes: readonly Outcome[], trials: readonly Trial[]): void {
  expect(outcomes.map(({ trial }) => trialKey(trial)).sort()).toEqual(trials.map(trialKey).sort());
}

it('come out as they do alone, each having taken its share of the time', async () => {
  const together = begin(1, {}, { delayMs: 50 });
  const startedMs = performance.now();
  await together.execute(eight('nan'));
  const seconds = (performance.now() - startedMs) / 1000;
  const alone = begin(1, { stackRule: () => undefined });
  await alone.execute(eight('nan'));
  expect([together.stacks(), alone.stacks()]).toEqual([['8'], []]);
  expectEach(together.outcomes, eight('nan'));
  expect(told(together.outcomes)).toEqual(told(alone.outcomes));
  expect(together.outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0)).toBeLessThan(seconds);
  expect(together.heard.slice(0, 8)).toEqual(Array.from({ length: 8 }, (_, index) => `began ${index}`));
  expect(together.heard.slice(8)).toEqual(Array.from({ length: 8 }, (_, index) => `ended ${index}`));
});

it('never leave a place less than the others have', async () => {
  const sixteen = Array.from({ length: 16 }, (_, replicate) => toyTrial('good', replicate));
  const { execute, stacks, outcomes } = begin(2, {}, { delayMs: 50 });
  await execute(sixteen);
  // Half of 16 for the first, half of the 8 that are left for the second; of 4 and less each is trained alone.
  expect([stacks().sort(), outcomes.length]).toEqual([['4', '8'], 16]);
  const busy = begin(4);
  await busy.execute(eight());
  expect([busy.stacks(), busy.outcomes.length]).toEqual([[], 8]);
});

it('are those of one shape, whatever stands between them', async () => {
  const mixed = eight().flatMap((trial, index) => [trial, toyTrial('other', index)]);
  const { execute, stacks, outcomes } = begin(1);
  await execute(mixed);
  expect(stacks()).toEqual(['8', '8']);
  expectEach(outcomes, mixed);
});

describe('one of them', () => {
  it('that fails is tried again alone, and the others are not', async () => {
    const { execute, outcomes, events, stacks } = begin(1);
    await execute(eight('throw'));
    expect(stacks()).toEqual(['8']);
    expectEach(outcomes, eight('throw'));
    expect(events.map(({ kind }) => kind)).toEqual(['retry']);
    expect(outcomes.at(-1)).toMatchObject({ status: 'failed', retried: [{ kind: 'exception' }] });
  });

  it.each(['die', 'die-once'])('that takes the worker with it (%s) costs the others no attempt', async (id) => {
    const failurePolicy = { retries: 0, action: 'worst', kinds: {} } as const;
    const { execute, outcomes, events, stacks, notes } = begin(1, { failurePolicy });
    await execute(eight(id));
    expect(stacks()).toEqual(['8']);
    expectEach(outcomes, eight(id));
    const failed = outcomes.filter(({ status }) => status !== 'completed');
    expect(failed.map(({ failure }) => failure?.kind)).toEqual(id === 'die' ? ['lost-worker'] : []);
    expect(outcomes.every(({ retried }) => retried === undefined)).toBe(true);
    expect(events.filter(({ kind }) => kind === 'worker-lost')).toHaveLength(id === 'die' ? 2 : 1);
    expect(notes()).toEqual([
      expect.stringMatching(
        /^trainings of one shape go on one at a time: 8 together failed \(Worker process \d+ ended by signal SIGKILL/,
      ),
    ]);
    // What went wrong together is not done together again.
    await execute(eight());
    expect(stacks()).toEqual(['8']);
  });

  it('that takes too long is timed out by itself', async () => {
    const failurePolicy = { retries: 0, action: 'worst', kinds: {} } as const;
    const { execute, outcomes, stacks } = begin(1, { timeoutMs: 300, failurePolicy });
    const four = eight('slow').slice(4);
    await execute(four);
    expect(stacks()).toEqual(['4']);
    expectEach(outcomes, four);
    expect(outcomes.filter(({ status }) => status === 'timed-out').map(({ trial }) => trial.candidate)).toEqual([
      'slow',
    ]);
  });
});

it('are dropped together, without outcomes, when the run is interrupted', async () => {
  const { execute, outcomes, journal, notes } = begin(1);
  const abort = new AbortController();
  const execution = execute(eight('slow'), abort.signal);
  while (!journalLines(journal).some((line) => line.includes('slow'))) await setTimeout(5);
  abort.abort();
  await execution;
  expect([outcomes, notes()]).toEqual([[], []]);
});

it('go one at a time, and it is said once, where the trainer cannot or memory does not do', async () => {
  const quarrelling = begin(1, {}, { together: false });
  await quarrelling.execute(eight());
  expectEach(quarrelling.outcomes, eight());
  expect(quarrelling.notes()).toEqual(['trainings of one shape go on one at a time: toys quarrel']);
  const large = begin(1, { stackRule: () => ({ key: '', most: 1 }) });
  await large.execute(eight());
  expect([large.stacks(), large.outcomes.length]).toEqual([[], 8]);
  expect(large.notes()).toEqual([
    'trainings of one shape go on one at a time: several would take more memory than they may together',
  ]);
});

it('are taken out of the middle of a queue', () => {
  const queue = new TrialQueue(eight());
  expect(queue.take()).toEqual(toyTrial('good', 0));
  expect(queue.takeAlong((waiting) => waiting.slice(1, 3)).map(({ streams }) => streams.init)).toEqual([2, 3]);
  expect([queue.length, queue.taken, queue.take()?.streams.init, queue.take()?.streams.init]).toEqual([5, 3, 1, 4]);
});
