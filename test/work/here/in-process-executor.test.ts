/** @file What only a trainer in this process can do: go on after it was told that nobody waits for it. */
import { expect, it, onTestFinished } from 'vitest';
import { type Outcome, type TrainingResult, trialSource } from '../../../src/core/index.js';
import { createInProcessExecutor } from '../../../src/work/here/index.js';
import { toyCandidate, toyTrial } from './fixtures/toy.mjs';

it('drops a result that comes after an abort, and uses the trainer again only then', async () => {
  const finish: ((result: TrainingResult) => void)[] = [];
  const executor = createInProcessExecutor({
    workers: 1,
    candidates: [toyCandidate('a')],
    experimentSeed: 1,
    createTrainer: () => ({ train: () => new Promise((resolve) => finish.push(resolve)) }),
  });
  const outcomes: Outcome[] = [];
  const execute = (replicate: number, signal: AbortSignal) =>
    executor.execute(trialSource([toyTrial('a', replicate)]), (outcome) => outcomes.push(outcome), signal);
  const settle = () => new Promise((resolve) => setTimeout(resolve, 10));

  const abort = new AbortController();
  const first = execute(0, abort.signal);
  await settle();
  abort.abort();
  await first;
  const second = execute(1, new AbortController().signal);
  await settle();
  expect(finish).toHaveLength(1);
  finish[0]?.({ loss: 1 });
  await settle();
  expect([finish.length, outcomes.length]).toEqual([2, 0]);
  finish[1]?.({ loss: 2 });
  await second;
  expect(outcomes).toMatchObject([{ trial: toyTrial('a', 1), loss: 2 }]);
});

it('closes every trainer that it made, once', async () => {
  const closed: number[] = [];
  const executor = createInProcessExecutor({
    workers: 3,
    candidates: [toyCandidate('a')],
    experimentSeed: 1,
    createTrainer: (place) => ({
      train: async () => ({ loss: 1 }),
      close: async () => {
        closed.push(place);
      },
    }),
  });
  await executor.execute(trialSource([toyTrial('a', 0), toyTrial('a', 1)]), () => {}, new AbortController().signal);
  await Promise.all([executor.close(), executor.close()]);
  expect(closed).toEqual([0, 1]);
});

it('gives each trial a signal of its own, however many there are and go on at a time', async () => {
  const signals = new Set<AbortSignal>();
  let aborted = 0;
  const executor = createInProcessExecutor({
    workers: 24,
    candidates: [toyCandidate('a')],
    experimentSeed: 1,
    createTrainer: () => ({
      train: async (_candidate, _trial, { signal }) => {
        signals.add(signal);
        // As a trainer does that never takes its listener away.
        signal.addEventListener('abort', () => aborted++);
        await new Promise((resolve) => setTimeout(resolve, 5));
        return signals.size < 100 ? { loss: 1 } : new Promise(() => {});
      },
    }),
  });
  const warnings: Error[] = [];
  const warn = (warning: Error) => void warnings.push(warning);
  process.on('warning', warn);
  onTestFinished(() => void process.off('warning', warn));
  const trials = Array.from({ length: 120 }, (_, replicate) => toyTrial('a', replicate));
  const abort = new AbortController();
  const executed = executor.execute(trialSource(trials), () => {}, abort.signal);
  while (signals.size < 100) await new Promise((resolve) => setTimeout(resolve, 5));
  abort.abort();
  await executed;
  expect(warnings).toEqual([]);
  expect(aborted).toBe([...signals].filter((signal) => signal.aborted).length);
  expect(aborted).toBeLessThan(48);
  expect(aborted).toBeGreaterThan(0);
});
