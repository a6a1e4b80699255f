/** @file The trial that is trained besides, to see whether equal seeds give equal losses, is never one of the run's own. */
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { isSeedCheck } from '../../src/app/ask/trained-beside.js';
import { chargedForSeeds, withSeedCheck } from '../../src/app/run/seed-check.js';
import { type Executor, type Outcome, replicateTrial, type Trial } from '../../src/core/index.js';

/** Trains all there is, one after the other; every loss is its replicate. */
const executor: Executor = {
  workers: 1,
  execute: async (source, onOutcome) => {
    do {
      for (let trial = source.take(); trial !== undefined; trial = source.take()) {
        const loss = trial.streams.init;
        onOutcome({ trial, status: 'completed', loss, metrics: {}, lossPerEpoch: [], seconds: 1 });
      }
    } while (await source.more());
  },
  close: async () => {},
};

test('a run that trains equal seeds again has all of its outcomes, and logs the one beside them once', async () => {
  const asked = [0, 1, 2].flatMap((repeat) =>
    [0, 1, 2, 3].map((replicate) => ({ ...replicateTrial('a', replicate, 0), repeat })),
  );
  const logged: Outcome[] = [];
  const log = {
    question: { append: (outcomes: readonly Outcome[]) => void logged.push(...outcomes) },
    store: { outcomes: () => logged },
    warn: () => {},
  };
  for (const stretch of ['first', 'second']) {
    const left: Trial[] = [...asked];
    const answered: Outcome[] = [];
    const source = { take: () => left.shift(), more: async () => false };
    await withSeedCheck(executor, tmpdir(), log).execute(
      source,
      (outcome) => answered.push(outcome),
      new AbortController().signal,
    );
    expect([stretch, answered.map(({ trial }) => trial)]).toEqual([stretch, asked]);
    expect(logged.map(({ trial }) => isSeedCheck(trial))).toEqual([true]);
  }
});

test('a budget pays for the check of the seeds where it has a training to spare', () => {
  const charged = (trials: number | undefined, work: object) =>
    chargedForSeeds({
      ...{ backend: { checksSeeds: true }, budget: trials === undefined ? {} : { trials }, planned: { work } },
    } as unknown as Parameters<typeof chargedForSeeds>[0]);
  // Four candidates with three trainings each before the first decision.
  const race = { kind: 'race', facts: { candidates: ['a', 'b', 'c', 'd'], warmup: 3 } };
  expect([12, 13, undefined].map((trials) => charged(trials, race))).toEqual([undefined, 1, 1]);
  const small = { kind: 'race', facts: { candidates: ['a', 'b'], warmup: 1 } };
  expect([9, 10].map((trials) => charged(trials, small))).toEqual([undefined, 1]);
  expect([23, 24, 25].map((trials) => charged(trials, { kind: 'study', trials: 24 }))).toEqual([1, undefined, 1]);
});

test('seeds change nothing where a candidate always gives one loss, and do where it gave another in between', async () => {
  const saidOf = async (losses: readonly number[]): Promise<number> => {
    const said: string[] = [];
    const of: Executor = {
      ...executor,
      execute: async (source, onOutcome) => {
        for (let trial = source.take(); trial !== undefined; trial = source.take()) {
          const loss = losses[trial.streams.init] as number;
          onOutcome({ trial, status: 'completed', loss, metrics: {}, lossPerEpoch: [], seconds: 1 });
        }
      },
    };
    const left = losses.map((_, replicate) => replicateTrial('a', replicate, 0));
    const log = {
      question: { append: () => {} },
      store: { outcomes: () => [] },
      warn: (text: string) => said.push(text),
    };
    const source = { take: () => left.shift(), more: async () => false };
    await withSeedCheck(of, tmpdir(), log).execute(source, () => {}, new AbortController().signal);
    return said.filter((text) => text.startsWith('the seeds change nothing')).length;
  };
  expect(await saidOf([3, 3, 3, 3, 3, 3, 3])).toBe(1);
  for (const another of [1, 2, 3, 4]) expect(await saidOf([3, 3, 3, 3, 3, 3, 3].with(another, 4))).toBe(0);
});
