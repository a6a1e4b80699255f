/** @file What only worker processes can do wrong: start badly, hear the terminal's signals, print, be left behind. */
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { type ExecutorEvent, type JsonObject, type Outcome, type Trial, trialSource } from '../../../src/core/index.js';
import { createProcessExecutor } from '../../../src/work/here/index.js';
import { journalLines, runningTrainers, trainersOf } from '../../evidence/drive/toy-journal.js';
import { temporaryFolder } from '../../evidence/log/temporary-folder.js';
import { NEVER_MS } from '../../hang-guard.js';
import { toyCandidate, toyTrial } from './fixtures/toy.mjs';

const toyWorker = fileURLToPath(new URL('fixtures/toy-worker.mjs', import.meta.url));
const candidates = [
  ...['good', 'chatty', 'orphaning'].map((id) => toyCandidate(id, { behaviour: id })),
  toyCandidate('slow', { delayMs: NEVER_MS }),
];
const trials = Array.from({ length: 4 }, (_, replicate) => toyTrial('good', replicate));

function begin(workers: number, payload: JsonObject = {}, entry = toyWorker) {
  const journal = join(temporaryFolder(), 'journal');
  const events: ExecutorEvent[] = [];
  const outcomes: Outcome[] = [];
  const executor = createProcessExecutor({
    workers,
    entry,
    payload: { journal, ...payload },
    candidates,
    experimentSeed: 1,
    onEvent: (event) => events.push(event),
  });
  onTestFinished(() => executor.close());
  return {
    executor,
    events,
    outcomes,
    execute: (given: readonly Trial[], signal = new AbortController().signal) =>
      executor.execute(trialSource(given), (outcome) => outcomes.push(outcome), signal),
    journal,
  };
}

it('starts no more processes than there are trials, and keeps them for the next round', async () => {
  const { execute, journal } = begin(4);
  await execute(trials.slice(0, 1));
  expect(trainersOf(journal).size).toBe(1);
  await execute(trials.slice(1, 2));
  expect(trainersOf(journal).size).toBe(1);
});

it('leaves no process behind when it is closed', async () => {
  const { executor, execute, journal } = begin(2, { delayMs: 10 });
  await execute(trials);
  expect(runningTrainers(journal)).toHaveLength(2);
  await executor.close();
  expect(runningTrainers(journal)).toEqual([]);
});

it('ends the processes of running trials when it is aborted, and keeps the idle ones', async () => {
  const { execute, journal } = begin(2, { delayMs: 100 });
  await execute(trials.slice(0, 2));
  const abort = new AbortController();
  const execution = execute([toyTrial('slow', 0)], abort.signal);
  while (!journalLines(journal).some((line) => line.includes('slow'))) await setTimeout(5);
  abort.abort();
  await execution;
  expect(trainersOf(journal).size).toBe(2);
  expect(runningTrainers(journal)).toHaveLength(1);
});

it('says what the last process printed when none can be started, and does not go on trying', async () => {
  const { execute, outcomes, events } = begin(2, { startup: 'exit' });
  await expect(execute(trials)).rejects.toThrow(
    /No worker process could be started\. Worker process \d+ ended with exit code 3\.\nno memory for toys/,
  );
  expect(outcomes).toEqual([]);
  expect(events.map(({ kind }) => kind)).toEqual(['place-lost', 'place-lost']);
});

it('says which module a worker could not load', async () => {
  const { execute } = begin(1, {}, '/nowhere/worker.mjs');
  await expect(execute(trials)).rejects.toThrow('/nowhere/worker.mjs');
});

it('starts a process once more that ended before it was ready', async () => {
  const { execute, outcomes } = begin(1, { startup: 'exit-once', startupMarker: join(temporaryFolder(), 'tried') });
  await execute(trials);
  expect(outcomes).toHaveLength(4);
});

it('finishes with the places it has when one cannot be started', async () => {
  const startupMarker = join(temporaryFolder(), 'claimed');
  const { execute, outcomes, events } = begin(2, { startup: 'throw-unless-first', startupMarker });
  await execute(trials);
  expect(outcomes.map(({ status }) => status)).toEqual(Array(4).fill('completed'));
  expect(events).toEqual([{ kind: 'place-lost', message: expect.stringContaining('EEXIST') }]);
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('leaves %s of the terminal to the parent', async (signal) => {
  const { execute, outcomes, journal, events } = begin(1, { delayMs: 150 });
  const execution = execute(trials.slice(0, 1));
  while (journalLines(journal).length === 0) await setTimeout(5);
  for (const pid of trainersOf(journal)) process.kill(pid, signal);
  await execution;
  expect(outcomes).toMatchObject([{ status: 'completed' }]);
  expect(events).toEqual([]);
});

it('is not held up by what a trainer prints', async () => {
  const { execute, outcomes } = begin(1);
  await execute([toyTrial('chatty', 0)]);
  expect(outcomes).toMatchObject([{ status: 'completed' }]);
});

it('notices the end of a worker whose children keep its output open', async () => {
  const { execute, outcomes, events, journal } = begin(1);
  onTestFinished(() => {
    for (const pid of runningTrainers(journal)) process.kill(pid, 'SIGKILL');
  });
  await execute([toyTrial('orphaning', 0)]);
  expect(outcomes).toMatchObject([{ status: 'failed', failure: { kind: 'lost-worker' } }]);
  expect(events.map(({ kind }) => kind)).toEqual(['worker-lost', 'retry', 'worker-lost']);
});
